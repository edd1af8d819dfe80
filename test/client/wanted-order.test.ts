import {expect, test} from 'vitest';
import {createWantedOrder, type WantedOrder} from '../../source/client/wanted-order.ts';
import type {SentMessageOf} from '../../source/protocol/messages.ts';
import {transferRow} from '../support/snapshots.ts';

const queued = {phase: 'queued'} as const;
const rows = [
	transferRow('a', {state: queued}),
	transferRow('runs', {state: {phase: 'verifying'}}),
	transferRow('b', {state: queued}),
	transferRow('c', {state: queued}),
];

function begin(): {wantedOrder: WantedOrder; said: Array<SentMessageOf<'client'>>; names: () => string[]} {
	const said: Array<SentMessageOf<'client'>> = [];
	const wantedOrder = createWantedOrder({send: (message) => said.push(message)});
	return {wantedOrder, said, names: () => wantedOrder.arrange(rows).map(({title}) => title)};
}
const idOf = (title: string): string => rows.find((row) => row.title === title)?.transfer ?? '';

test('one that waits changes places with the one before it, and the hub is told; what runs stays where it is', () => {
	const {wantedOrder, said, names} = begin();
	expect(names()).toEqual(['a', 'runs', 'b', 'c']);
	wantedOrder.move(rows, idOf('c'), -1);
	expect(names()).toEqual(['a', 'runs', 'c', 'b']);
	wantedOrder.move(rows, idOf('c'), -1);
	expect(names()).toEqual(['c', 'runs', 'a', 'b']);
	expect(said).toEqual([
		{type: 'overtake', transfer: idOf('c'), other: idOf('b')},
		{type: 'overtake', transfer: idOf('c'), other: idOf('a')},
	]);
});

test('later is the one below overtaking it', () => {
	const {wantedOrder, said, names} = begin();
	wantedOrder.move(rows, idOf('a'), 1);
	expect(names()).toEqual(['b', 'runs', 'a', 'c']);
	expect(said).toEqual([{type: 'overtake', transfer: idOf('b'), other: idOf('a')}]);
});

test('at the ends, and for what does not wait, nothing happens', () => {
	const {wantedOrder, said, names} = begin();
	wantedOrder.move(rows, idOf('a'), -1);
	wantedOrder.move(rows, idOf('c'), 1);
	wantedOrder.move(rows, idOf('runs'), 1);
	expect(said).toEqual([]);
	expect(names()).toEqual(['a', 'runs', 'b', 'c']);
});

test('what was moved stays where it is seen once it runs, also when others are moved after it', () => {
	const {wantedOrder} = begin();
	wantedOrder.move(rows, idOf('c'), -1);
	wantedOrder.move(rows, idOf('c'), -1);
	const running = rows.map((row) => (row.title === 'c' ? transferRow('c') : row));
	const names = (): string[] => wantedOrder.arrange(running).map(({title}) => title);
	expect(names()).toEqual(['c', 'runs', 'a', 'b']);
	wantedOrder.move(running, idOf('b'), -1);
	expect(names()).toEqual(['c', 'runs', 'b', 'a']);
});

test('what begins after a move comes last', () => {
	const {wantedOrder} = begin();
	wantedOrder.move(rows, idOf('c'), -1);
	const more = [...rows, transferRow('d', {state: queued})];
	expect(wantedOrder.arrange(more).map(({title}) => title)).toEqual(['a', 'runs', 'c', 'b', 'd']);
});

test('with the connection the wish goes', () => {
	const {wantedOrder, names} = begin();
	wantedOrder.move(rows, idOf('c'), -1);
	wantedOrder.forget();
	expect(names()).toEqual(['a', 'runs', 'b', 'c']);
});
