/** Does one thing after the other, whatever became of the one before. */
export type InTurn = {
	/** Settles as the work does. */
	run<Value>(work: () => Promise<Value>): Promise<Value>;
	/** Resolves when all that was given so far has ended. Never rejects. */
	settled(): Promise<void>;
};

/** The same for each key by itself: what has other keys does not wait. Takes no memory for a key with nothing under way. */
export type InTurnByKey = {
	run<Value>(key: string, work: () => Promise<Value>): Promise<Value>;
	settled(): Promise<void>;
};

/** Creates it with nothing to do. */
export function createInTurn(): InTurn {
	const {run, settled} = createInTurnByKey();
	return {run: (work) => run('', work), settled};
}

/** Creates it with nothing to do. */
export function createInTurnByKey(): InTurnByKey {
	const ends = new Map<string, Promise<void>>();
	return {
		run(key, work) {
			const turn = (ends.get(key) ?? Promise.resolve()).then(work);
			const forget = (): void => {
				if (ends.get(key) === end) ends.delete(key);
			};
			const end = turn.then(forget, forget);
			ends.set(key, end);
			return turn;
		},
		async settled() {
			await Promise.all(ends.values());
		},
	};
}
