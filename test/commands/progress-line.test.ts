import {expect, test} from 'vitest';
import type {TransferPhase, TransferRow} from '../../source/transfer/transfer-row.ts';
import {progressLine} from '../../source/commands/progress-line.ts';
import {textWidth} from '../../source/state/text-width.ts';

const running: TransferPhase = {phase: 'running', bytesPerSecond: 48_000_000, etaSeconds: 44, stalledMs: 0};
const row = (changes: Partial<TransferRow> = {}): TransferRow => ({
	transfer: 'ab',
	direction: 'send',
	title: 'debian.iso',
	peerId: '',
	peerName: 'bob',
	files: 1,
	bytes: 500,
	totalBytes: 1000,
	state: running,
	...changes,
});

test('a running transfer shows title, percent, bytes, rate and time left', () => {
	expect(progressLine([row()], 80)).toBe('debian.iso  50 %  500 B of 1 kB  48 MB/s  44s');
});

test('all bytes sent is still 99 %: what is not verified is not done', () => {
	expect(progressLine([row({bytes: 1000})], 80)).toContain('99 %');
});

test.each([
	[{phase: 'waiting', sinceMs: 0}, 'waiting: bob has not answered'],
	[{phase: 'paused', reason: 'disk-full'}, 'paused: disk full'],
	[{phase: 'paused', reason: 'peer'}, 'paused: by bob'],
	[{...running, stalledMs: 7000}, 'stalled 7s'],
	[{phase: 'verifying'}, 'verifying'],
] as const)('every wait has its reason: %o', (state, words) => {
	expect(progressLine([row({state})], 80)).toContain(words);
});

test('ended transfers are not in it, and several are counted', () => {
	expect(progressLine([row({state: {phase: 'cancelled'}})], 80)).toBe('');
	expect(progressLine([row(), row()], 80)).toContain('debian.iso and 1 more');
});

test.each([20, 40, 80])('it never fills the last of %i columns, whatever the title', (columns) => {
	for (const title of ['x'.repeat(300), '文'.repeat(100), 'a'])
		expect(textWidth(progressLine([row({title})], columns))).toBeLessThan(columns);
});

test('of several recipients it says who is waited for, and how many have it', () => {
	const delivered: TransferPhase = {phase: 'delivered', failedFiles: 0};
	const states = (...phases: TransferPhase[]): Partial<TransferRow> => ({
		recipients: phases.map((state, index) => ({id: '', name: ['bob', 'carol', 'dave'][index] ?? '', bytes: 0, state})),
	});
	const waiting: TransferPhase = {phase: 'waiting', sinceMs: 0};
	expect(progressLine([row({...states(waiting, delivered, waiting), state: waiting})], 80)).toBe(
		'debian.iso  waiting: bob, dave have not answered  1 of 3 have it',
	);
	expect(progressLine([row({...states(running, delivered, delivered), state: running})], 80)).toContain(
		'2 of 3 have it',
	);
});
