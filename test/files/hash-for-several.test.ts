import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {ForSeveral} from '../../source/files/hash-for-several.ts';
import {openSegmentHashes} from '../../source/files/segment-hashes.ts';
import {openSourceBody, type SourceBody} from '../../source/files/source-body.ts';
import {walkTree} from '../../source/files/walk.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {encodeManifestEntry} from '../../source/protocol/manifest.ts';
import {countHashes, parseSeveralTrailer} from '../../source/protocol/several-trailer.ts';
import {content, sha256} from './staging-fixture.ts';
import {temporaryFolder, writeTree, type Tree} from './temporary-folder.ts';

type Scene = {
	readonly folder: string;
	readonly count: number;
	/** What was signed. */
	readonly roots: Uint8Array[];
	trailer: Uint8Array | undefined;
	/** The body of another process, with what the one before left. */
	open(): Promise<SourceBody>;
};

const signature = Buffer.alloc(64, 5).toString('base64');

async function createScene(tree: Tree): Promise<Scene> {
	const folder = writeTree(path.join(temporaryFolder(), 't'), tree);
	for (const name of Object.keys(tree)) fs.utimesSync(path.join(folder, name), 1_000_000, 1_000_000);
	const {entries} = await walkTree([folder]);
	const manifest = Buffer.from([...entries].map(({entry}) => encodeManifestEntry(entry)).join(''));
	const count = countHashes(manifest.length + entries.contentBytes);
	const roots: Uint8Array[] = [];
	const scene: Scene = {
		folder,
		count,
		roots,
		trailer: undefined,
		async open() {
			const several: ForSeveral = {
				hashes: openSegmentHashes(path.join(folder, '../hashes'), count),
				hash: sha256,
				sign(root) {
					roots.push(root);
					return signature;
				},
			};
			const body = await openSourceBody({
				...{manifest, entries, several, trailer: scene.trailer, onFailed: () => undefined},
				onTrailer(trailer) {
					scene.trailer = trailer;
				},
			});
			onTestFinished(() => body.close());
			return body;
		},
	};
	return scene;
}

async function read(body: SourceBody, segment: number): Promise<Buffer> {
	const into = Buffer.alloc(plainSegmentBytes, 0xee);
	return into.subarray(0, (await body.readSegment(segment, into)).bytes);
}

/** The hashes in the trailer, as hex. */
function hashesIn({trailer = Buffer.alloc(0), count}: Scene): string[] {
	const hashes = Buffer.from(Buffer.from(parseSeveralTrailer(trailer, count).hashes).toString(), 'base64');
	return Array.from({length: count}, (_, number) => hashes.toString('hex', number * 32, number * 32 + 32));
}

const hexOf = (...parts: readonly Buffer[]): string => sha256(...parts).toString('hex');

test.each([-1, 0, 1])(
	'each hash is of what its segment holds before the trailer, which begins %i bytes beside a boundary',
	async (offset) => {
		const probe = await (await createScene({a: content(2 * plainSegmentBytes)})).open();
		const scene = await createScene({a: content(2 * plainSegmentBytes - probe.manifestBytes + offset)});
		const body = await scene.open();
		const plaintext: Buffer[] = [];
		for (let segment = 0; body.segments === undefined || segment < body.segments; segment++) {
			plaintext.push(await read(body, segment));
		}
		const whole = Buffer.concat(plaintext);
		const before = whole.subarray(0, body.manifestBytes + body.contentBytes);
		expect(scene.count).toBe(offset > 0 ? 3 : 2);
		expect(hashesIn(scene)).toEqual(
			Array.from({length: scene.count}, (_, number) =>
				hexOf(before.subarray(number * plainSegmentBytes, (number + 1) * plainSegmentBytes)),
			),
		);
		expect(Buffer.compare(whole.subarray(before.length), scene.trailer ?? Buffer.alloc(0))).toBe(0);
		expect(scene.roots).toEqual([sha256(parseSeveralTrailer(scene.trailer ?? Buffer.alloc(0), scene.count).signed)]);
	},
);

test('what an earlier process sent is not read again for the trailer, and what nobody sent is', async () => {
	const a = content(5 * plainSegmentBytes);
	const scene = await createScene({a});
	const first = await scene.open();
	const sent = hexOf(await read(first, 1));
	await first.close();
	const [stored, order] = [path.join(scene.folder, '../hashes'), [0, 1, 2]];
	expect(
		order.map((segment) =>
			fs
				.readFileSync(stored)
				.subarray(segment * 32, segment * 32 + 32)
				.some(Boolean),
		),
	).toEqual([false, true, false]);
	const marked = openSegmentHashes(stored, scene.count);
	marked.set(1, sha256(Buffer.from('as it was sent')));
	marked.close();
	const second = await scene.open();
	await read(second, 5);
	expect(hashesIn(scene)[1]).toBe(hexOf(Buffer.from('as it was sent')));
	expect(hashesIn(scene)[1]).not.toBe(sent);
	expect(hashesIn(scene)[2]).toBe(hexOf(await read(second, 2)));
});

test('a segment that is sent again, and is not what it was, ends the transfer and names its file, in the next process as well', async () => {
	const scene = await createScene({a: content(1000), b: content(2000)});
	const file = path.join(scene.folder, 'a');
	const first = await scene.open();
	await read(first, 0);
	await first.close();
	fs.writeFileSync(file, content(1000, 2));
	fs.utimesSync(file, 1_000_000, 1_000_000);
	const error = {code: 'source-changed', message: expect.stringMatching(/^cannot go on sending .*a: it is not what/)};
	await expect(read(await scene.open(), 0)).rejects.toMatchObject(error);
	scene.trailer = undefined;
	await expect(read(await scene.open(), 0)).rejects.toMatchObject(error);
});

test('an entry that failed since gives zeros and another hash, until the trailer is fixed', async () => {
	const scene = await createScene({a: content(3 * plainSegmentBytes)});
	const body = await scene.open();
	const [before] = [hexOf(await read(body, 1)), await read(body, 0)];
	fs.truncateSync(path.join(scene.folder, 'a'), 5);
	await read(body, 2);
	const after = hexOf(await read(body, 1));
	expect(after).not.toBe(before);
	await read(body, 3);
	expect(hashesIn(scene)[1]).toBe(after);
	// Of segment 0 the hash is of what was sent; it cannot be sent so again.
	await expect(read(body, 0)).rejects.toMatchObject({code: 'source-changed'});
});

test('whoever closes the body need not wait until everything is hashed for the trailer', async () => {
	const scene = await createScene({a: content(5 * plainSegmentBytes)});
	const body = await scene.open();
	const reading = read(body, 5);
	const closing = body.close();
	await expect(reading).rejects.toMatchObject({code: 'cancelled'});
	await closing;
	expect(scene.trailer).toBeUndefined();
});
