import {expect, test} from 'vitest';
import {joinNames, joinRows} from '../../source/transfer/join-rows.ts';
import type {RecipientRow, TransferPhase} from '../../source/transfer/transfer-row.ts';

const row = (name: string, state: TransferPhase, bytes = 0): RecipientRow => ({id: name, name, bytes, state});
const waiting: TransferPhase = {phase: 'waiting', sinceMs: 5};
const stored: TransferPhase = {phase: 'stored', untilMs: 9};
const delivered: TransferPhase = {phase: 'delivered', failedFiles: 0};
const declined: TransferPhase = {phase: 'declined', reason: 'no'};
const cancelled: TransferPhase = {phase: 'cancelled'};
const failed: TransferPhase = {phase: 'failed', code: 'tampered', reason: 'changed'};
const offline: TransferPhase = {phase: 'paused', reason: 'offline'};
const running = (bytesPerSecond: number, etaSeconds: number | undefined, stalledMs = 0): TransferPhase => ({
	phase: 'running',
	...{bytesPerSecond, etaSeconds, stalledMs},
});

test.each([
	[['bob'], 'bob'],
	[['bob', 'carol'], 'bob, carol'],
	[['bob', 'carol', 'dave'], 'bob and 2 others'],
])('%j are called %j', (names, text) => {
	expect(joinNames(names)).toBe(text);
});

test('one who is alone stands for the whole', () => {
	for (const state of [waiting, stored, delivered, declined, cancelled, failed, offline, running(7, 8)]) {
		expect(joinRows([row('bob', state)], undefined, 100).state).toMatchObject(state);
	}
});

test('its bytes are the mean of all who have not declined', () => {
	const recipients = [row('bob', delivered, 100), row('carol', running(1, 1), 40), row('dave', declined, 0)];
	expect(joinRows(recipients, undefined, 100).bytes).toBe(70);
});

test('what moves is told before what waits: as fast as they are on average, and over when the last is', () => {
	const recipients = [row('bob', running(10, 5, 4000)), row('carol', running(30, 9)), row('dave', stored)];
	expect(joinRows(recipients, undefined, 100).state).toEqual(running(20, 9, 0));
	const unknown = [row('bob', running(10, 5)), row('carol', running(30, undefined))];
	expect(joinRows(unknown, undefined, 100).state).toMatchObject({etaSeconds: undefined});
});

test('while only the upload moves, or is held up, that is told; not when nobody waits for it', () => {
	const upload = {bytes: 60, state: running(5, 8)};
	expect(joinRows([row('bob', waiting), row('carol', waiting)], upload, 100)).toEqual(upload);
	expect(joinRows([row('bob', waiting), row('carol', running(1, 2), 10)], upload, 100)).toMatchObject({bytes: 5});
	const full = {bytes: 60, state: {phase: 'paused', reason: 'disk-full'}} as const;
	expect(joinRows([row('bob', waiting)], full, 100)).toEqual(full);
	expect(joinRows([row('bob', stored)], upload, 100).state).toEqual(stored);
});

test('of waits the one that somebody can end is told', () => {
	expect(joinRows([row('bob', stored), row('carol', waiting)], undefined, 100).state).toEqual(waiting);
	expect(joinRows([row('bob', stored), row('carol', offline)], undefined, 100).state).toEqual(offline);
	expect(joinRows([row('bob', delivered), row('carol', stored)], undefined, 100).state).toEqual(stored);
});

test('when all have ended it is delivered to all who wanted it, or the worst that became of it', () => {
	const ends = (...states: TransferPhase[]): TransferPhase =>
		joinRows(
			states.map((state, index) => row(`user-${index}`, state)),
			undefined,
			100,
		).state;
	expect(ends(delivered, declined)).toMatchObject({phase: 'delivered'});
	expect(ends(declined, declined)).toEqual(declined);
	expect(ends(delivered, cancelled)).toEqual(cancelled);
	expect(ends(delivered, failed, cancelled)).toEqual({...failed, reason: 'user-1: changed'});
	expect(ends({...delivered, failedFiles: 2}, {...delivered, failedFiles: 2, leftFiles: 3})).toEqual({
		...{phase: 'delivered', failedFiles: 2, leftFiles: 3},
	});
});
