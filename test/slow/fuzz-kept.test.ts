import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createFolderRows, type FolderRow} from '../../source/files/folder-rows.ts';
import {receiveIntoSpool} from '../../source/hub/spool-upload.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {sealedSegmentBytes, segmentOverheadBytes} from '../../source/protocol/limits.ts';
import {encodeSeveralTrailer, parseSeveralTrailer, segmentHashBytes} from '../../source/protocol/several-trailer.ts';
import {folderSorts} from '../../source/protocol/space-messages.ts';
import {createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {fuzz, fuzzAsync, fuzzTimeoutMs, must, mustEqual} from '../support/fuzz.ts';
import {mutate, mutations, pieces, pieceSizes} from '../support/mutated-bytes.ts';

/* What comes with folders and with what a hub keeps: the trailer for several, cursors of listings, sealed bytes without a key. */

const timeout = fuzzTimeoutMs;

test('a trailer for several has what its form says, to the byte, or is refused', {timeout}, () => {
	const trailer = fc
		.record({
			failed: fc.array(fc.record({entry: fc.nat(999_999), reason: fc.string({unit: 'binary'})}), {maxLength: 3}),
			hashes: fc.integer({min: 1, max: 4}),
		})
		.map(({failed, hashes}) => ({
			hashes,
			bytes: encodeSeveralTrailer({
				...{failed, hashes},
				writeHashes: (into) => into.fill(0x41),
				sign: () => Buffer.alloc(64, 7).toString('base64'),
			}),
		}));
	const hostile = fc.oneof(
		fc.tuple(trailer, mutations).map(([{hashes, bytes}, ops]) => ({hashes, bytes: new Uint8Array(mutate(bytes, ops))})),
		fc.record({hashes: fc.integer({min: 1, max: 4}), bytes: fc.uint8Array({maxLength: 200})}),
		trailer.map(({hashes, bytes}) => ({hashes: hashes + 1, bytes})),
	);
	const property = fc.property(hostile, ({hashes, bytes}) => {
		try {
			const parsed = parseSeveralTrailer(bytes, hashes);
			mustEqual(parsed.hashes.length, Math.ceil((hashes * segmentHashBytes) / 3) * 4);
			must(parsed.signed.length < bytes.length, 'the signature is not over itself');
			must(
				parsed.hashes.byteOffset + parsed.hashes.length <= parsed.signed.byteOffset + parsed.signed.length,
				'signed',
			);
		} catch (error) {
			must(error instanceof FtError && ['protocol', 'limit'].includes(error.code), String(error));
		}
	});
	expect(fuzz(property, 40)).toBeUndefined();
});

test(
	'whatever a cursor says, a page has rows of the folder, in its order, and says where they stand',
	{timeout},
	() => {
		const rows = Array.from({length: 20}, (_, index): FolderRow => ({
			...{name: `n${index}`, kind: index % 5 === 0 ? 'folder' : 'file', bytes: index % 3, modifiedMs: index % 4},
			upload: undefined,
		}));
		const folder = createFolderRows(rows);
		const cursors = folderSorts.flatMap((sort) => [3, 11].map((limit) => folder.page({sort, limit}).after ?? ''));
		const cursor = fc.oneof(
			fc.constantFrom(...cursors),
			fc.tuple(fc.constantFrom(...cursors), mutations).map(([text, ops]) => mutate(Buffer.from(text), ops).toString()),
			fc.json({maxDepth: 2}),
			fc.string({unit: 'binary', maxLength: 60}),
		);
		const limits = fc.integer({min: 1, max: 25});
		const property = fc.property(cursor, fc.constantFrom(...folderSorts), limits, (after, sort, limit) => {
			const all = folder.page({sort, limit: 100}).rows;
			const page = folder.page({sort, after, limit});
			mustEqual(page.total, rows.length);
			must(page.rows.length <= limit, 'no more than asked for');
			mustEqual(page.rows, all.slice(page.offset, page.offset + page.rows.length));
			must((page.after === undefined) === page.offset + page.rows.length >= rows.length, 'there is more, or not');
		});
		expect(fuzz(property, 30)).toBeUndefined();
	},
);

test(
	'of what is uploaded without a key only segments that were asked for are kept, none longer than one',
	{timeout},
	async () => {
		const lengths = fc.constantFrom(0, 1, 31, 32, 33, 100, sealedSegmentBytes, sealedSegmentBytes + 1, 2 ** 32 - 1);
		const part = fc.oneof(
			fc.tuple(lengths, fc.integer({min: 0, max: 300})).map(([length, size]) => {
				const bytes = Buffer.alloc(4 + size, 9);
				bytes.writeUInt32BE(length);
				return bytes;
			}),
			fc.constant(null).map(() => {
				const whole = Buffer.alloc(sealedSegmentBytes, 9);
				whole.writeUInt32BE(2 ** 32 - 1);
				return whole;
			}),
		);
		const ranges = fc.constantFrom<Array<[number, number | null]>>(
			[[0, null]],
			[[2, 3]],
			[
				[0, 1],
				[5, null],
			],
			[],
		);
		const codes = new Set<string>();
		const property = fc.asyncProperty(
			fc.array(part, {maxLength: 4}),
			ranges,
			pieceSizes,
			async (parts, asked, sizes) => {
				const [sender, hub] = createMemoryDataPair();
				const clock = createManualClock();
				let kept = 0;
				const upload = receiveIntoSpool({
					...{connection: hub, clock, ranges: asked, spooled: {drop: () => undefined}},
					open: {
						write: async (segment: number, bytes: Uint8Array) => {
							kept += bytes.length;
							must(
								asked.some(([from, to]) => segment >= from && (to === null || segment < to)),
								`segment ${segment}`,
							);
							must(
								bytes.length <= sealedSegmentBytes && bytes.length > segmentOverheadBytes - 1,
								`${bytes.length} bytes`,
							);
						},
						commit: async () => undefined,
					} as unknown as Parameters<typeof receiveIntoSpool>[0]['open'],
					mayKeep: () => undefined,
					onKept: () => undefined,
				});
				upload.done.catch(() => undefined);
				const stream = Buffer.concat(parts);
				for (const piece of pieces(stream, sizes)) sender.write([piece], () => undefined);
				sender.end();
				await clock.settle(1000);
				const end = await upload.done.then(
					() => 'done',
					(error: unknown) => (error instanceof FtError ? error.code : String(error)),
				);
				codes.add(end);
				must(kept <= stream.length, 'no more than came');
			},
		);
		expect(await fuzzAsync(property, 5)).toBeUndefined();
		expect([...codes].filter((code) => !['done', 'protocol', 'tampered', 'unreachable'].includes(code))).toEqual([]);
		expect(codes.size).toBeGreaterThan(2);
	},
);
