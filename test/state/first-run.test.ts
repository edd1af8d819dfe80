import {expect, test} from 'vitest';
import {createFirstRun, stepFirstRun, type FirstRunEffect, type FirstRunState} from '../../source/state/first-run.ts';

const problem = (name: string): string | undefined => (name === '' ? 'it is empty' : undefined);
function press(...keys: string[]): {state: FirstRunState; effects: FirstRunEffect[]} {
	let state = createFirstRun({name: 'alice', hub: 'localhost'});
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
	expect(press('enter', 'enter').effects).toEqual([{type: 'answer', answer: {name: 'alice', hub: 'localhost'}}]);
});

test('a name that cannot be used is told why, and is not taken', () => {
	const {state, effects} = press('tab', 'shift+tab', 'ctrl+u', 'enter');
	expect(state.problem).toBe('this name cannot be used: it is empty');
	expect(effects).toEqual([]);
	expect(press('tab', 'tab', 'ctrl+u', 'tab', 'enter').state.active).toBe('name');
});

test('a hub must be named', () => {
	expect(press('tab', 'ctrl+u', 'enter').state.problem).toContain('e.g. localhost');
});

test('tab and arrows change the field, editing keys work in the one that is active', () => {
	const {state} = press('down', 'backspace', 'up', 'ctrl+w');
	expect([state.name.before, state.hub.before, state.active]).toEqual(['', 'localhos', 'name']);
});

test('typing and pasting go where they belong', () => {
	const start = createFirstRun({name: '', hub: ''});
	const typed = stepFirstRun(start, {type: 'typed', field: 'name', before: 'bo'}, problem).state;
	const pasted = stepFirstRun(typed, {type: 'key', key: {name: 'paste', text: 'b\n'}}, problem).state;
	expect(pasted.name.before).toBe('bob');
});

test('^C leaves, Esc does not', () => {
	expect(press('ctrl+c').effects).toEqual([{type: 'leave'}]);
	expect(press('esc').effects).toEqual([]);
});
