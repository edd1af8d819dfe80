import {describe, expect, test} from 'vitest';
import type {ClientSnapshot, Question} from '../../source/client/snapshot.ts';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, userRow} from '../support/snapshots.ts';

const unknown: Question = {kind: 'unknown-hub', address: 'box:5011', fingerprint: 'f', words: 'w', problem: ''};
const code: Question = {kind: 'code', address: 'box:5011', problem: ''};
const asked = (question: Question): ClientSnapshot => clientSnapshot({question, connection: {phase: 'connecting'}});
const waiting = clientSnapshot({
	connection: {phase: 'offline', attempt: 1, retryAtMs: 0, code: 'approval-needed', reason: 'waiting for the operator'},
});

describe('an unknown hub', () => {
	test('is taken on the choice of yes only; no key answers by itself', () => {
		const desk = createClientDesk(asked(unknown));
		expect(desk.state.mode).toEqual({mode: 'meeting'});
		desk.press('y', 'enter', 'a', 'v', 'w', 'space', '1', 's');
		expect([desk.state.mode.mode, desk.effects]).toEqual(['meeting', []]);
		desk.dispatch({type: 'chosen', answer: 1});
		expect(desk.effects).toEqual([{type: 'answer-hub', isYes: true}]);
	});

	test.each(['q', 'ctrl+c'])('is left with %s', (key) => {
		const desk = createClientDesk(asked(unknown));
		desk.press(key);
		expect(desk.effects).toEqual([{type: 'answer-hub', isYes: false}]);
	});

	test('can be given its code instead; esc leads back to the question', () => {
		const desk = createClientDesk(asked(unknown));
		desk.press('c');
		desk.type('349p-yh2c-5jsw');
		desk.press('esc');
		expect([desk.state.mode.mode, desk.effects]).toEqual(['meeting', []]);
		desk.press('c');
		desk.type(' 349p-yh2c-5jsw ');
		desk.press('enter');
		expect(desk.effects).toEqual([{type: 'give-code', text: '349p-yh2c-5jsw'}]);
	});
});

describe('the join code', () => {
	test('that was wrong is typed afresh, and an empty one is not given', () => {
		const desk = createClientDesk(asked(code));
		desk.type('aaaa-aaaa-aaaa');
		desk.press('enter');
		desk.show(asked({...code, problem: 'that is not the code'}));
		expect(desk.state.mode).toMatchObject({mode: 'coding', field: {before: '', after: '', revision: 1}});
		desk.press('enter');
		expect(desk.effects).toEqual([{type: 'give-code', text: 'aaaa-aaaa-aaaa'}]);
	});

	test('keeps the screen while it is tried: the next keys are not for the panes behind', () => {
		const desk = createClientDesk(asked(code));
		desk.type('349p-yh2c-5jsw');
		desk.press('enter');
		desk.show(clientSnapshot({connection: {phase: 'connecting'}}));
		desk.press('enter');
		expect([desk.state.mode.mode, desk.state.notice]).toEqual(['coding', undefined]);
		desk.show(clientSnapshot());
		expect(desk.state.mode).toEqual({mode: 'browsing'});
	});

	test.each(['esc', 'ctrl+c'])('is not given with %s: that gives up', (key) => {
		const desk = createClientDesk(asked(code));
		desk.press(key);
		expect(desk.effects).toEqual([{type: 'answer-hub', isYes: false}]);
	});
});

test('the question goes when it is answered, also behind the help', () => {
	const desk = createClientDesk(asked(unknown));
	desk.press('?');
	desk.show(clientSnapshot());
	desk.press('esc');
	expect(desk.state.mode).toEqual({mode: 'browsing'});
	desk.show(asked(code));
	expect(desk.state.mode.mode).toBe('coding');
	desk.show(clientSnapshot());
	expect(desk.state.mode).toEqual({mode: 'browsing'});
});

test('a question that comes while something is typed waits until that is done: its keys answer nothing', () => {
	const desk = createClientDesk(clientSnapshot({users: [userRow('bob')]}));
	desk.press('t');
	desk.show({...asked(unknown), users: [userRow('bob')]});
	expect(desk.state.mode.mode).toBe('writing');
	desk.press('esc');
	expect(desk.state.mode.mode).toBe('meeting');
	expect(desk.effects).toEqual([]);
});

test('esc, which was meant for what was open before it came, leaves neither a question nor the door', () => {
	for (const snapshot of [asked(unknown), waiting]) {
		const desk = createClientDesk(snapshot);
		desk.press('esc', 'esc');
		expect(desk.effects).toEqual([]);
	}
});

describe('who waits for the operator', () => {
	test.each(['q', 'ctrl+c'])('leaves with %s', (key) => {
		const desk = createClientDesk(waiting);
		expect(desk.state.mode).toEqual({mode: 'entering'});
		desk.press(key);
		expect(desk.effects).toEqual([{type: 'quit'}]);
	});

	test('goes on by itself once let in', () => {
		const desk = createClientDesk(waiting);
		desk.show(clientSnapshot());
		expect(desk.state.mode).toEqual({mode: 'browsing'});
	});
});

test('what the last key could not do on the panes does not stand under a question that came by itself', () => {
	const desk = createClientDesk(clientSnapshot({users: [], connection: {phase: 'connecting'}}));
	desk.press('enter');
	expect(desk.state.notice).toContain('nobody is selected');
	desk.show(asked(unknown));
	expect([desk.state.mode.mode, desk.state.notice]).toEqual(['meeting', undefined]);
});
