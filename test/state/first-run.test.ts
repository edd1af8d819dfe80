import {expect, test} from 'vitest';
import {createFirstRun, stepFirstRun, type FirstRunEffect, type FirstRunState} from '../../source/state/first-run.ts';

const problem = (name: string): string | undefined => (name === '' ? 'it is empty' : undefined);
const hubs = [
	{title: 'lab-hub', address: 'box:5012'},
	{title: '', address: '192.168.1.9:5011'},
];
function press(...keys: string[]): {state: FirstRunState; effects: FirstRunEffect[]} {
	let state = createFirstRun({name: 'alice', hub: 'localhost', unaskedBytes: 0, hubs});
	const effects: FirstRunEffect[] = [];
	for (const name of keys) {
		const step = stepFirstRun(state, {type: 'key', key: {name, text: ''}}, problem);
		state = step.state;
		effects.push(...step.effects);
	}
	return {state, effects};
}

test('Enter goes from the name to the hub, and then answers', () => {
	expect(press('enter').state.active).toBe('hub');
	expect(press('enter', 'enter').effects).toEqual([
		{type: 'answer', answer: {name: 'alice', hub: 'localhost', unaskedBytes: 0}},
	]);
});

test('a name that cannot be used is told why, and is not taken', () => {
	const {state, effects} = press('tab', 'shift+tab', 'ctrl+u', 'enter');
	expect(state.problem).toBe('this name cannot be used: it is empty');
	expect(effects).toEqual([]);
	expect(press('ctrl+u', 'tab', 'enter').state.active).toBe('name');
});

test('a hub must be named', () => {
	expect(press('tab', 'ctrl+u', 'enter').state.problem).toContain('e.g. localhost');
});

test('tab and arrows change the field, editing keys work in the one that is active', () => {
	const {state} = press('down', 'backspace', 'shift+tab', 'ctrl+w');
	expect([state.name.before, state.hub.before, state.active]).toEqual(['', 'localhos', 'name']);
	expect(press('tab', 'tab', 'tab').state.active).toBe('name');
	expect(press('up').state.active).toBe('saving');
});

test('typing and pasting go where they belong', () => {
	const start = createFirstRun({name: '', hub: '', unaskedBytes: 0, hubs: []});
	const typed = stepFirstRun(start, {type: 'typed', field: 'name', before: 'bo'}, problem).state;
	const pasted = stepFirstRun(typed, {type: 'key', key: {name: 'paste', text: 'b\n'}}, problem).state;
	expect(pasted.name.before).toBe('bob');
});

test('^C leaves, Esc does not', () => {
	expect(press('ctrl+c').effects).toEqual([{type: 'leave'}]);
	expect(press('esc').effects).toEqual([]);
});

test('up and down in the field of the hub go through those used before, around the end', () => {
	const hubAfter = (...keys: string[]): string => press('tab', ...keys).state.hub.before;
	expect(hubAfter('down')).toBe('box:5012');
	expect(hubAfter('down', 'down')).toBe('192.168.1.9:5011');
	expect(hubAfter('down', 'down', 'down')).toBe('box:5012');
	expect(hubAfter('up')).toBe('192.168.1.9:5011');
});

test('what becomes of files that come is asked about each, unless a size is chosen', () => {
	const answerOf = (...keys: string[]): unknown => press(...keys).effects[0];
	expect(answerOf('tab', 'tab', 'space', 'enter')).toMatchObject({answer: {unaskedBytes: 100_000_000}});
	expect(answerOf('tab', 'tab', 'left', 'enter')).toMatchObject({answer: {unaskedBytes: Number.MAX_SAFE_INTEGER}});
	expect(createFirstRun({name: 'a', hub: 'b', unaskedBytes: 1_000_000_000, hubs: []}).saving).toBe(2);
});

test('typing takes the place of what is proposed', () => {
	const start = createFirstRun({name: 'root', hub: 'localhost', unaskedBytes: 0, hubs: []});
	expect(stepFirstRun(start, {type: 'typed', field: 'name', before: 'roota'}, problem).state.name.before).toBe('a');
	expect(stepFirstRun(start, {type: 'typed', field: 'hub', before: 'localhostb'}, problem).state.hub.before).toBe('b');
});
