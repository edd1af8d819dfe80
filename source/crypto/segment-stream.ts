import {assertNever} from '../base/assert-never.ts';
import {FtError} from '../protocol/errors.ts';
import {segmentPrefixBytes, segmentTagBytes, type Floe, type OpeningSegment} from './floe.ts';

/** One segment whose tag was right. */
export type Segment = {
	readonly number: number;
	/** The plaintext in order, in at most 256 fresh buffers. */
	readonly parts: readonly Buffer[];
	/** Plaintext bytes in all. */
	readonly bytes: number;
	/** 12 and 16 bytes: what the journal keeps to check the written segment with `Floe.tagOf`. */
	readonly iv: Buffer;
	readonly tag: Buffer;
	readonly isLast: boolean;
};

/** Turns the bytes of one data connection into verified segments. */
export type SegmentStream = {
	/**
	 * Takes the next bytes, split anyhow; the view may be reused when it returns. Throws FtError `tampered` (a tag, a length,
	 * bytes after the last segment) or `protocol` (a segment nobody asked for); then the stream is lost.
	 */
	push(view: Uint8Array): void;
	/** The peer has half-closed. Throws FtError `tampered` in the middle of a segment: its process was killed, or somebody cut the line; whether all came that was asked for, the caller knows. */
	end(): void;
};

/**
 * Segments carry no numbers: both ends know them from the ticket's ranges. `next` gives the number of the segment that begins
 * now, undefined when none is expected. `onSegment` is called only after the tag was verified, within `push`.
 */
export function createSegmentStream(options: {
	floe: Floe;
	next: () => number | undefined;
	onSegment: (segment: Segment) => void;
}): SegmentStream {
	const {floe, next, onSegment} = options;
	let phase: Phase = {phase: 'between'};

	/** Takes what it can from the view and returns how many bytes; at a change of phase maybe none. */
	const step = (view: Uint8Array): number => {
		switch (phase.phase) {
			case 'between': {
				const number = next();
				if (number === undefined) throw new FtError('protocol', 'a segment came that was not asked for');
				phase = {phase: 'prefix', number, prefix: Buffer.allocUnsafe(segmentPrefixBytes), filled: 0};
				return 0;
			}
			case 'prefix': {
				const taken = fill(phase.prefix, phase.filled, view);
				phase.filled += taken;
				if (phase.filled === segmentPrefixBytes) phase = startBody(floe, phase.number, phase.prefix);
				return taken;
			}
			case 'body': {
				const left = phase.opening.cipherBytes - phase.bytes;
				if (left === 0) {
					phase = {...phase, phase: 'tag', tag: Buffer.allocUnsafe(segmentTagBytes), filled: 0};
					return 0;
				}
				const part = view.length > left ? view.subarray(0, left) : view;
				if (phase.parts.length === maxParts) phase.parts = [Buffer.concat(phase.parts)];
				phase.parts.push(phase.opening.update(part));
				phase.bytes += part.length;
				return part.length;
			}
			case 'tag': {
				const taken = fill(phase.tag, phase.filled, view);
				phase.filled += taken;
				if (phase.filled < segmentTagBytes) return taken;
				const {number, opening, parts, bytes, iv, tag} = phase;
				opening.final(tag);
				phase = {phase: opening.isLast ? 'over' : 'between'};
				onSegment({number, parts, bytes, iv, tag, isLast: opening.isLast});
				return taken;
			}
			case 'over':
				throw new FtError('tampered', 'bytes came after the last segment of a transfer');
			default:
				return assertNever(phase);
		}
	};

	return {
		push(view) {
			let rest = view;
			while (rest.length > 0) {
				const taken = step(rest);
				if (taken > 0) rest = rest.subarray(taken);
			}
		},
		end() {
			if (phase.phase === 'between' || phase.phase === 'over') return;
			throw new FtError('tampered', `the data ended in the middle of segment ${phase.number}; it was dropped`);
		},
	};
}

/** Tiny pieces are joined above this many: memory then grows with the bytes, and one `writev` (1,024 pieces) takes a segment. */
const maxParts = 256;

type Phase =
	| {phase: 'between'}
	| {phase: 'prefix'; number: number; prefix: Buffer; filled: number}
	| Body
	| (Omit<Body, 'phase'> & {phase: 'tag'; tag: Buffer; filled: number})
	| {phase: 'over'};
type Body = {phase: 'body'; number: number; opening: OpeningSegment; iv: Buffer; parts: Buffer[]; bytes: number};

function startBody(floe: Floe, number: number, prefix: Buffer): Body {
	const opening = floe.startOpen(number, prefix);
	if (opening.cipherBytes === 0 && number > 0) {
		throw new FtError('tampered', `segment ${number} is empty; only an empty transfer may end so`);
	}
	return {phase: 'body', number, opening, iv: prefix.subarray(4), parts: [], bytes: 0};
}

/** Copies from the view into a buffer that is filled up to `filled`; returns how many bytes. */
function fill(buffer: Buffer, filled: number, view: Uint8Array): number {
	const taken = Math.min(buffer.length - filled, view.length);
	buffer.set(taken === view.length ? view : view.subarray(0, taken), filled);
	return taken;
}
