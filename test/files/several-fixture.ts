import {createHash} from 'node:crypto';
import type {SeveralKnown} from '../../source/files/several-known.ts';
import type {StagedSegment} from '../../source/files/staging.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {countHashes, encodeSeveralTrailer} from '../../source/protocol/several-trailer.ts';
import type {Trailer} from '../../source/protocol/trailer.ts';
import {makeBody, makeSegments, sha256, type Body, type Item} from './staging-fixture.ts';

/** The sender, or somebody else who signs. */
export type Signer = 'sender' | 'mallory';

/** In place of Ed25519. */
function sign(signer: Signer, root: Uint8Array): string {
	return Buffer.concat([sha256(Buffer.from(signer), root), sha256(root)]).toString('base64');
}

/** A whole transfer to several in memory, and what its recipients know of it. */
export type SeveralBody = Body & {readonly several: SeveralKnown; readonly plaintext: Buffer};

/** The same items as a transfer to several. */
export function makeSeveralBody(items: readonly Item[], failed: Trailer['failed'] = []): SeveralBody {
	const body = makeBody(items, failed);
	const whole = Buffer.concat(body.segments.flatMap(({parts}) => parts));
	const before = whole.subarray(0, body.manifestBytes + body.bytes);
	const plaintext = withTrailer(before, before, 'sender', failed);
	return {
		...body,
		plaintext,
		trailer: plaintext.subarray(before.length),
		segments: makeSegments(plaintext),
		several: {
			manifestHash: sha256(before.subarray(0, body.manifestBytes)),
			createHasher: () => createHash('sha256'),
			isSigned: (root, signature) => signature === sign('sender', root),
		},
	};
}

/** Plaintext with the trailer that fits `hashed`, signed by whoever. */
export function withTrailer(before: Buffer, hashed: Buffer, signer: Signer, failed: Trailer['failed'] = []): Buffer {
	const count = countHashes(before.length);
	const hashes = Array.from({length: count}, (_, number) =>
		sha256(hashed.subarray(number * plainSegmentBytes, (number + 1) * plainSegmentBytes)),
	);
	const trailer = encodeSeveralTrailer({
		...{failed, hashes: count},
		writeHashes: (into) => into.set(Buffer.from(Buffer.concat(hashes).toString('base64'))),
		sign: (signed) => sign(signer, sha256(signed)),
	});
	return Buffer.concat([before, trailer]);
}

/** The segment as somebody seals it who knows the key: its tag is right. Bytes are changed at this place of the transfer. */
export function forge({plaintext}: SeveralBody, place: number): StagedSegment {
	const changed = Buffer.from(plaintext);
	changed[place] = (changed[place] ?? 0) ^ 1;
	const segment = makeSegments(changed)[Math.floor(place / plainSegmentBytes)];
	if (!segment) throw new Error(`there is no byte ${place}`);
	return segment;
}
