import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openBody} from '../../source/crypto/offer.ts';
import {sha256} from '../../source/crypto/random.ts';
import {signTrailer} from '../../source/crypto/trailer-signature.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {encodeSeveralTrailer} from '../../source/protocol/several-trailer.ts';
import {encodeTrailer} from '../../source/protocol/trailer.ts';
import {content} from '../files/staging-fixture.ts';
import {forgeBetween, type Forge} from '../support/forging-middle.ts';
import {
	alice,
	bob,
	carol,
	happens,
	join,
	recipient,
	sender,
	untilSaid,
	type RecipientScene,
	type SenderScene,
} from './two-ends.ts';

/*
 * Carol gets the same transfer as bob, and so has its key; the hub gives her what bob is sent, and him what she made of it. Tags
 * are right, whatever she changes: only what alice signed tells bob.
 */

const file = content(3 * plainSegmentBytes);

async function both(recipients = [bob.id, carol.id]): Promise<[SenderScene, RecipientScene]> {
	const from = await sender({'a.bin': file}, recipients);
	await from.outgoing.offer();
	const to = await recipient(from);
	await to.incoming.answer();
	return [from, to];
}

function joinThroughCarol(from: SenderScene, to: RecipientScene, attempt: number, forge: Forge): void {
	const {key, header, transfer} = from.outbox.meta;
	const floe = openBody({transferKey: Buffer.from(key, 'base64'), header, transfer, senderId: alice.id});
	join(from, to, attempt, (one, other, ranges) => {
		forgeBetween(floe, one, other, ranges, forge);
	});
}

const answers = ({end}: RecipientScene): number => end.said.filter(({type}) => type === 'answer').length;

async function untilAnswered(from: SenderScene, to: RecipientScene, count: number): Promise<void> {
	await happens(`answer ${count}`, () => {
		from.clock.advance(1000);
		return answers(to) >= count || to.incoming.row.state.phase === 'failed';
	});
}

/** Another byte in a segment. */
const change =
	(of: number, at = 1000): Forge =>
	(number, plaintext, isLast) => {
		if (number !== of) return undefined;
		const changed = Buffer.from(plaintext);
		changed[at] = (changed[at] ?? 0) ^ 1;
		return {plaintext: changed, isLast};
	};

/** In the place of alice's trailer, one that carol made. */
const replaceTrailer = ({outbox}: SenderScene, trailer: Uint8Array): Forge => {
	const start = outbox.meta.manifestBytes + outbox.meta.contentBytes;
	return (number, plaintext, isLast) =>
		isLast
			? {plaintext: Buffer.concat([plaintext.subarray(0, start - number * plainSegmentBytes), trailer]), isLast}
			: undefined;
};

const either =
	(one: Forge, other: Forge): Forge =>
	(number, plaintext, isLast) =>
		one(number, plaintext, isLast) ?? other(number, plaintext, isLast);

test('without anybody between them, what goes to several arrives, and its sender takes the receipt', async () => {
	const [from, to] = await both();
	join(from, to);
	await untilSaid(to.end, 'receipt');
	expect(fs.readFileSync(path.join(to.downloads, 'a.bin')).equals(file)).toBe(true);
	from.outgoing.handle({...to.end.last('receipt'), user: bob.id});
	await happens('it is delivered', () => from.outgoing.row.recipients?.[0]?.state.phase === 'delivered');
});

test.each([0, 1, 2])(
	'segment %i that carol forged is asked for again, and what alice sent is published',
	async (number) => {
		const [from, to] = await both();
		joinThroughCarol(from, to, 1, change(number));
		await untilAnswered(from, to, 2);
		expect(to.end.last('answer')).toMatchObject({ranges: [[number, number + 1]]});
		expect(fs.readdirSync(to.downloads)).toEqual(['.ft-partial']);
		join(from, to, 2);
		await untilSaid(to.end, 'receipt');
		expect(fs.readFileSync(path.join(to.downloads, 'a.bin')).equals(file)).toBe(true);
	},
);

test.each<[string, (scene: SenderScene) => Forge]>([
	['a segment', () => change(1)],
	['the list of files', () => change(0, 5)],
	['the trailer, without hashes', (scene) => replaceTrailer(scene, encodeTrailer({failed: []}))],
	[
		'the trailer, with hashes that she signed, and a segment with it',
		(scene) => {
			const trailer = encodeSeveralTrailer({
				...{
					failed: [],
					hashes: 4,
					writeHashes: (into: Uint8Array): void => {
						into.fill(65);
					},
				},
				sign: (signed) => signTrailer(carol, scene.outbox.meta.transfer, sha256(signed)),
			});
			return either(change(1), replaceTrailer(scene, trailer));
		},
	],
])('%s, forged four times, ends it as tampered with, and nothing is published', async (_what, makeForge) => {
	const [from, to] = await both();
	for (let attempt = 1; attempt <= 4; attempt++) {
		expect(to.incoming.row.state.phase).not.toBe('failed');
		joinThroughCarol(from, to, attempt, makeForge(from));
		await untilAnswered(from, to, attempt + 1);
	}
	expect(answers(to)).toBe(4);
	expect(to.events.at(-1)).toMatchObject({type: 'failed', code: 'tampered'});
	expect(to.end.last('fail')).toMatchObject({code: 'tampered'});
	expect(to.end.said.some(({type}) => type === 'receipt')).toBe(false);
	await happens('staging is gone', () => fs.readdirSync(to.downloads).length === 0);
});
