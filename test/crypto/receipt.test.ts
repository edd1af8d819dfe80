import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {createIdentity} from '../../source/crypto/identity.ts';
import {createReceipt, isReceiptValid} from '../../source/crypto/receipt.ts';
import {parseMessage} from '../../source/protocol/messages.ts';

const [sender, recipient, other] = [createIdentity(), createIdentity(), createIdentity()];
const transfer = 'a1'.repeat(16);
const trailerHash = createHash('sha256').update('{"failed":[]}').digest();
const fields = {
	...{identity: recipient, transfer, senderId: sender.id},
	...{bytes: 9, trailerHash, timeMs: 1_700_000_000_000},
};
const receipt = createReceipt(fields);
const expected = {recipientSpki: recipient.spki, senderId: sender.id, transfer, bytes: 9, files: 3, trailerHash};

describe('a receipt', () => {
	it('fits the wire and is valid for what the sender knows', () => {
		const message = {type: 'receipt' as const, ...receipt};
		expect(parseMessage('client', message)).toEqual(message);
		expect(isReceiptValid(receipt, expected)).toBe(true);
	});

	it.each([
		{transfer: 'b1'.repeat(16)},
		{bytes: 10},
		{trailer: createHash('sha256').update('x').digest('base64')},
		{trailer: ''},
		{time: receipt.time + 1},
		{signature: Buffer.alloc(64).toString('base64')},
		{signature: ''},
	])('is not valid with %j', (change) => {
		expect(isReceiptValid({...receipt, ...change}, expected)).toBe(false);
	});

	it.each([
		{transfer: 'b1'.repeat(16)},
		{bytes: 10},
		{trailerHash: createHash('sha256').update('x').digest()},
		{senderId: other.id},
		{recipientSpki: other.spki},
		{recipientSpki: Buffer.alloc(0)},
	])('is not valid when %j was expected', (change) => {
		expect(isReceiptValid(receipt, {...expected, ...change})).toBe(false);
	});

	it('says how many files were there already and how many were not taken, under the signature', () => {
		const partial = createReceipt({...fields, same: 1, left: 2});
		const message = {type: 'receipt' as const, ...partial};
		expect(parseMessage('client', message)).toEqual(message);
		expect(partial).toMatchObject({same: 1, left: 2});
		expect(isReceiptValid(partial, expected)).toBe(true);
		for (const change of [{left: 0}, {left: undefined}, {same: 0, left: 3}, {same: undefined, left: undefined}])
			expect(isReceiptValid({...partial, ...change}, expected)).toBe(false);
		expect(isReceiptValid({...receipt, left: 1}, expected)).toBe(false);
	});

	it('of more files than there are is not valid', () => {
		expect(isReceiptValid(createReceipt({...fields, same: 2, left: 2}), expected)).toBe(false);
	});

	it('whose fields were all changed to what is expected is not valid either', () => {
		const bytes = 10;
		expect(isReceiptValid({...receipt, bytes}, {...expected, bytes})).toBe(false);
	});
});
