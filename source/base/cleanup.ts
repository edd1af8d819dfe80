/** A stack of things to undo: the last one pushed goes first. `run` is idempotent and never rejects. */
export type Cleanup = {
	push(undo: () => void | Promise<void>): void;
	run(): Promise<void>;
};

/** Creates an empty clean-up stack; an undo that fails is told to `onError` and the others still run. */
export function createCleanup(onError: (error: unknown) => void): Cleanup {
	const undos: Array<() => void | Promise<void>> = [];
	return {
		push(undo) {
			undos.push(undo);
		},
		async run() {
			for (let undo = undos.pop(); undo; undo = undos.pop()) {
				try {
					await undo();
				} catch (error) {
					onError(error);
				}
			}
		},
	};
}
