import {expect, test} from 'vitest';
import {createTurns, type Turns} from '../../source/client/turns.ts';
import type {SentMessageOf} from '../../source/protocol/messages.ts';
import {transferRow} from '../support/snapshots.ts';

const queued = {phase: 'queued'} as const;
const rows = [
	transferRow('a', {state: queued}),
	transferRow('runs', {state: {phase: 'verifying'}}),
	transferRow('b', {state: queued}),
	transferRow('c', {state: queued}),
];

function begin(): {turns: Turns; said: Array<SentMessageOf<'client'>>; names: () => string[]} {
	const said: Array<SentMessageOf<'client'>> = [];
	const turns = createTurns({send: (message) => said.push(message)});
	return {turns, said, names: () => turns.arrange(rows).map(({title}) => title)};
}
const idOf = (title: string): string => rows.find((row) => row.title === title)?.transfer ?? '';

test('one that waits changes places with the one before it, and the hub is told; what runs stays where it is', () => {
	const {turns, said, names} = begin();
	expect(names()).toEqual(['a', 'runs', 'b', 'c']);
	turns.move(rows, idOf('c'), -1);
	expect(names()).toEqual(['a', 'runs', 'c', 'b']);
	turns.move(rows, idOf('c'), -1);
	expect(names()).toEqual(['c', 'runs', 'a', 'b']);
	expect(said).toEqual([
		{type: 'overtake', transfer: idOf('c'), other: idOf('b')},
		{type: 'overtake', transfer: idOf('c'), other: idOf('a')},
	]);
});

test('later is the one below overtaking it', () => {
	const {turns, said, names} = begin();
	turns.move(rows, idOf('a'), 1);
	expect(names()).toEqual(['b', 'runs', 'a', 'c']);
	expect(said).toEqual([{type: 'overtake', transfer: idOf('b'), other: idOf('a')}]);
});

test('at the ends, and for what does not wait, nothing happens', () => {
	const {turns, said, names} = begin();
	turns.move(rows, idOf('a'), -1);
	turns.move(rows, idOf('c'), 1);
	turns.move(rows, idOf('runs'), 1);
	expect(said).toEqual([]);
	expect(names()).toEqual(['a', 'runs', 'b', 'c']);
});

test('with the connection the wish goes', () => {
	const {turns, names} = begin();
	turns.move(rows, idOf('c'), -1);
	turns.forget();
	expect(names()).toEqual(['a', 'runs', 'b', 'c']);
});
