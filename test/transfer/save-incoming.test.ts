import {expect, test} from 'vitest';
import {createIdentity} from '../../source/crypto/identity.ts';
import {sha256} from '../../source/crypto/random.ts';
import {isReceiptValid} from '../../source/crypto/receipt.ts';
import type {Staging} from '../../source/files/staging.ts';
import {FtError} from '../../source/protocol/errors.ts';
import type {HubMessageOf} from '../../source/protocol/messages.ts';
import {parseTrailer, encodeTrailer} from '../../source/protocol/trailer.ts';
import {saveIncoming, type Saved} from '../../source/transfer/save-incoming.ts';
import {createManualClock} from '../support/manual-clock.ts';

const [sender, recipient] = [createIdentity(), createIdentity()];
const transfer = 'a'.repeat(32);

/** A complete staging of two files, of which those failed at the sender, and those are not taken or there already. */
async function save(
	failed: number[],
	steps: string[] = [],
	made?: {left: number[]; same: number[]; overwrite: number[]},
	check = async (): Promise<void> => undefined,
): Promise<Saved> {
	const trailer = encodeTrailer({failed: failed.map((entry) => ({entry, reason: 'no \u001B[2Jpermission'}))});
	const staging = {
		entries: [
			{path: 'one', kind: 'file'},
			{path: 'two', kind: 'file'},
		],
		renamed: [{entry: 1, from: 'two\u{fffd}'}],
		choice: {made},
		check,
		trailer: () => parseTrailer(trailer),
		trailerHash: () => sha256(trailer),
	} as unknown as Staging;
	const offer = {transfer, from: sender.id, bytes: 10} as HubMessageOf<'offer'>;
	const result = await saveIncoming({
		...{staging, offer, identity: recipient, clock: createManualClock()},
		async publish(published, sign) {
			expect(published).toBe(staging);
			const skipped = (made?.same ?? []).map((index) => `/d/${index}`);
			const receipt = sign({skipped});
			steps.push(`published with ${receipt.type} of ${receipt.bytes}`);
			return {paths: ['/d/one'], skipped};
		},
	});
	const expected = {recipientSpki: recipient.spki, senderId: sender.id, transfer, bytes: 10, files: 2};
	expect(isReceiptValid(result.receipt, {...expected, trailerHash: sha256(trailer)})).toBe(true);
	return result;
}

test('what is saved is signed for, and the receipt is there to be recorded while it is put into place', async () => {
	const steps: string[] = [];
	expect(await save([], steps)).toMatchObject({paths: ['/d/one'], failed: []});
	expect(steps).toEqual(['published with receipt of 10']);
});

test('names that cannot be here are told, of what was saved', async () => {
	expect((await save([])).renamed).toEqual([{cause: 'name', path: 'two', from: 'two\u{fffd}'}]);
	expect((await save([1])).renamed).toEqual([]);
	expect((await save([], [], {left: [1], same: [], overwrite: []})).renamed).toEqual([]);
});

test('what the sender could not read is named with a reason that is safe to show', async () => {
	const {failed} = await save([1]);
	expect(failed).toEqual([{path: 'two', reason: expect.stringContaining('permission')}]);
	expect(failed[0]?.reason).not.toContain('\u001B');
});

test('what is not what its sender signed is not published', async () => {
	const steps: string[] = [];
	const check = async (): Promise<void> => {
		throw new FtError('tampered', 'forged');
	};
	await expect(save([], steps, undefined, check)).rejects.toMatchObject({code: 'tampered'});
	expect(steps).toEqual([]);
});

test('when the sender could read nothing, nothing is published', async () => {
	const steps: string[] = [];
	await expect(save([0, 1], steps)).rejects.toMatchObject({code: 'source-changed'});
	expect(steps).toEqual([]);
});

test('what was there already or was not taken is counted in what is signed', async () => {
	const saved = await save([], [], {left: [0], same: [1], overwrite: []});
	expect(saved).toMatchObject({same: ['/d/1'], left: 1, receipt: {same: 1, left: 1}});
});

test('what is not taken cannot fail, and what is left of the rest is saved', async () => {
	const steps: string[] = [];
	expect(await save([0], steps, {left: [0], same: [], overwrite: []})).toMatchObject({failed: [], left: 1});
	expect(steps).toHaveLength(1);
	await expect(save([1], steps, {left: [0], same: [], overwrite: []})).rejects.toMatchObject({code: 'source-changed'});
	expect(steps).toHaveLength(1);
});
