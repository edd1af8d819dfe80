import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {createIdentity} from '../../source/crypto/identity.ts';
import {createReceipt, isReceiptValid} from '../../source/crypto/receipt.ts';
import {parseMessage} from '../../source/protocol/messages.ts';

const [sender, recipient, other] = [createIdentity(), createIdentity(), createIdentity()];
const transfer = 'a1'.repeat(16);
const trailerHash = createHash('sha256').update('{"failed":[]}').digest();
const receipt = createReceipt({
	identity: recipient,
	transfer,
	senderId: sender.id,
	bytes: 9,
	trailerHash,
	timeMs: 1_700_000_000_000,
});
const expected = {recipientSpki: recipient.spki, senderId: sender.id, transfer, bytes: 9, trailerHash};

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

	it('whose fields were all changed to what is expected is not valid either', () => {
		const bytes = 10;
		expect(isReceiptValid({...receipt, bytes}, {...expected, bytes})).toBe(false);
	});
});
