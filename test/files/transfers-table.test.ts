import path from 'node:path';
import {expect, test} from 'vitest';
import {openTransfersTable, type TransferRecord} from '../../source/files/transfers-table.ts';
import {maxReceiptsRemembered} from '../../source/protocol/limits.ts';
import {temporaryFolder} from './temporary-folder.ts';

const hubId = 'f'.repeat(64);
const toId = (start: string): string => start.padEnd(32, '0');
const makeRecord = (change: Partial<TransferRecord> = {}): TransferRecord => ({
	transfer: toId('ab'),
	direction: 'send',
	title: 'logs/ (2 files)',
	peers: [{id: 'b'.repeat(64), name: 'bob', state: 'running', bytes: 5}],
	files: 2,
	bytes: 5,
	totalBytes: 10,
	state: 'running',
	reason: null,
	path: null,
	hubId,
	timeMs: 100,
	updatedMs: 100,
	...change,
});

test('a record that is saved again replaces the older one, each direction for itself', () => {
	const table = openTransfersTable(':memory:');
	table.save(makeRecord());
	table.save(makeRecord({state: 'delivered', bytes: 10, reason: 'x'}));
	table.save(makeRecord({direction: 'receive', path: '/d/logs'}));
	expect(table.list(10)).toHaveLength(2);
	expect(table.find(toId('ab'))).toContainEqual(makeRecord({state: 'delivered', bytes: 10, reason: 'x'}));
	expect(table.find(toId('ab'))).toContainEqual(makeRecord({direction: 'receive', path: '/d/logs'}));
});

test('a transfer is found by the beginning of its id, and nothing else is a pattern', () => {
	const table = openTransfersTable(':memory:');
	for (const start of ['ab', 'ac', 'f']) table.save(makeRecord({transfer: toId(start)}));
	const find = (prefix: string): string[] => table.find(prefix).map(({transfer}) => transfer);
	expect(find('a').sort()).toEqual([toId('ab'), toId('ac')]);
	expect(find('f')).toEqual([toId('f')]);
	expect([find(''), find('%'), find('a_'), find('ad')]).toEqual([[], [], [], []]);
});

test('the newest come first, no more than asked for', () => {
	const table = openTransfersTable(':memory:');
	for (const [start, timeMs] of [
		['a', 2],
		['b', 3],
		['c', 1],
	] as const)
		table.save(makeRecord({transfer: toId(start), timeMs}));
	expect(table.list(2).map(({timeMs}) => timeMs)).toEqual([3, 2]);
});

test('pruning forgets what did not change since, and nothing later', () => {
	const table = openTransfersTable(':memory:');
	table.save(makeRecord({transfer: toId('a'), updatedMs: 99}));
	table.save(makeRecord({transfer: toId('b'), updatedMs: 100}));
	table.prune(100);
	expect(table.list(9).map(({transfer}) => transfer)).toEqual([toId('b')]);
});

test(`of receipts the newest ${maxReceiptsRemembered} are kept however old they are, and every one that is not`, () => {
	const table = openTransfersTable(':memory:');
	const transferOf = (number: number): string => number.toString(16).padStart(32, '0');
	const save = (number: number, timeMs: number): void => {
		table.saveReceipt({transfer: transferOf(number), hubId, receipt: '{}', timeMs});
	};
	save(1, 99);
	save(2, 100);
	for (let number = 3; number <= maxReceiptsRemembered; number++) save(number, 0);
	table.prune(100);
	expect(table.isDone(transferOf(1))).toBe(true);
	for (const number of [1, 2]) save(maxReceiptsRemembered + number, 0);
	table.prune(100);
	expect([1, 2, 3, 4].map((number) => table.isDone(transferOf(number)))).toEqual([false, true, true, true]);
	save(maxReceiptsRemembered + 3, 0);
	table.prune(100);
	expect([2, 3, 4].map((number) => table.isDone(transferOf(number)))).toEqual([true, false, true]);
});

test('a receipt is owed to its hub until it is seen, and answers a repeated offer afterwards', () => {
	const table = openTransfersTable(':memory:');
	const receipt = {transfer: toId('a'), hubId, receipt: '{"bytes":1}', timeMs: 5};
	expect(table.isDone(toId('a'))).toBe(false);
	table.saveReceipt(receipt);
	expect(table.receipts(hubId)).toEqual([receipt]);
	expect(table.receipts('0'.repeat(64))).toEqual([]);
	table.markReceiptSeen(toId('a'));
	expect(table.receipts(hubId)).toEqual([]);
	expect(table.receiptOf(toId('a'))).toEqual(receipt);
});

test('two processes of one name share it, and it outlives them', () => {
	const file = path.join(temporaryFolder(), 'transfers.db');
	const [one, other] = [openTransfersTable(file), openTransfersTable(file)];
	one.save(makeRecord());
	other.save(makeRecord({transfer: toId('c')}));
	expect(one.list(9)).toHaveLength(2);
	one.close();
	one.close();
	other.close();
	const later = openTransfersTable(file);
	expect(later.list(9)).toHaveLength(2);
	later.close();
});

test('where something was accepted into is remembered, and forgotten in time', () => {
	const table = openTransfersTable(':memory:');
	table.saveFolder(toId('a'), '/one', 5);
	table.saveFolder(toId('a'), '/other', 6);
	expect([table.folderOf(toId('a')), table.folderOf(toId('b'))]).toEqual(['/other', undefined]);
	table.prune(7);
	expect(table.folderOf(toId('a'))).toBeUndefined();
});
