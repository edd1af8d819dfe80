import {expect, test} from 'vitest';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, fullClientSnapshot} from '../support/snapshots.ts';

test('F asks for a text, and what is found can be opened, downloaded and copied', () => {
	const desk = createClientDesk(clientSnapshot());
	desk.press('F');
	desk.type('iso');
	desk.press('enter');
	expect([desk.effects, desk.state.mode]).toEqual([[{type: 'search', text: 'iso'}], {mode: 'found', index: 0}]);
	desk.show(fullClientSnapshot());
	desk.effects.length = 0;
	desk.press('j', 'd', 'y');
	expect(desk.effects).toEqual([
		{type: 'get', space: 'private', paths: [['photos', 'a.iso']]},
		{type: 'copy', text: 'private:photos/a.iso'},
	]);
	desk.press('enter');
	expect(desk.state.mode).toMatchObject({mode: 'file', space: 'private', title: 'private:photos'});
	desk.press('esc');
	expect(desk.state.mode).toEqual({mode: 'found', index: 1});
});

test('a folder that was found opens in the Files pane', () => {
	const desk = createClientDesk(fullClientSnapshot());
	desk.press('F', 'enter');
	desk.effects.length = 0;
	desk.press('enter');
	expect(desk.effects[0]).toEqual({type: 'open-folder', space: 'shared', folder: ['photos']});
	expect([desk.state.pane, desk.state.mode.mode]).toEqual(['files', 'browsing']);
});

test('the field has what was searched last in it, and an empty one searches nothing', () => {
	const desk = createClientDesk(fullClientSnapshot());
	desk.press('F');
	expect(desk.state.mode).toMatchObject({field: {before: 'iso'}});
	desk.press('ctrl+u', 'enter');
	expect([desk.state.mode.mode, desk.effects.filter(({type}) => type === 'search')]).toEqual(['browsing', []]);
});

test('without a connection nothing is searched, and where nothing was found nothing is done', () => {
	const desk = createClientDesk(clientSnapshot({connection: {phase: 'connecting'}}));
	desk.press('F');
	expect(desk.state.notice).toBe('F: not connected to the hub');
	const none = createClientDesk(clientSnapshot());
	none.press('F');
	none.type('x');
	none.press('enter', 'enter');
	expect(none.state.notice).toBe('enter: nothing was found');
});
