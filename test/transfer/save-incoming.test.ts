import {expect, test} from 'vitest';
import {createIdentity} from '../../source/crypto/identity.ts';
import {sha256} from '../../source/crypto/random.ts';
import {isReceiptValid} from '../../source/crypto/receipt.ts';
import type {Staging} from '../../source/files/staging.ts';
import type {HubMessageOf} from '../../source/protocol/messages.ts';
import {parseTrailer, encodeTrailer} from '../../source/protocol/trailer.ts';
import {saveIncoming, type Saved} from '../../source/transfer/save-incoming.ts';
import {createManualClock} from '../support/manual-clock.ts';

const [sender, recipient] = [createIdentity(), createIdentity()];
const transfer = 'a'.repeat(32);

/** A complete staging of two files, of which those failed at the sender. */
async function save(failed: number[], steps: string[] = []): Promise<Saved> {
	const trailer = encodeTrailer({failed: failed.map((entry) => ({entry, reason: 'no \u001B[2Jpermission'}))});
	const staging = {
		entries: [{path: 'one'}, {path: 'two'}],
		trailer: () => parseTrailer(trailer),
		trailerHash: () => sha256(trailer),
	} as unknown as Staging;
	const offer = {transfer, from: sender.id, bytes: 10} as HubMessageOf<'offer'>;
	const result = await saveIncoming({
		...{staging, offer, identity: recipient, clock: createManualClock()},
		async publish(published, receipt) {
			expect(published).toBe(staging);
			steps.push(`published with ${receipt.type} of ${receipt.bytes}`);
			return {paths: ['/d/one']};
		},
	});
	const expected = {recipientSpki: recipient.spki, senderId: sender.id, transfer, bytes: 10};
	expect(isReceiptValid(result.receipt, {...expected, trailerHash: sha256(trailer)})).toBe(true);
	return result;
}

test('what is saved is signed for, and the receipt is there to be recorded while it is put into place', async () => {
	const steps: string[] = [];
	expect(await save([], steps)).toMatchObject({paths: ['/d/one'], failed: []});
	expect(steps).toEqual(['published with receipt of 10']);
});

test('what the sender could not read is named with a reason that is safe to show', async () => {
	const {failed} = await save([1]);
	expect(failed).toEqual([{path: 'two', reason: expect.stringContaining('permission')}]);
	expect(failed[0]?.reason).not.toContain('\u001B');
});

test('when the sender could read nothing, nothing is published', async () => {
	const steps: string[] = [];
	await expect(save([0, 1], steps)).rejects.toMatchObject({code: 'source-changed'});
	expect(steps).toEqual([]);
});
