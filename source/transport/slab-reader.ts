/** A free list of equal buffers that all connections of one listener or dialler share. */
export type SlabPool = {
	take(): Uint8Array;
	give(slab: Uint8Array): void;
};

/** Makes slabs of `slabBytes` as they are needed and keeps up to `maxFree` of those that come back. */
export function createSlabPool(slabBytes: number, maxFree: number): SlabPool {
	const free: Uint8Array[] = [];
	return {
		take: () => free.pop() ?? Buffer.allocUnsafeSlow(slabBytes),
		give(slab) {
			if (free.length < maxFree) free.push(slab);
		},
	};
}

/** Takes a view and the call that gives it back. */
export type ViewSink = (view: Uint8Array, done: () => void) => void;

/**
 * Reads a socket into slabs with back-pressure (decision 6): of `depth` slabs one is always
 * reserved for the next read; when all others are out, reading stops until one comes back. Without a sink it reads nothing on.
 */
export type SlabReader = {
	/** For `net.connect` or `new net.Socket`. */
	readonly onread: {buffer: () => Uint8Array; callback: (bytes: number, slab: Uint8Array) => boolean};
	/** For bytes in memory that is not ours: false when reading must stop until `resume` is called. */
	take(bytes: Uint8Array): boolean;
	/** Gives what is held and all that follows to the sink. */
	start(sink: ViewSink): void;
	/** Takes the sink away; `rest`, the unused part of its last view, is held for the next one. */
	stop(rest: Uint8Array, done: () => void): void;
	/** The socket is gone: gives the reserved slab back. */
	close(): void;
};

/** Creates the reader of one socket; `resume` makes that socket read on. */
export function createSlabReader(pool: SlabPool, depth: number, resume: () => void): SlabReader {
	let reserved: Uint8Array | undefined;
	let inFlight = 0;
	let isStopped = false;
	let sink: ViewSink | undefined;
	let held: Array<{readonly view: Uint8Array; readonly done: () => void}> = [];
	const mayRead = (): boolean => sink !== undefined && inFlight < depth - 1;
	const readOn = (): void => {
		if (!isStopped || !mayRead()) return;
		isStopped = false;
		resume();
	};
	const deliver = (view: Uint8Array, release: () => void): boolean => {
		inFlight++;
		let isDone = false;
		const done = (): void => {
			if (isDone) return;
			isDone = true;
			inFlight--;
			release();
			readOn();
		};
		if (sink) sink(view, done);
		else held.push({view, done});
		isStopped = !mayRead();
		return !isStopped;
	};
	return {
		onread: {
			buffer: () => (reserved ??= pool.take()),
			callback(bytes, slab) {
				reserved = undefined;
				return deliver(slab.subarray(0, bytes), () => {
					pool.give(slab);
				});
			},
		},
		take: (bytes) => deliver(bytes, () => {}),
		start(nextSink) {
			sink = nextSink;
			const views = held;
			held = [];
			for (const {view, done} of views) nextSink(view, done);
			isStopped = true;
			readOn();
		},
		stop(rest, done) {
			sink = undefined;
			if (rest.length > 0) held.push({view: rest, done});
			else done();
		},
		close() {
			if (reserved) pool.give(reserved);
			reserved = undefined;
		},
	};
}
