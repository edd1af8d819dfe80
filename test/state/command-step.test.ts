import {expect, test} from 'vitest';
import {createClientDesk, type ClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, transferRow, userRow} from '../support/snapshots.ts';

const people = clientSnapshot({users: [userRow('bob'), userRow('Carol')]});
const busy = {...people, transfers: [transferRow('a.iso')]};

function command(line: string, snapshot = people): ClientDesk {
	const desk = createClientDesk(snapshot);
	desk.press(':');
	desk.type(line);
	desk.press('enter');
	return desk;
}

test.each([
	['connect box', {type: 'switch', server: 'box'}],
	['disconnect', {type: 'switch'}],
	['name dora', {type: 'switch', name: 'dora'}],
	['limit 2M', {type: 'limit', bytesPerSecond: 2_000_000}],
	['accept all', {type: 'accept-rule', mode: 'all', maxBytes: undefined}],
	['quit', {type: 'quit'}],
	['send /tmp/x', {type: 'list', request: 1, path: '/tmp/x', isChosen: true}],
	['trust carol', {type: 'show-words', userId: 'id-Carol'}],
])(':%s is done', (line, effect) => {
	const desk = command(line);
	expect(desk.effects).toEqual([effect]);
	expect(desk.state.history).toEqual([line]);
});

test('a line that is wrong stays in the field with its reason', () => {
	const desk = command('limit fast');
	expect(desk.state.mode).toMatchObject({mode: 'commanding', field: {before: 'limit fast'}});
	expect(desk.state.notice).toMatch(/^fast is no rate/);
	expect(command('trust nobody').state.notice).toBe('nobody here is called nobody');
});

test('while transfers run, going elsewhere is asked about, and quitting as well', () => {
	const desk = command('connect box', busy);
	expect(desk.state.mode).toMatchObject({
		mode: 'confirming',
		question: expect.stringMatching(/^Leave lab-hub\? 1 running/),
	});
	desk.dispatch({type: 'chosen', answer: 0});
	expect([desk.state.mode.mode, desk.effects]).toEqual(['browsing', []]);
	expect(command('quit', busy).state.mode.mode).toBe('leaving');
});

test('the line is completed by tab, and up brings the last one back', () => {
	const desk = command('limit 2M');
	desk.press(':', 'up');
	expect(desk.state.mode).toMatchObject({field: {before: 'limit 2M'}});
	desk.press('ctrl+u');
	desk.type('disc');
	desk.press('tab');
	expect(desk.state.mode).toMatchObject({field: {before: 'disconnect '}});
	desk.press('esc');
	expect(desk.state.mode.mode).toBe('browsing');
});

test('what an operator says is asked at once, but who is kept out or loses a name is asked about first', () => {
	expect(command('kick bob').effects).toEqual([{type: 'operate', request: {type: 'kick', who: 'bob'}}]);
	for (const verb of ['ban', 'release'] as const) {
		const desk = command(`${verb} bob`);
		expect(desk.effects).toEqual([]);
		expect(desk.state.mode).toMatchObject({mode: 'confirming', no: 'no, go on'});
		desk.dispatch({type: 'chosen', answer: 1});
		expect(desk.effects).toEqual([{type: 'operate', request: {type: verb, who: 'bob'}}]);
	}
});

test('what came of it stands in the footer until the next key', () => {
	const desk = command('kick bob');
	desk.dispatch({type: 'operated', text: 'kicked bob'});
	expect(desk.state.notice).toBe('kicked bob');
	desk.press('tab');
	expect(desk.state.notice).toBeUndefined();
});

test('tab completes a name behind a verb', () => {
	const desk = createClientDesk(clientSnapshot({users: [userRow('bob'), userRow('carol')]}));
	desk.press(':');
	desk.type('trust ca');
	desk.press('tab');
	expect(desk.state.mode).toMatchObject({mode: 'commanding', field: {before: 'trust carol '}});
});
