import {randomBytes} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {createIdentity, type Identity} from '../../source/crypto/identity.ts';
import {
	createOffer,
	createOfferCopy,
	createTransferKey,
	openBody,
	openOffer,
	transferKeyBytes,
	type OfferCommon,
} from '../../source/crypto/offer.ts';
import {sha256} from '../../source/crypto/random.ts';
import {signTrailer} from '../../source/crypto/trailer-signature.ts';
import type {ErrorCode} from '../../source/protocol/errors.ts';
import {maxSummaryBytes} from '../../source/protocol/limits.ts';
import {parseMessage, type HubMessageOf} from '../../source/protocol/messages.ts';
import type {SentSummary} from '../../source/protocol/summary.ts';
import {codeOf, codeOfRejection} from './code-of.ts';

const [alice, bob, carol] = [createIdentity(), createIdentity(), createIdentity()];
const transfer = 'a1'.repeat(16);
const transferKey = createTransferKey();
const summary: SentSummary = {title: 'report.pdf', manifestBytes: 60, top: [['report.pdf', 9, '']], note: 'for you'};
const plain = {identity: alice, transfer, bytes: 9, files: 1, timeMs: 1_700_000_000_000, summary};
const common = createOffer({...plain, transferKey});

describe('an offer', () => {
	it('fits the wire and gives its recipient the key and the summary', async () => {
		const offer = await offerTo(bob);
		expect(parseMessage('hub', offer)).toEqual(offer);
		const opened = await openOffer({offer, identity: bob, senderSpki: alice.spki});
		expect(opened.transferKey).toEqual(transferKey);
		expect(opened.transferKey).toHaveLength(transferKeyBytes);
		expect(opened.summary).toEqual(summary);
	});

	it('gives both ends the same body cipher', async () => {
		const opened = await openOffer({offer: await offerTo(bob), identity: bob, senderSpki: alice.spki});
		const names = {header: common.header, transfer, senderId: alice.id};
		const sealed = Buffer.concat(openBody({transferKey, ...names}).seal(0, Buffer.from('hello'), true).parts);
		const opening = openBody({transferKey: opened.transferKey, ...names}).startOpen(0, sealed.subarray(0, 16));
		expect(opening.update(sealed.subarray(16, -16)).toString()).toBe('hello');
		expect(codeOf(() => opening.final(sealed.subarray(-16)))).toBeUndefined();
	});

	it('has a body that opens for no other transfer, sender, key or header', () => {
		const right = {transferKey, header: common.header, transfer, senderId: alice.id};
		const {header} = createOffer({...plain, transferKey: createTransferKey()});
		for (const wrong of [
			{transfer: 'b1'.repeat(16)},
			{senderId: bob.id},
			{transferKey: createTransferKey()},
			{header},
			{header: ''},
		]) {
			expect(codeOf(() => openBody({...right, ...wrong}))).toBe('tampered');
		}
	});

	it("says that it goes to several under the signature: nobody takes it from another's", async () => {
		const manifest = sha256(Buffer.from('list'));
		const several = createOffer({
			...{...plain, transferKey},
			summary: {...summary, several: {manifest: manifest.toString('base64')}},
		});
		const offer = await offerTo(bob, several, transferKey);
		const opened = await openOffer({offer, identity: bob, senderSpki: alice.spki});
		expect(opened.several?.manifestHash).toEqual(manifest);
		expect(opened.several?.createHasher().update('list').digest()).toEqual(manifest);
		const root = sha256(Buffer.from('trailer'));
		expect(opened.several?.isSigned(root, signTrailer(alice, transfer, root))).toBe(true);
		expect(opened.several?.isSigned(root, signTrailer(bob, transfer, root))).toBe(false);
		expect(opened.several?.isSigned(root, signTrailer(alice, 'b1'.repeat(16), root))).toBe(false);
		// Another recipient has the key and can seal a summary that opens.
		const forged = {...offer, summary: createOffer({...plain, transferKey}).summary};
		await expect(openOffer({offer: forged, identity: bob, senderSpki: alice.spki})).rejects.toMatchObject({
			code: 'tampered',
		});
		const one = await openOffer({offer: await offerTo(bob), identity: bob, senderSpki: alice.spki});
		expect(one.several).toBeUndefined();
	});

	it('hides the summary, and its length within 256 bytes', () => {
		const sealed = Buffer.from(common.summary, 'base64');
		expect(sealed).toHaveLength(256 + 28);
		expect(sealed.includes('report')).toBe(false);
		const longer = createOffer({...plain, summary: {...summary, note: 'for you only'}, transferKey});
		expect(Buffer.from(longer.summary, 'base64')).toHaveLength(256 + 28);
	});

	it('takes a summary up to 48 KiB', () => {
		const make = (characters: number): OfferCommon =>
			createOffer({...plain, summary: {...summary, top: [], note: 'x'.repeat(characters)}, transferKey});
		const room = maxSummaryBytes - JSON.stringify({...summary, top: [], note: ''}).length;
		expect(Buffer.from(make(room).summary, 'base64')).toHaveLength(maxSummaryBytes + 28);
		expect(codeOf(() => make(room + 1))).toBe('limit');
	});
});

describe('an offer that was touched', () => {
	const other = createOffer({...plain, transferKey});
	const changes: ReadonlyArray<Partial<HubMessageOf<'offer'>>> = [
		{transfer: 'b1'.repeat(16)},
		{from: carol.id},
		{time: common.time + 1},
		{bytes: 10},
		{files: 2},
		{header: other.header},
		{header: ''},
		{summary: other.summary},
		{summary: ''},
		{key: randomBytes(80).toString('base64')},
		{key: ''},
		{signature: randomBytes(64).toString('base64')},
		{signature: ''},
	];

	it.each(changes.map((change) => [Object.keys(change).join(' '), change] as const))(
		'is refused with another %s',
		async (_, change) => {
			const offer = {...(await offerTo(bob)), ...change};
			expect(await refusalOf(offer)).toBe('tampered');
		},
	);

	it('is refused with the copy of another recipient', async () => {
		const offer = await offerTo(carol);
		expect(await refusalOf(offer)).toBe('tampered');
		const {key, signature} = await offerTo(bob);
		expect(await refusalOf({...offer, key})).toBe('tampered');
		expect(await refusalOf({...offer, signature})).toBe('tampered');
	});

	it('is refused when another identity signed it, whoever it names', async () => {
		const copy = await createOfferCopy({identity: carol, common, transferKey, recipient: bob});
		const offer = {type: 'offer' as const, ...common, key: copy.key, signature: copy.signature};
		expect(await refusalOf({...offer, from: alice.id})).toBe('tampered');
		expect(await refusalOf({...offer, from: alice.id}, carol.spki)).toBe('tampered');
	});

	it('is refused when a sender passes on the body of another as its own', async () => {
		const copy = await createOfferCopy({identity: carol, common, transferKey, recipient: bob});
		const offer = {type: 'offer' as const, from: carol.id, ...common, key: copy.key, signature: copy.signature};
		expect(await refusalOf(offer, carol.spki)).toBe('tampered');
	});

	it('is refused with another wrapping of the very same key', async () => {
		const [offer, {key}] = await Promise.all([offerTo(bob), offerTo(bob)]);
		expect(await refusalOf({...offer, key})).toBe('tampered');
	});

	it('is refused from an identity that signs in the name of another', async () => {
		const copy = await createOfferCopy({identity: {...carol, id: alice.id}, common, transferKey, recipient: bob});
		const offer = {type: 'offer' as const, from: alice.id, ...common, key: copy.key, signature: copy.signature};
		expect(await refusalOf(offer, carol.spki)).toBe('tampered');
	});

	it('is refused when its sender joined parts that do not belong together, though it signed them', async () => {
		const foreign = createOffer({...plain, transferKey: createTransferKey()});
		expect(await refusalOf(await offerTo(bob, {...common, header: foreign.header}))).toBe('tampered');
		expect(await refusalOf(await offerTo(bob, {...common, summary: foreign.summary}))).toBe('tampered');
		expect(await refusalOf(await offerTo(bob, {...common, summary: ''}))).toBe('tampered');
	});

	it('is refused with a transfer key of another length', async () => {
		for (const bytes of [transferKeyBytes - 1, transferKeyBytes + 1]) {
			const key = randomBytes(bytes);
			expect(await refusalOf(await offerTo(bob, createOffer({...plain, transferKey: key}), key))).toBe('tampered');
		}
	});
});

async function refusalOf(offer: HubMessageOf<'offer'>, senderSpki = alice.spki): Promise<ErrorCode | undefined> {
	return await codeOfRejection(openOffer({offer, identity: bob, senderSpki}));
}

async function offerTo(
	recipient: Identity,
	part = common,
	key: Uint8Array = transferKey,
): Promise<HubMessageOf<'offer'>> {
	const copy = await createOfferCopy({identity: alice, common: part, transferKey: key, recipient});
	expect(copy.to).toBe(recipient.id);
	return {type: 'offer', from: alice.id, ...part, key: copy.key, signature: copy.signature};
}
