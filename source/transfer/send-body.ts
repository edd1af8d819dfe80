import type {Clock} from '../base/clock.ts';
import type {Floe} from '../crypto/floe.ts';
import {releaseBuffers} from '../crypto/release.ts';
import type {SourceBody} from '../files/source-body.ts';
import {FtError} from '../protocol/errors.ts';
import {plainSegmentBytes} from '../protocol/limits.ts';
import {nextSegment, type Range} from '../protocol/ranges.ts';
import type {DataConnection} from '../transport/data-connection.ts';
import {createWindow} from './window.ts';

/** Sealed segments handed to the socket and not yet gone: one is being written, one waits, one is sealed meanwhile. */
const maxUnwritten = 3;

/** One attempt to send a body's segments over a data connection. */
export type Sending = {
	/** Progress came: so many segments of this attempt are verified and written. Opens the window. */
	confirm(segments: number): void;
	/** Resolves when all was handed on and half-closed. Rejects with FtError: the source failed as a whole, or the connection broke. */
	readonly done: Promise<void>;
	/** Ends it; `done` rejects with the error. Idempotent. */
	stop(error: FtError): void;
};

/**
 * Reads, seals and writes the asked segments in order. Reading is ahead of writing by a bounded amount: two plain segments,
 * three sealed ones, and at most the window unconfirmed, whatever the size of the transfer.
 */
export function sendBody(options: {
	readonly connection: DataConnection;
	readonly body: SourceBody;
	readonly floe: Floe;
	readonly ranges: readonly Range[];
	readonly clock: Clock;
}): Sending {
	const {connection, body, floe, ranges, clock} = options;
	const window = createWindow();
	let unwritten = 0;
	let failure: FtError | undefined;
	let wake: (() => void) | undefined;

	const rouse = (): void => {
		wake?.();
		wake = undefined;
	};
	const stop = (error: FtError): void => {
		failure ??= error;
		connection.destroy(failure);
		rouse();
	};
	const untilRoom = async (): Promise<void> => {
		while (!failure && (unwritten >= maxUnwritten || !window.hasRoom)) {
			await new Promise<void>((resolve) => {
				wake = resolve;
			});
		}
		if (failure) throw failure;
	};
	const write = (segment: number, plaintext: Uint8Array, isLast: boolean): void => {
		const {parts} = floe.seal(segment, plaintext, isLast);
		unwritten++;
		window.sent(plaintext.length, clock.monotonicMs());
		connection.write(parts, () => {
			unwritten--;
			releaseBuffers(parts);
			rouse();
		});
	};
	const run = async (): Promise<void> => {
		const buffers = [Buffer.allocUnsafeSlow(plainSegmentBytes), Buffer.allocUnsafeSlow(plainSegmentBytes)];
		const read = (segment: number, turn: number): Promise<{bytes: number; isLast: boolean}> =>
			body.readSegment(segment, buffers[turn % 2] ?? Buffer.alloc(0));
		let segment = nextSegment(ranges, -1);
		let reading = segment === undefined ? undefined : read(segment, 0);
		for (let turn = 0; segment !== undefined && reading; turn++) {
			const {bytes, isLast} = await reading;
			const next = isLast ? undefined : nextSegment(ranges, segment);
			// The next read runs in the pool while this one is sealed and written.
			reading = next === undefined ? undefined : read(next, turn + 1);
			reading?.catch(() => undefined);
			await untilRoom();
			write(segment, (buffers[turn % 2] ?? Buffer.alloc(0)).subarray(0, bytes), isLast);
			segment = next;
		}
		connection.end();
		const broken = await connection.closed;
		if (failure ?? broken) throw failure ?? broken;
	};

	void connection.closed.then((error) => {
		if (error) stop(error);
	});
	return {
		confirm(segments) {
			window.confirmed(segments, clock.monotonicMs());
			rouse();
		},
		done: run().catch((error: unknown) => {
			const known = error instanceof FtError ? error : new FtError('internal', 'sending failed', {cause: error});
			stop(known);
			throw known;
		}),
		stop,
	};
}
