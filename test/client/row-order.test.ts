import {expect, test} from 'vitest';
import {createRowOrder} from '../../source/client/row-order.ts';
import type {TransferRow} from '../../source/transfer/transfer-row.ts';
import {transferRow} from '../support/snapshots.ts';

const row = (transfer: string, changes: Partial<TransferRow> = {}): TransferRow =>
	transferRow(transfer, {transfer, ...changes});
const idsOf = (rows: readonly TransferRow[]): string[] => rows.map(({transfer}) => transfer);

test('rows come as their transfers began, a new one last, whatever its direction', () => {
	const order = createRowOrder();
	for (const transfer of ['a', 'b', 'c']) order.begin(transfer);
	expect(idsOf(order.arrange([row('c'), row('a'), row('b', {direction: 'receive'})]))).toEqual(['a', 'b', 'c']);
	order.begin('d');
	order.begin('a');
	expect(idsOf(order.arrange([row('d'), row('c'), row('b'), row('a')]))).toEqual(['a', 'b', 'c', 'd']);
});

test('what an earlier process began comes before what began in this one', () => {
	const order = createRowOrder();
	order.begin('new');
	for (const transfer of ['old', 'older']) order.takeUp(transfer);
	order.begin('old');
	order.takeUp('new');
	expect(idsOf(order.arrange([row('new'), row('older'), row('old')]))).toEqual(['old', 'older', 'new']);
});

test('what is being listed and what became of it are one row, the later', () => {
	const order = createRowOrder();
	for (const transfer of ['a', 'b']) order.begin(transfer);
	const listed = row('a', {state: {phase: 'scanning'}});
	const offered = row('a', {state: {phase: 'queued'}});
	expect(order.arrange([listed, row('b'), offered])).toEqual([offered, row('b')]);
});

test('whoever has no row any more is forgotten', () => {
	const order = createRowOrder();
	for (const transfer of ['a', 'b']) order.begin(transfer);
	order.takeUp('old');
	expect(idsOf(order.arrange([row('b')]))).toEqual(['b']);
	for (const transfer of ['a', 'old']) order.begin(transfer);
	expect(idsOf(order.arrange([row('old'), row('a'), row('b')]))).toEqual(['b', 'a', 'old']);
});
