import {expect, test} from 'vitest';
import type {Client} from '../../source/client/client.ts';
import {startWaiting} from '../../source/commands/waiting.ts';
import type {TransferRow} from '../../source/transfer/transfer-row.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {clientSnapshot, transferRow} from '../support/snapshots.ts';

/** What a command that waits for 5 s says at the end, with such a transfer that does not move. */
async function waitOut(row: Partial<TransferRow>): Promise<unknown> {
	const clock = createManualClock();
	const snapshot = clientSnapshot({transfers: [transferRow('a', row)]});
	const client = {snapshot: () => snapshot} as unknown as Client;
	const {expired} = startWaiting(client, 5000, clock);
	for (let passedMs = 0; passedMs <= 5000; passedMs += 250) clock.advance(250);
	return await expired.catch((error: unknown) => error);
}

test('what is kept for the same command is said as it is: what came, or what was offered', async () => {
	const state = {phase: 'paused', reason: 'disk-full'} as const;
	expect(await waitOut({direction: 'receive', state})).toMatchObject({
		code: 'disk-full',
		message: 'the disk stayed full for 5s. What came of it is kept: the same command goes on',
	});
	expect(await waitOut({direction: 'send', state: {phase: 'waiting', sinceMs: 0}})).toMatchObject({
		code: 'waiting',
		message: 'there was no answer for 5s. What was offered is kept: the same command goes on',
	});
});
