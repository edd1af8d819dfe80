/** What can be done to a connection in memory to see how its ends bear it. */
export type MemoryFaults = {
	/** From now on every byte is delivered on its own. */
	splitEveryByte(): void;
	/** Nothing is delivered, either way, until `resume`; writes stay undone. */
	stall(): void;
	resume(): void;
	/** Breaks the connection: both ends see it as lost. */
	drop(): void;
};

/** One direction of a connection in memory. Everything is delivered in order, in microtasks. */
export type MemoryPipe = {
	/** `done` when the reader has been given the bytes, or the pipe broke. */
	write(bytes: Uint8Array, done: () => void): void;
	end(): void;
	/** Drops what waits. */
	break(): void;
	/** `sink` gets copies that are overwritten at `done`, as reused buffers are; at most `maxViewsOut` at a time. */
	read(sink: (view: Uint8Array, done: () => void) => void): void;
	setReading(isReading: boolean): void;
	setDelivery(delivery: {isSplit?: boolean; isStalled?: boolean}): void;
	/** Ended, and all of it was given to the reader. */
	readonly isEnded: boolean;
};

/** As a socket with three slabs. */
const maxViewsOut = 2;

/** Creates one direction; `onEnd` when the reader has been given everything. */
export function createMemoryPipe(onEnd: () => void): MemoryPipe {
	let waiting: Array<{readonly bytes: Uint8Array; readonly done: () => void}> = [];
	let sink: ((view: Uint8Array, done: () => void) => void) | undefined;
	let phase: 'open' | 'ending' | 'ended' | 'broken' = 'open';
	let isReading = true;
	let isSplit = false;
	let isStalled = false;
	let viewsOut = 0;
	const canDeliver = (): boolean => isReading && !isStalled && sink !== undefined && viewsOut < maxViewsOut;
	const deliver = (bytes: Uint8Array): void => {
		// Not `slice`: of a Buffer that is no copy.
		const view = new Uint8Array(bytes);
		let isDone = false;
		viewsOut++;
		sink?.(view, () => {
			if (isDone) return;
			isDone = true;
			viewsOut--;
			view.fill(overwritten);
			askPump();
		});
	};
	const pump = (): void => {
		while (canDeliver()) {
			const next = waiting.shift();
			if (!next) break;
			const {bytes, done} = next;
			if (isSplit && bytes.length > 1) {
				waiting.unshift({bytes: bytes.subarray(0, 1), done: () => {}}, {bytes: bytes.subarray(1), done});
				continue;
			}
			// First the copy, then `done`: after it the writer reuses its buffer.
			deliver(bytes);
			done();
		}
		if (phase === 'ending' && waiting.length === 0 && isReading && !isStalled && sink) {
			phase = 'ended';
			onEnd();
		}
	};
	const askPump = (): void => {
		queueMicrotask(pump);
	};
	return {
		write(bytes, done) {
			if (phase !== 'open') {
				queueMicrotask(done);
				return;
			}
			waiting.push({bytes, done});
			askPump();
		},
		end() {
			if (phase === 'open') phase = 'ending';
			askPump();
		},
		break() {
			if (phase !== 'ended') phase = 'broken';
			const dropped = waiting;
			waiting = [];
			for (const {done} of dropped) queueMicrotask(done);
		},
		read(nextSink) {
			sink = nextSink;
			askPump();
		},
		setReading(nextIsReading) {
			isReading = nextIsReading;
			askPump();
		},
		setDelivery(delivery) {
			isSplit = delivery.isSplit ?? isSplit;
			isStalled = delivery.isStalled ?? isStalled;
			askPump();
		},
		get isEnded() {
			return phase === 'ended';
		},
	};
}

const overwritten = 0xdd;
