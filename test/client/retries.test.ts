import {expect, test} from 'vitest';
import type {GetRequest} from '../../source/client/gets.ts';
import type {SendRequest} from '../../source/client/make-outbox.ts';
import {createRetries, type Retries} from '../../source/client/retries.ts';
import {keepBoth} from '../../source/files/choice.ts';
import {openTransfersTable, type TransferRecord, type TransfersTable} from '../../source/files/transfers-table.ts';
import {codeOf} from '../support/code-of.ts';

const hubId = 'f'.repeat(64);
const [bob, carol] = ['b'.repeat(64), 'c'.repeat(64)];
const toId = (digit: string): string => digit.repeat(32);
const {signal} = new AbortController();
const request: SendRequest = {paths: ['/home/a.iso'], to: [bob, carol], note: 'for tonight'};

type Scene = {table: TransfersTable; retries: Retries; sent: SendRequest[]; got: GetRequest[]};

function begin(): Scene {
	const table = openTransfersTable(':memory:');
	const sent: SendRequest[] = [];
	const got: GetRequest[] = [];
	const started = {transfer: toId('9'), files: 1, folders: 0, bytes: 1, skipped: [], isResumed: false};
	const retries = createRetries({
		transfers: table,
		sends: {
			async start(asked) {
				sent.push(asked);
				return {...started, leftOut: {files: 0, folders: new Map()}};
			},
		},
		gets: {
			async start(asked) {
				got.push(asked);
				return {...started, skippedEntries: 0, hasFolder: false};
			},
		},
		...{saving: keepBoth, hubId: () => hubId, nowMs: () => 5, stateFolder: '/state/alice'},
	});
	return {table, retries, sent, got};
}

function record(digit: string, changes: Partial<TransferRecord> = {}): TransferRecord {
	const peer = (id: string, name: string, state: 'failed' | 'delivered') => ({id, name, state, bytes: 0});
	return {
		...{transfer: toId(digit), direction: 'send', title: 'a.iso', files: 1, bytes: 0, totalBytes: 9, state: 'failed'},
		...{peers: [peer(bob, 'bob', 'delivered'), peer(carol, 'carol', 'failed')], reason: 'gone', path: undefined},
		...{hubId, timeMs: Number.parseInt(digit, 16), updatedMs: 5, ...changes},
	};
}

test('what failed is begun once more with those only with whom it failed, and only once', async () => {
	const {table, retries, sent} = begin();
	table.save(record('a'));
	retries.rememberSend(toId('a'), request);
	expect(await retries.retry(toId('a'), signal)).toMatchObject({transfer: toId('9'), kind: 'send'});
	expect(sent).toMatchObject([{paths: ['/home/a.iso'], to: [carol], note: 'for tonight'}]);
	expect([...(sent[0]?.names ?? [])]).toEqual([[carol, 'carol']]);
	await expect(retries.retry(toId('a'), signal)).rejects.toThrow('this was not begun here');
});

test('a download that failed is asked for again, into the same folder', async () => {
	const {retries, got} = begin();
	retries.rememberGet(toId('a'), {space: 'shared', paths: [['x']], out: '/home/in', saving: keepBoth});
	await retries.retry(toId('a'), signal);
	expect(got).toMatchObject([{space: 'shared', paths: [['x']], out: '/home/in'}]);
});

test('of all that failed here, oldest first, is told what can be begun once more through this hub', () => {
	const {table, retries} = begin();
	table.save(record('c'));
	table.save(record('a'));
	table.save(record('b', {state: 'delivered'}));
	table.save(record('d', {hubId: 'e'.repeat(64)}));
	table.save(record('e'));
	for (const digit of ['a', 'b', 'c', 'd']) retries.rememberSend(toId(digit), request);
	expect(retries.failed().map(({transfer}) => transfer)).toEqual([toId('a'), toId('c')]);
});

test('standard input, and what went to standard output, is not remembered: nothing of it is there any more', () => {
	const {table, retries} = begin();
	retries.rememberSend(toId('a'), {...request, paths: ['/state/alice/stdin/x']});
	retries.rememberGet(toId('b'), {space: 'shared', paths: [[]], out: '/state/alice/stdout/y', saving: keepBoth});
	expect([table.requestOf(toId('a')), table.requestOf(toId('b'))]).toEqual([undefined, undefined]);
});

test('a request that is damaged is as good as none', async () => {
	const {table, retries} = begin();
	table.saveRequest(toId('a'), '{"kind":"send"', 5);
	expect(
		await retries.retry(toId('a'), signal).catch((error: unknown) =>
			codeOf(() => {
				throw error;
			}),
		),
	).toBe('no-such-transfer');
});
