import {expect, test} from 'vitest';
import {createLogRing} from '../../source/base/log.ts';
import {createEventLog} from '../../source/client/event-log.ts';
import type {ClientEvent} from '../../source/client/events.ts';

/** The lines that the log of alice has of these events. */
function logOf(events: readonly ClientEvent[]): string[] {
	const log = createLogRing(() => 0);
	const add = createEventLog({log, name: 'alice'});
	for (const event of events) add(event, undefined, 'hub');
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
