import {expect, test} from 'vitest';
import {createClientDesk, type ClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, userRow} from '../support/snapshots.ts';

const names = ['photos/', 'photo.jpg', 'notes.txt', '.hidden'];

function typed(text: string): ClientDesk {
	const desk = createClientDesk(clientSnapshot({users: [userRow('bob')]}));
	desk.press('s', 'p', 'ctrl+u');
	desk.type(text);
	desk.press('tab');
	return desk;
}

test('tab asks for the names beside what is typed, and the only one that fits is taken', () => {
	const desk = typed('~/no');
	expect(desk.effects.at(-1)).toEqual({type: 'complete', text: '~/no'});
	desk.dispatch({type: 'completed', text: '~/no', names});
	expect(desk.state.mode).toMatchObject({mode: 'picking-path', field: {before: '~/notes.txt'}});
});

test('of several the beginning they share is taken, and the footer lists them', () => {
	const desk = typed('/tmp/ph');
	desk.dispatch({type: 'completed', text: '/tmp/ph', names});
	expect(desk.state.mode).toMatchObject({field: {before: '/tmp/photo'}});
	expect(desk.state.notice).toBe('photos/  photo.jpg');
});

test('hidden names are offered to who begins with a dot, and nothing fitting is said', () => {
	const desk = typed('.h');
	desk.dispatch({type: 'completed', text: '.h', names});
	expect(desk.state.mode).toMatchObject({field: {before: '.hidden'}});
	const none = typed('x');
	none.dispatch({type: 'completed', text: 'x', names});
	expect(none.state.notice).toBe('nothing there begins with x');
});

test('a path typed behind the folder that stood there begins anew', () => {
	const desk = typed('/home/a//etc/ho');
	expect(desk.effects.at(-1)).toEqual({type: 'complete', text: '/etc/ho'});
	desk.press('ctrl+u');
	desk.type('/home/a/~/x');
	desk.press('enter');
	expect(desk.effects.at(-1)).toMatchObject({type: 'list', path: '~/x'});
});

test('where nothing is typed yet it is said why nothing comes', () => {
	const hidden = typed('~/');
	hidden.dispatch({type: 'completed', text: '~/', names: ['.profile']});
	expect(hidden.state.notice).toBe('only hidden names there: begin with a dot');
	const empty = typed('~/');
	empty.dispatch({type: 'completed', text: '~/', names: []});
	expect(empty.state.notice).toBe('there is nothing in it');
});

test('an answer that comes late changes nothing', () => {
	const desk = typed('no');
	desk.type('w');
	desk.dispatch({type: 'completed', text: 'no', names});
	expect(desk.state.mode).toMatchObject({field: {before: 'now'}});
});
