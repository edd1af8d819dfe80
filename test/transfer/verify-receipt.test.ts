import {expect, test} from 'vitest';
import {randomId, sha256} from '../../source/crypto/random.ts';
import {createReceipt} from '../../source/crypto/receipt.ts';
import {verifyReceipt, type Receiptable} from '../../source/transfer/verify-receipt.ts';
import {alice, bob, carol} from './two-ends.ts';

const trailer = Buffer.from('{"failed":[]}');
const sent: Receiptable = {senderId: alice.id, transfer: randomId(), bytes: 3, files: 1, trailer};
const {transfer, senderId, bytes} = sent;
const signed = createReceipt({identity: bob, transfer, senderId, bytes, trailerHash: sha256(trailer), timeMs: 5});
const receipt = {type: 'receipt', user: bob.id, ...signed} as const;
const asBob = {name: 'bob', spki: bob.spki};

test('the signed word of the recipient for what was sent is a receipt', () => {
	expect(() => {
		verifyReceipt(receipt, sent, asBob);
	}).not.toThrow();
});

test.each([
	['another transfer', {...sent, transfer: randomId()}, asBob],
	['another trailer', {...sent, trailer: Buffer.from('{}')}, asBob],
	['what was never sent to its end', {...sent, trailer: undefined}, asBob],
	['somebody else', sent, {name: 'carol', spki: carol.spki}],
])('for %s it is none, and whom to ask is said', (_what, expected, person) => {
	expect(() => {
		verifyReceipt(receipt, expected, person);
	}).toThrow(`the receipt that came for ${person.name} is not`);
});
