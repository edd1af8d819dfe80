/** A stack of things to undo: the last one pushed goes first, one after the other. */
export type Cleanup = {
	push(undo: () => void | Promise<void>): void;
	/**
	 * Resolves when all is undone; never rejects. Idempotent: while it runs every call gets the same promise, so an undo
	 * must not wait for `run` itself; what is pushed after it ended waits for the next call.
	 */
	run(): Promise<void>;
};

/** Creates an empty clean-up stack; an undo that fails is told to `onError` (which must not throw) and the others still run. */
export function createCleanup(onError: (error: unknown) => void): Cleanup {
	const undos: Array<() => void | Promise<void>> = [];
	let running: Promise<void> | undefined;
	const undoAll = async (): Promise<void> => {
		for (let undo = undos.pop(); undo; undo = undos.pop()) {
			try {
				// Not `await undo()`: one that throws at once would end the loop before `running` is set.
				await new Promise<void>((resolve) => {
					resolve(undo());
				});
			} catch (error) {
				onError(error);
			}
		}
		running = undefined;
	};
	return {
		push(undo) {
			undos.push(undo);
		},
		run() {
			if (undos.length > 0) running ??= undoAll();
			return running ?? Promise.resolve();
		},
	};
}
