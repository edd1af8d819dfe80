import {FtError} from '../protocol/errors.ts';
import type {DataConnection} from './data-connection.ts';

/** Told of bytes that were handed on; calls `goOn` when as many may follow. */
export type Pace = (bytes: number, goOn: () => void) => void;

/** Without a limit. */
export const goAtOnce: Pace = (_bytes, goOn) => {
	goOn();
};

/**
 * Joins a sender to a receiver without copying: a view goes back to the sender's side when the receiver's socket has taken
 * it, so the sender feels the receiver's speed. A broken end destroys the other with the same error. Resolves undefined when
 * everything was handed on and both ends were half-closed, else with what broke first. `onBytes` counts what was handed on; `pace` may
 * keep a view back before more is read.
 */
export async function relayData(
	from: DataConnection,
	to: DataConnection,
	onBytes: (bytes: number) => void,
	pace: Pace = goAtOnce,
): Promise<FtError | undefined> {
	const outcome = Promise.withResolvers<FtError | undefined>();
	let inFlight = 0;
	let isEnded = false;
	const finishWhenDrained = (): void => {
		if (!isEnded || inFlight > 0) return;
		to.end();
		from.end();
		outcome.resolve(undefined);
	};
	from.read((view, done) => {
		inFlight++;
		to.write([view], () => {
			inFlight--;
			onBytes(view.length);
			pace(view.length, done);
			finishWhenDrained();
		});
	});
	// Reading shows at once when the receiver leaves, also while there is nothing to write.
	to.read((_view, done) => {
		done();
		to.destroy(new FtError('protocol', `${to.address} receives, but sent bytes on its data connection`));
	});
	void from.ended.then(() => {
		isEnded = true;
		finishWhenDrained();
	});
	for (const [one, other] of [
		[from, to],
		[to, from],
	] as const) {
		void one.closed.then((error) => {
			if (!error) return;
			other.destroy(error);
			outcome.resolve(error);
		});
	}
	return await outcome.promise;
}

/** The same connection for an end of our own, as a relay would count and slow it: `onBytes` for what is read or written on it, `pace` before more is. */
export function watchData(connection: DataConnection, onBytes: (bytes: number) => void, pace: Pace): DataConnection {
	return {
		...connection,
		read(sink) {
			connection.read((view, done) => {
				onBytes(view.length);
				sink(view, () => {
					pace(view.length, done);
				});
			});
		},
		write(parts, done) {
			const bytes = parts.reduce((sum, part) => sum + part.length, 0);
			connection.write(parts, () => {
				onBytes(bytes);
				pace(bytes, done);
			});
		},
	};
}
