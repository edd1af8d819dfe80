import {expect, test} from 'vitest';
import {FtError} from '../../source/protocol/errors.ts';
import type {HubMessageOf} from '../../source/protocol/messages.ts';
import {createOutboxBody} from '../../source/transfer/outbox-body.ts';
import {createSendAttempts} from '../../source/transfer/send-attempts.ts';
import {openBody} from '../../source/crypto/offer.ts';
import {createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {alice, bob, carol, happens, outboxOf} from './two-ends.ts';

const ticketFor = (user: string, attempt = 1): HubMessageOf<'ticket'> => ({
	...{type: 'ticket', transfer: 'a'.repeat(32), ticket: '', end: 'send', user, attempt, ranges: [[0, null]]},
});

async function scene() {
	const outbox = await outboxOf({'a.txt': 'one'});
	const {key, header, transfer} = outbox.meta;
	const floe = openBody({transferKey: Buffer.from(key, 'base64'), header, transfer, senderId: alice.id});
	const dials: AbortSignal[] = [];
	const [own, other] = createMemoryDataPair();
	const log: string[] = [];
	const attempts = createSendAttempts({
		...{clock: createManualClock(), floe, source: createOutboxBody(outbox, alice)},
		hub: {
			send: () => undefined,
			isOnline: true,
			async dialData(_ticket, signal) {
				dials.push(signal);
				return own;
			},
		},
	});
	const on = (name: string) => ({
		onBegin: () => log.push(`${name} begins`),
		onError: ({code}: FtError) => log.push(`${name}: ${code}`),
	});
	return {attempts, dials, other, log, on};
}

test('only what goes to that recipient is stopped', async () => {
	const {attempts, dials, log, on} = await scene();
	attempts.start(ticketFor(bob.id), on('bob'));
	await happens('it begins', () => log.length > 0);
	attempts.stopFor(carol.id, new FtError('cancelled', 'she declined'));
	expect(dials[0]?.aborted).toBe(false);
	attempts.stopFor(bob.id, new FtError('cancelled', 'he declined'));
	expect(dials[0]?.aborted).toBe(true);
	await attempts.settled();
	expect(log).toEqual(['bob begins']);
});

test('a connection that breaks is told with its reason', async () => {
	const {attempts, other, log, on} = await scene();
	attempts.start(ticketFor(bob.id), on('bob'));
	await happens('it begins', () => log.length > 0);
	other.destroy(new FtError('unreachable', 'the cable'));
	await attempts.settled();
	expect(log).toEqual(['bob begins', 'bob: unreachable']);
});
