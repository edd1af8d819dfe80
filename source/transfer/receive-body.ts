import type {Clock} from '../base/clock.ts';
import type {Floe} from '../crypto/floe.ts';
import {releaseBuffers} from '../crypto/release.ts';
import {createSegmentStream, type Segment} from '../crypto/segment-stream.ts';
import type {Staging} from '../files/staging.ts';
import {FtError} from '../protocol/errors.ts';
import {maxProgressPerSecond, firstProgressReports, progressBytes, progressMs} from '../protocol/limits.ts';
import {nextSegment, type Range} from '../protocol/ranges.ts';
import {createTokenBucket} from '../protocol/token-bucket.ts';
import type {DataConnection} from '../transport/data-connection.ts';

/** Verified segments that wait for the disk; above it the connection is not read, and the sender feels it. */
const maxUnwritten = 4;

/** One attempt to receive a body's segments over a data connection. */
export type Receiving = {
	/** Resolves when the sender has half-closed and all that came is written. Rejects with FtError: tampered, disk, or the connection broke; what was written stays. */
	readonly done: Promise<void>;
	/** Ends it; `done` rejects with the error once nothing writes any more. Idempotent. */
	stop(error: FtError): void;
};

/**
 * Verifies each segment and writes it at its place. `onProgress` gets the number of segments of this attempt that are
 * written, every 2 MiB or 250 ms, whichever comes first, on a fast line at most 25 times a second, and once at the end.
 */
export function receiveBody(options: {
	readonly connection: DataConnection;
	readonly floe: Floe;
	readonly staging: Staging;
	readonly ranges: readonly Range[];
	readonly clock: Clock;
	readonly onProgress: (segments: number) => void;
}): Receiving {
	const {connection, staging, ranges, clock} = options;
	const waiting: Segment[] = [];
	let held: Array<() => void> = [];
	let writer = Promise.resolve();
	let isWriting = false;
	let failure: FtError | undefined;

	const progress = createProgressPace(clock, options.onProgress);
	const fail = (error: unknown): void => {
		failure ??= error instanceof FtError ? error : new FtError('internal', 'receiving failed', {cause: error});
		connection.destroy(failure);
	};
	const writeAll = async (): Promise<void> => {
		for (let segment = waiting.shift(); segment && !failure; segment = waiting.shift()) {
			await staging.write(segment);
			releaseBuffers(segment.parts);
			progress.add(segment.bytes);
			if (waiting.length < maxUnwritten) {
				for (const done of held) done();
				held = [];
			}
		}
		isWriting = false;
	};

	let last = -1;
	const stream = createSegmentStream({
		floe: options.floe,
		next: () => {
			const next = nextSegment(ranges, last);
			if (next !== undefined) last = next;
			return next;
		},
		onSegment(segment) {
			waiting.push(segment);
			if (isWriting) return;
			isWriting = true;
			writer = writeAll().catch(fail);
		},
	});
	connection.read((view, done) => {
		if (failure) {
			done();
			return;
		}
		try {
			stream.push(view);
		} catch (error) {
			fail(error);
		}
		if (waiting.length < maxUnwritten || failure) done();
		else held.push(done);
	});

	const run = async (): Promise<void> => {
		const broken = await Promise.race([connection.ended, connection.closed]);
		await writer;
		progress.end();
		for (const done of held) done();
		if (failure ?? broken) throw failure ?? broken;
		stream.end();
		connection.end();
	};
	return {
		done: run(),
		stop(error) {
			failure ??= error;
			connection.destroy(failure);
		},
	};
}

function createProgressPace(clock: Clock, report: (segments: number) => void): {add(bytes: number): void; end(): void} {
	const mayTell = createTokenBucket(maxProgressPerSecond, firstProgressReports, clock.monotonicMs());
	let segments = 0;
	let reported = 0;
	let bytesSince = 0;
	let isDue = false;
	let unschedule: (() => void) | undefined;
	const tell = (): void => {
		unschedule?.();
		unschedule = undefined;
		isDue = false;
		bytesSince = 0;
		if (segments === reported) return;
		reported = segments;
		report(segments);
	};
	/** The sender may have stopped until it hears of this: nothing else may come to tell it by. */
	const tellSoon = (): void => {
		isDue = true;
		unschedule?.();
		unschedule = clock.schedule(mayTell.readyAtMs - clock.monotonicMs(), () => {
			mayTell.take(clock.monotonicMs());
			tell();
		});
	};
	return {
		add(bytes) {
			segments++;
			bytesSince += bytes;
			if (bytesSince < progressBytes) unschedule ??= clock.schedule(progressMs, tell);
			else if (mayTell.take(clock.monotonicMs())) tell();
			else if (!isDue) tellSoon();
		},
		end: tell,
	};
}
