import {describe, expect, it} from 'vitest';
import {createIdentity, type Identity} from '../../source/crypto/identity.ts';
import {openText, sealText} from '../../source/crypto/say.ts';
import {joinFields} from '../../source/crypto/join-fields.ts';
import {sealTo} from '../../source/crypto/wrap.ts';
import {maxTextBytes} from '../../source/protocol/limits.ts';
import {parseMessage, type HubMessageOf} from '../../source/protocol/messages.ts';
import {codeOfRejection} from './code-of.ts';

const [alice, bob, carol] = [createIdentity(), createIdentity(), createIdentity()];
const timeMs = 1_700_000_000_000;

describe('a text', () => {
	it.each(['', 'hello', 'grüße 👋', '\uFEFFmark', 'x'.repeat(maxTextBytes)])(
		'comes to its recipient as it was: %.12s',
		async (text) => {
			const message = await textTo(bob, text);
			expect(parseMessage('hub', message)).toEqual(message);
			expect(await openText({message, identity: bob, senderSpki: alice.spki})).toBe(text);
		},
	);

	it('has at most 4 KiB of UTF-8', async () => {
		expect(await codeOfRejection(textTo(bob, `${'x'.repeat(maxTextBytes - 1)}é`))).toBe('limit');
	});

	it('is refused with any field changed', async () => {
		const message = await textTo(bob, 'hello');
		const other = await textTo(bob, 'hello');
		for (const change of [
			{from: carol.id},
			{time: timeMs + 1},
			{sealed: other.sealed},
			{sealed: ''},
			{signature: other.signature},
			{signature: ''},
		]) {
			expect(
				await codeOfRejection(openText({message: {...message, ...change}, identity: bob, senderSpki: alice.spki})),
			).toBe('tampered');
		}
	});

	it('is refused by whom it was not for, and from whom did not sign it', async () => {
		const message = await textTo(bob, 'hello');
		expect(await codeOfRejection(openText({message, identity: carol, senderSpki: alice.spki}))).toBe('tampered');
		expect(await codeOfRejection(openText({message, identity: bob, senderSpki: carol.spki}))).toBe('tampered');
		const forged = {
			from: alice.id,
			time: timeMs,
			...(await sealText({identity: {...carol, id: alice.id}, recipient: bob, text: 'hello', timeMs})),
		};
		expect(await codeOfRejection(openText({message: forged, identity: bob, senderSpki: carol.spki}))).toBe('tampered');
		const stolen = {...message, from: carol.id};
		expect(await codeOfRejection(openText({message: stolen, identity: bob, senderSpki: carol.spki}))).toBe('tampered');
	});

	it('of a sender that breaks the rules is refused: too long, or not UTF-8', async () => {
		for (const bytes of [Buffer.alloc(maxTextBytes + 1, 'x'), Buffer.of(0xff)]) {
			const sealed = await sealTo(bob.agreementKey, joinFields('ft/1 text seal', [alice.id, bob.id, timeMs]), bytes);
			const signature = alice.sign(joinFields('ft/1 text', [alice.id, bob.id, timeMs, sealed])).toString('base64');
			const message = {from: alice.id, time: timeMs, sealed: sealed.toString('base64'), signature};
			expect(await codeOfRejection(openText({message, identity: bob, senderSpki: alice.spki}))).toBe('protocol');
		}
	});
});

async function textTo(recipient: Identity, text: string): Promise<HubMessageOf<'say'>> {
	const {to, sealed, signature} = await sealText({identity: alice, recipient, text, timeMs});
	expect(to).toBe(recipient.id);
	return {type: 'say', from: alice.id, time: timeMs, sealed, signature};
}
