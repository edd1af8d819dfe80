import {expect, test} from 'vitest';
import type {TransferPhase, TransferRow} from '../../source/transfer/transfer-row.ts';
import {
	amountText,
	fitTitle,
	hasGauge,
	isUnderWay,
	isUnfinished,
	pauseText,
	percentOf,
	savedPlace,
	stateText,
	stateTone,
	titleText,
} from '../../source/state/transfer-text.ts';
import {transferRow} from '../support/snapshots.ts';

const nowMs = 1_000_000;
const words = (state: TransferPhase, changes: Partial<TransferRow> = {}): string =>
	stateText(transferRow('a', {...changes, state}), nowMs);

test.each<[TransferPhase, string]>([
	[{phase: 'scanning'}, 'scanning: 1 file, 3.8 GB'],
	[{phase: 'waiting', sinceMs: nowMs}, 'waiting: bob has not answered'],
	[{phase: 'waiting', sinceMs: nowMs - 59_999}, 'waiting: bob has not answered'],
	[{phase: 'waiting', sinceMs: nowMs - 120_000}, 'waiting: bob has not answered (2 m)'],
	[{phase: 'queued'}, 'queued: others go first'],
	[{phase: 'running', bytesPerSecond: 40_100_000, etaSeconds: 44, stalledMs: 0}, '40.1 MB/s 44s'],
	[{phase: 'running', bytesPerSecond: 40_100_000, etaSeconds: undefined, stalledMs: 0}, '40.1 MB/s'],
	[{phase: 'running', bytesPerSecond: 0, etaSeconds: undefined, stalledMs: 7900}, 'stalled 7 s'],
	[{phase: 'running', bytesPerSecond: 0, etaSeconds: undefined, stalledMs: 0}, 'sending'],
	[
		{phase: 'running', bytesPerSecond: 0, etaSeconds: undefined, stalledMs: 0, limitBytesPerSecond: 100_000},
		'limit 100 kB/s',
	],
	[{phase: 'verifying'}, 'verifying'],
	[{phase: 'paused', reason: 'you'}, 'paused: by you'],
	[{phase: 'paused', reason: 'peer'}, 'paused: by bob'],
	[{phase: 'paused', reason: 'disk-full'}, 'paused: disk full'],
	[{phase: 'paused', reason: 'offline'}, 'paused: offline'],
	[{phase: 'paused', reason: 'limit'}, 'paused: limit'],
	[{phase: 'stored', untilMs: undefined}, 'kept on the hub'],
	[{phase: 'stored', untilMs: new Date(2026, 10, 28).getTime()}, 'kept on the hub until 28 Nov'],
	[{phase: 'delivered', failedFiles: 0}, 'delivered'],
	[{phase: 'delivered', failedFiles: 2}, 'delivered, 2 left out'],
	[{phase: 'delivered', failedFiles: 0, leftFiles: 1}, 'delivered, 1 not taken'],
	[{phase: 'delivered', failedFiles: 1, leftFiles: 2}, 'delivered, 1 left out, 2 not taken'],
	[{phase: 'declined', reason: ''}, 'declined by bob'],
	[{phase: 'declined', reason: 'no room'}, 'declined: no room'],
	[{phase: 'cancelled'}, 'cancelled'],
	[{phase: 'failed', code: 'disk-error', reason: 'cannot write a'}, 'failed: cannot write a'],
])('%j is told as %j', (state, text) => {
	expect(words(state)).toBe(text);
});

test('of several recipients it is told how many have it, when not all do', () => {
	const recipients = [
		{id: '1', name: 'bob', bytes: 0, state: {phase: 'declined', reason: ''}},
		{id: '2', name: 'carol', bytes: 0, state: {phase: 'delivered', failedFiles: 0}},
	] as const;
	expect(words({phase: 'delivered', failedFiles: 0}, {recipients})).toBe('delivered to 1 of 2');
	expect(words({phase: 'delivered', failedFiles: 0}, {recipients: recipients.slice(1)})).toBe('delivered');
});

test('a transfer to us waits for the sender to begin', () => {
	expect(words({phase: 'waiting', sinceMs: nowMs}, {direction: 'receive'})).toBe('waiting: bob has not begun');
});

test.each([
	[0, 100, false, 0],
	[99, 100, false, 99],
	[100, 100, false, 99],
	[200, 100, false, 99],
	[0, 0, false, 0],
	[0, 0, true, 100],
])('%i of %i bytes, delivered %s, is %i %%', (bytes, total, isDelivered, percent) => {
	expect(percentOf(bytes, total, isDelivered)).toBe(percent);
});

test.each([
	[2_000_000_000, 3_800_000_000, '2.0/3.8 GB'],
	[0, 3_800_000_000, '0/3.8 GB'],
	[1_000_000, 3_800_000_000, '0.0/3.8 GB'],
	[50, 120, '50/120 B'],
	[0, 0, '0/0 B'],
	[9e9, 3.8e9, '3.8/3.8 GB'],
	[100_000_000, 500_000_000, '100/500 MB'],
	[10_800_000, 34_700_000, '11/35 MB'],
	[9_990_000_000, 99_940_000_000, '10/100 GB'],
])('%i of %i bytes is %s', (bytes, total, text) => {
	expect(amountText(bytes, total)).toBe(text);
});

test('what has ended can neither be cancelled nor holds up quitting', () => {
	expect((['delivered', 'cancelled'] as const).map((phase) => isUnfinished({phase, failedFiles: 0}))).toEqual([
		false,
		false,
	]);
	expect(isUnfinished({phase: 'paused', reason: 'you'})).toBe(true);
});

test('what the hub keeps is not lost when the client leaves, but can be taken back', () => {
	const stored = {phase: 'stored', untilMs: undefined} as const;
	expect([isUnfinished(stored), isUnderWay(stored)]).toEqual([true, false]);
	expect(isUnderWay({phase: 'queued'})).toBe(true);
});

test.each([
	['docs/ and 3 more (6 files)', 26, 'docs/ and 3 more (6 files)'],
	['docs/ and 3 more (6 files)', 20, 'docs/ and 3 more (6)'],
	['docs/ and 3 more (6 files)', 17, 'docs/ and 3 more'],
	['docs/ and 3 more (6 files)', 15, 'docs/ +3 (6)'],
	['docs/ and 3 more (6 files)', 11, 'docs/ +3'],
	['photographs/ and 3 more (6 files)', 11, 'phot…hs/ +3'],
	['photographs/ (6 files)', 14, 'photo…phs/ (6)'],
	['docs/ and 3 more', 20, 'docs/ and 3 more (6)'],
])('%j in %i columns keeps the number of files: %j', (title, columns, text) => {
	expect(fitTitle(title, 6, columns, '…')).toBe(text);
});

test('a gauge is shown once bytes have moved', () => {
	expect(hasGauge({phase: 'queued'})).toBe(false);
	expect(hasGauge({phase: 'verifying'})).toBe(true);
});

test('tones repeat what the words say', () => {
	expect(stateTone({phase: 'delivered', failedFiles: 0})).toBe('good');
	expect(stateTone({phase: 'delivered', failedFiles: 1})).toBe('warn');
	expect(stateTone({phase: 'failed', code: 'failed', reason: ''})).toBe('bad');
	expect(stateTone({phase: 'running', bytesPerSecond: 1, etaSeconds: 1, stalledMs: 3000})).toBe('warn');
});

test('a folder tells how many files it has', () => {
	expect([titleText('logs/', 212), titleText('a.txt', 1), pauseText('peer', 'bob')]).toEqual([
		'logs/ (212 files)',
		'a.txt',
		'by bob',
	]);
});

test('several that were received lie in a folder, one where it is', () => {
	const state = {phase: 'delivered', failedFiles: 0, path: '/home/a/downloads/docs'} as const;
	const received = (title: string, files: number) => savedPlace(transferRow(title, {files, state}));
	expect(received('docs/ (6 files)', 6)).toEqual({path: '/home/a/downloads/docs', isFolder: false});
	expect(received('docs/ and 3 more (6 files)', 6)).toEqual({path: '/home/a/downloads', isFolder: true});
	expect(received('docs/ and 3 more (5 folders)', 0)?.isFolder).toBe(true);
	expect(received('docs/ (5 folders)', 0)?.isFolder).toBe(false);
	expect(savedPlace(transferRow('a', {state: {phase: 'queued'}}))).toBeUndefined();
});

test('of a folder of the hub it is the hub that one waits for', () => {
	const state = {phase: 'waiting', sinceMs: nowMs} as const;
	expect(stateText(transferRow('a', {peerName: 'shared:photos', state}), nowMs)).toBe(
		'waiting: the hub has not answered',
	);
	expect(stateText(transferRow('a', {peerName: 'public', direction: 'receive', state}), nowMs)).toBe(
		'waiting: the hub has not begun',
	);
});

test('the number of files is said once, also when the title has it already', () => {
	expect(titleText('logs/ (212 files)', 212)).toBe('logs/ (212 files)');
	expect(titleText('logs/ (3 files)', 212)).toBe('logs/ (3 files) (212 files)');
});

test('with several recipients a state names whom it is about, or how many they are', () => {
	const recipient = (name: string, state: TransferPhase) => ({id: name, name, bytes: 0, state});
	const declined: TransferPhase = {phase: 'declined', reason: ''};
	const held: TransferPhase = {phase: 'paused', reason: 'peer'};
	const waiting: TransferPhase = {phase: 'waiting', sinceMs: nowMs};
	const row = {peerName: 'bob, carol, dave'};
	expect(words(held, {...row, recipients: [recipient('bob', declined), recipient('carol', held)]})).toBe(
		'paused: by carol',
	);
	const both = [recipient('bob', waiting), recipient('carol', waiting), recipient('dave', declined)];
	expect(words(waiting, {...row, recipients: both})).toBe('waiting: 2 have not answered');
	expect(words(held, {...row, recipients: both})).toBe('paused: by bob, carol, dave');
});
