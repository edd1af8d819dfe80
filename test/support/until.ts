/** How long tests wait for what must come, by a real clock: two busy cores are slow, and what hangs is found all the same. */
export const deadlineMs = 30_000;

/** Waits for a state that changes by events. */
export type Watcher = {
	/** The state may have changed. */
	tell(): void;
	/** Resolves with what `look` finds; rejects with what it throws, or after the deadline with `describe()`. */
	wait<Value>(look: () => Value | undefined, describe: () => string): Promise<Value>;
};

/** Creates a watcher that nobody waits at. */
export function createWatcher(): Watcher {
	const checks = new Set<() => void>();
	return {
		tell() {
			for (const check of checks) check();
		},
		wait: async <Value>(look: () => Value | undefined, describe: () => string): Promise<Value> =>
			new Promise<Value>((resolve, reject) => {
				const finish = (): void => {
					clearTimeout(timer);
					checks.delete(check);
				};
				const check = (): void => {
					try {
						const found = look();
						if (found === undefined) return;
						finish();
						resolve(found);
					} catch (error) {
						finish();
						reject(error);
					}
				};
				const timer = setTimeout(() => {
					finish();
					reject(new Error(describe()));
				}, deadlineMs);
				checks.add(check);
				check();
			}),
	};
}

/** Looks every 20 ms until the condition gives a value; fails with `what` after the deadline. */
export async function until<Value>(
	what: string,
	look: () => Value | undefined | Promise<Value | undefined>,
	withinMs = deadlineMs,
): Promise<Value> {
	const deadline = performance.now() + withinMs;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
		await new Promise((resolve) => {
			setTimeout(resolve, 20);
		});
	}
}
