import {FtError} from '../protocol/errors.ts';
import {plainSegmentBytes} from '../protocol/limits.ts';
import {createSegmentSet} from '../protocol/ranges.ts';
import {
	countHashes,
	parseFailed,
	parseSeveralTrailer,
	segmentHashBytes,
	type SeveralTrailer,
} from '../protocol/several-trailer.ts';
import type {Trailer} from '../protocol/trailer.ts';
import {sliceParts} from './disk.ts';
import type {HeldSegments} from './held-segments.ts';
import type {Journal} from './journal.ts';
import type {SeveralKnown} from './several-known.ts';
import type {Hasher} from './source-file.ts';
import {createTimeSlices} from './time-slices.ts';
import type {StagedTree} from './staged-tree.ts';

/** The end of a transfer in staging, and, with several recipients, whether everything is what its sender signed. */
export type StagedTrailer = {
	/** What a segment's record has in the journal. Undefined for one recipient: there the tags say it all. */
	hashOf(number: number, parts: readonly Uint8Array[]): Buffer | undefined;
	/**
	 * Compares all that came with what the sender signed. What is not the sender's is missing again, and it rejects with FtError
	 * `tampered`. Nothing happens for one recipient, and when it went well before.
	 */
	check(): Promise<void>;
	/** It went well, or there is nothing to compare. */
	readonly isChecked: boolean;
	/** Throws FtError `protocol`. */
	read(): Trailer;
};

/** For all that came. `trailerStart`: where it begins in the plaintext. */
export function createStagedTrailer(options: {
	readonly several: SeveralKnown | undefined;
	readonly trailerStart: number;
	readonly tree: StagedTree;
	readonly held: HeldSegments;
	readonly journal: Journal;
}): StagedTrailer {
	const {several, trailerStart, tree, held, journal} = options;
	const hashes = several ? countHashes(trailerStart) : 0;
	let isChecked = !several;

	const check = async ({createHasher, isSigned}: SeveralKnown): Promise<void> => {
		const trailer = parse(tree.readTrailer(), hashes);
		if (!trailer || !isSigned(hashAll(createHasher, [trailer.signed]), trailer.signature)) {
			held.dropFrom(Math.floor(trailerStart / plainSegmentBytes));
			throw forged('its end is not signed by its sender');
		}
		const good = await goodSegments(decodeHashes(trailer.hashes, hashes), journal);
		let bad = 0;
		for (let number = 0; number < hashes; number++) {
			// Also one that is in no record: nothing is good that was not found so.
			if (!held.received(number) || good.has(number)) continue;
			held.drop(number);
			bad++;
		}
		if (bad > 0) throw forged(`${bad} of ${hashes} segments are not those that its sender signed`);
		isChecked = true;
	};
	return {
		hashOf(number, parts) {
			if (!several) return undefined;
			const before = Math.max(trailerStart - number * plainSegmentBytes, 0);
			return hashAll(several.createHasher, sliceParts(parts, 0, before));
		},
		async check() {
			if (several && !isChecked) await check(several);
		},
		get isChecked() {
			return isChecked;
		},
		read() {
			const failed = parseFailed(tree.readTrailer(), hashes);
			const entries = tree.layout?.entries.length ?? 0;
			const bad = failed.find(({entry}) => entry >= entries);
			if (bad) throw new FtError('protocol', `the trailer names entry ${bad.entry}, there are ${entries}`);
			return {failed};
		},
	};
}

/** Three divides it, as base64 wants it. */
const charactersPerStep = 4 * 96 * 1024;

function hashAll(createHasher: () => Hasher, parts: readonly Uint8Array[]): Buffer {
	const hasher = createHasher();
	for (const part of parts) hasher.update(part);
	return hasher.digest();
}

/** What a forger made of it need not have any form. */
function parse(bytes: Uint8Array, hashes: number): SeveralTrailer | undefined {
	try {
		return parseSeveralTrailer(bytes, hashes);
	} catch {
		return undefined;
	}
}

/** By the newest record of each: a segment that came again stands for the one before. */
async function goodSegments(expected: Buffer, journal: Journal): Promise<ReturnType<typeof createSegmentSet>> {
	const good = createSegmentSet();
	const slices = createTimeSlices();
	for (const {number, hash} of journal.all()) {
		const at = number * segmentHashBytes;
		if (hash && expected.subarray(at, at + segmentHashBytes).equals(hash)) good.add(number);
		else good.remove(number);
		if (slices.isOver) await slices.next();
	}
	return good;
}

/** In steps: as one string, those of a large transfer would take memory a third time. */
function decodeHashes(text: Uint8Array, hashes: number): Buffer {
	const bytes = Buffer.alloc(hashes * segmentHashBytes);
	const base64 = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
	let at = 0;
	for (let from = 0; from < base64.length; from += charactersPerStep) {
		at += bytes.write(base64.toString('latin1', from, from + charactersPerStep), at, 'base64');
	}
	return bytes;
}

function forged(what: string): FtError {
	return new FtError(
		'tampered',
		`what came was changed by another of its recipients, who has the key, with the help of the hub or on the line: ${what}. Ask the sender to send it to you alone`,
	);
}
