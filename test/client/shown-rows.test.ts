import {expect, test} from 'vitest';
import {shownRows} from '../../source/client/shown-rows.ts';
import {sealedSegmentBytes} from '../../source/protocol/limits.ts';
import {transferRow} from '../support/snapshots.ts';

const still = (stalledMs: number) => ({phase: 'running', bytesPerSecond: 0, etaSeconds: undefined, stalledMs}) as const;

test('what waits for our own limit says so, as long as the limit explains it', () => {
	const rows = [transferRow('a', {state: still(39_999)}), transferRow('b', {state: still(40_000)})];
	// Two share it: each has a piece every 5 s.
	const limitBytesPerSecond = (2 * sealedSegmentBytes) / 5;
	expect(shownRows(rows, true, limitBytesPerSecond).map(({state}) => state)).toEqual([
		{...still(0), limitBytesPerSecond},
		still(40_000),
	]);
	expect(shownRows(rows, true, undefined)).toEqual(rows);
});

test('without a connection nothing waits for others', () => {
	const rows = [transferRow('a', {state: {phase: 'queued'}})];
	expect(shownRows(rows, false, undefined)[0]?.state).toEqual({
		phase: 'paused',
		reason: 'offline',
	});
	expect(shownRows(rows, true, undefined)).toEqual(rows);
});
