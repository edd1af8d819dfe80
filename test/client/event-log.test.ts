import {expect, test} from 'vitest';
import {createLogRing} from '../../source/base/log.ts';
import {createEventLog} from '../../source/client/event-log.ts';
import type {ClientEvent} from '../../source/client/events.ts';
import type {TransferRow} from '../../source/transfer/transfer-row.ts';
import {transferRow} from '../support/snapshots.ts';

/** The lines that the log of alice has of these events. */
function logOf(events: readonly ClientEvent[], row?: TransferRow): string[] {
	const log = createLogRing(() => 0);
	const add = createEventLog({log, name: 'alice', isEarlier: (transfer) => transfer === 'earlier'});
	for (const event of events) add(event, row, 'hub');
	return log.lines().map(({text}) => text);
}

test('what we upload and download ourselves its transfer tells; what others upload, and what we delete, is told here', () => {
	const about = {space: 'shared', path: 'git', bytes: 12_000, user: 'alice'} as const;
	expect(
		logOf([
			{...about, type: 'uploaded'},
			{...about, type: 'downloaded'},
			{...about, type: 'uploaded', user: 'bob'},
			{...about, type: 'removed'},
		]),
	).toEqual(['bob shared git, 12 kB', 'alice deleted shared:git, 12 kB']);
});

test('an outage is told once for each reason, without the seconds until the next attempt', () => {
	const outage = {type: 'reconnecting', inSeconds: 4, code: 'unreachable', reason: 'connection refused'} as const;
	const asked = {...outage, code: 'approval-needed', reason: 'waiting for the operator'} as const;
	expect(
		logOf([
			{...outage, attempt: 1},
			{...outage, attempt: 2},
			{...asked, attempt: 3},
			{...asked, attempt: 4},
		]),
	).toEqual(['connection refused. Trying again', 'waiting for the operator']);
});

test('what an earlier process offered goes on: nobody need think that it begins anew', () => {
	const offered = {type: 'offered', to: ['bob', 'carol'], files: 1, bytes: 1000} as const;
	const row = transferRow('a.iso');
	expect(logOf([{...offered, transfer: 'earlier'}], row)).toEqual(['going on with a.iso to bob, carol']);
	expect(logOf([{...offered, transfer: 'new'}], row)).toEqual(['offered a.iso, 1 kB, to bob, carol']);
});
