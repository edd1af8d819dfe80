import type {OpenSpooled, Spooled} from '../files/spool.ts';
import {FtError} from '../protocol/errors.ts';
import {sealedSegmentBytes} from '../protocol/limits.ts';
import {nextSegment, type Range} from '../protocol/ranges.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import type {DataConnection} from '../transport/data-connection.ts';

/** One attempt to give a recipient what is kept for it. */
export type SpoolReader = {
	/** Resolves when all was handed on that there is, and half-closed: false when more was asked for, and will not come now. Rejects with FtError when the connection broke. */
	readonly done: Promise<boolean>;
	/** Segments were added, or none will be: whoever waits looks again. */
	rouse(): void;
	/** Ends it; `done` rejects with the error. Idempotent. */
	stop(error: FtError): void;
};

/**
 * Gives the asked segments in order, each once it is safely kept, at the recipient's pace: two buffers of one segment, one is read while
 * the other is on its way, and nothing waits behind them.
 */
export function sendFromSpool(options: {
	readonly connection: DataConnection;
	readonly spooled: Spooled;
	readonly open: OpenSpooled;
	readonly ranges: readonly Range[];
	/** May what is missing still come? */
	readonly mayGrow: () => boolean;
	/** All of it is out of our hands. */
	readonly onHanded: (segment: number) => void;
	/** It was not as it had been written, or could not be read: it is missing from now on. */
	readonly onDamaged: (segment: number, error: FtError | undefined) => void;
}): SpoolReader {
	const {connection, spooled, open, ranges} = options;
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
	const untilThere = async (segment: number): Promise<'there' | 'beyond' | 'gone'> => {
		for (;;) {
			if (failure) throw failure;
			if (spooled.has(segment)) return 'there';
			if (spooled.count !== undefined && segment >= spooled.count) return 'beyond';
			if (!options.mayGrow()) return 'gone';
			await new Promise<void>((resolve) => {
				wake = resolve;
			});
		}
	};
	const read = async (segment: number, into: Uint8Array): ReturnType<OpenSpooled['read']> => {
		let problem: FtError | undefined;
		try {
			const found = await open.read(segment, into);
			if (found) return found;
		} catch (error) {
			problem = toFtError(error);
			spooled.drop(segment);
		}
		options.onDamaged(segment, problem);
		return undefined;
	};
	const write = async (segment: number, bytes: Uint8Array): Promise<void> => {
		await new Promise<void>((resolve) => {
			connection.write([bytes], resolve);
		});
		if (!failure) options.onHanded(segment);
	};
	const run = async (): Promise<boolean> => {
		const buffers = [Buffer.allocUnsafeSlow(sealedSegmentBytes), Buffer.allocUnsafeSlow(sealedSegmentBytes)] as const;
		let turn: 0 | 1 = 0;
		let writing = Promise.resolve();
		let isAll = true;
		for (let segment = nextSegment(ranges, -1); segment !== undefined;) {
			const found = await untilThere(segment);
			isAll = found !== 'gone';
			if (found !== 'there') break;
			const buffer = buffers[turn];
			const got = await read(segment, buffer);
			if (!got) continue;
			await writing;
			if (failure) throw failure;
			writing = write(segment, buffer.subarray(0, got.bytes));
			turn = turn === 0 ? 1 : 0;
			segment = got.isLast ? undefined : nextSegment(ranges, segment);
		}
		await writing;
		connection.end();
		const broken = await connection.closed;
		if (failure ?? broken) throw failure ?? broken;
		return isAll;
	};

	connection.read((_view, done) => {
		done();
		stop(new FtError('protocol', `${connection.address} receives, but sent bytes on its data connection`));
	});
	void connection.closed.then((error) => {
		if (error) stop(error);
	});
	return {done: run(), rouse, stop};
}
