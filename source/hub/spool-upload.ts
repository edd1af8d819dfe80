import type {Clock} from '../base/clock.ts';
import {parseSegmentLength, segmentPrefixBytes} from '../crypto/floe.ts';
import type {OpenSpooled, Spooled} from '../files/spool.ts';
import {FtError} from '../protocol/errors.ts';
import {sealedSegmentBytes} from '../protocol/limits.ts';
import {nextSegment, type Range} from '../protocol/ranges.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import type {DataConnection} from '../transport/data-connection.ts';
import {createGroupCommit} from './group-commit.ts';

/** One attempt to take what a sender uploads. */
export type SpoolUpload = {
	/** Resolves when the sender has half-closed and all that came is safely kept. Rejects with FtError: the disk, the sender's mistake, or the connection broke; what is kept stays. */
	readonly done: Promise<void>;
	/** Ends it; `done` rejects with the error once nothing is written any more. Idempotent. */
	stop(error: FtError): void;
};

/**
 * Puts sealed segments into the spool as they come, without a key: only their lengths are looked at. Two buffers of one segment: one fills while the other
 * is written. `mayKeep` says before each segment whether there is room for it; `onKept` how many segments of this attempt are safely kept.
 */
export function receiveIntoSpool(options: {
	readonly connection: DataConnection;
	readonly open: OpenSpooled;
	readonly spooled: Pick<Spooled, 'drop'>;
	readonly ranges: readonly Range[];
	readonly clock: Clock;
	/** Throws FtError: `disk-full`, `limit`, `protocol`. */
	readonly mayKeep: (segment: number) => void;
	readonly onKept: (segments: number) => void;
}): SpoolUpload {
	const {connection, open, clock} = options;
	let failure: FtError | undefined;
	const fail = (error: unknown): void => {
		failure ??= toFtError(error);
		connection.destroy(failure);
	};
	const group = createGroupCommit({
		clock,
		commit: () => open.commit(),
		onCommitted: options.onKept,
		onError: fail,
	});
	const cutter = createCutter(options.ranges);
	let writing: Promise<void> = Promise.resolve();
	let taking: Promise<void> = Promise.resolve();

	const write = async ({segment, bytes, isLast}: Cut): Promise<void> => {
		// It may come although it is here: a ticket names only so many ranges. The sender's trailer goes by what it sent last.
		options.spooled.drop(segment);
		options.mayKeep(segment);
		await open.write(segment, bytes, isLast);
		await group.add(bytes.length);
	};
	const take = async (view: Uint8Array): Promise<void> => {
		for (let rest = view; rest.length > 0 && !failure;) {
			const {used, cut} = cutter.push(rest);
			rest = rest.subarray(used);
			if (!cut) continue;
			// The buffer that is filled next is the one being written.
			await writing;
			writing = write(cut);
			writing.catch(fail);
		}
	};
	const takeAfter = async (before: Promise<void>, view: Uint8Array, done: () => void): Promise<void> => {
		await before;
		await take(view).catch(fail);
		done();
	};
	connection.read((view, done) => {
		taking = takeAfter(taking, view, done);
	});

	const run = async (): Promise<void> => {
		const broken = await Promise.race([connection.ended, connection.closed]);
		await taking;
		await writing.catch(fail);
		if (!failure && !broken) {
			// What came whole is kept, whatever comes to an end in the middle of a segment.
			await group.end().catch(fail);
		}
		await group.stop();
		if (failure ?? broken) throw failure ?? broken;
		if (!cutter.isBetween) throw new FtError('unreachable', 'the upload ended in the middle of a segment');
		connection.end();
	};
	return {
		done: run(),
		stop: fail,
	};
}

type Cut = {readonly segment: number; readonly bytes: Uint8Array; readonly isLast: boolean};

/** Fills one of two buffers up to the end of a segment; what it cut is good until the cut after the next. */
function createCutter(ranges: readonly Range[]): {
	/** Takes as much of the view as belongs to one segment. Throws FtError `protocol` for bytes nobody asked for, `tampered` for an impossible length. */
	push(view: Uint8Array): {readonly used: number; readonly cut: Cut | undefined};
	readonly isBetween: boolean;
} {
	const buffers = [Buffer.allocUnsafeSlow(sealedSegmentBytes), Buffer.allocUnsafeSlow(sealedSegmentBytes)] as const;
	let turn: 0 | 1 = 0;
	let filled = 0;
	let last = -1;
	let isOver = false;
	return {
		push(view) {
			const segment = isOver ? undefined : nextSegment(ranges, last);
			if (segment === undefined) throw new FtError('protocol', 'a segment came that was not asked for');
			const buffer = buffers[turn];
			const knownBytes = filled < segmentPrefixBytes ? segmentPrefixBytes : parseSegmentLength(buffer).bytes;
			const used = Math.min(knownBytes - filled, view.length);
			buffer.set(view.subarray(0, used), filled);
			filled += used;
			if (filled < segmentPrefixBytes) return {used, cut: undefined};
			const {bytes, isLast} = parseSegmentLength(buffer);
			if (filled < bytes) return {used, cut: undefined};
			const cut = {segment, bytes: buffer.subarray(0, bytes), isLast};
			turn = turn === 0 ? 1 : 0;
			filled = 0;
			last = segment;
			isOver = isLast;
			return {used, cut};
		},
		get isBetween() {
			return filled === 0;
		},
	};
}
