import type {Clock} from '../base/clock.ts';
import {createSubscribers} from '../base/subscribers.ts';

/** The newest snapshot worth drawing, in the shape of React's `useSyncExternalStore`. */
export type Publisher<Snapshot> = {
	current(): Snapshot;
	subscribe(listener: () => void): () => void;
	/** Stops asking the engine. Idempotent. */
	close(): void;
};

export type PublisherOptions<Snapshot> = {
	readonly clock: Clock;
	/** The least time between two looks at the engine; 100 ms by default. */
	readonly everyMs?: number;
	/** Asks the engine; called at most once in `everyMs`. */
	readonly make: () => Snapshot;
	/** Returns `previous` itself when nothing that a screen shows has changed, else what to publish. */
	readonly settle: (previous: Snapshot, next: Snapshot) => Snapshot;
	/** The engine's signal that something changed. With it an idle engine is looked at once a second, without it every `everyMs`. */
	readonly changed?: (listener: () => void) => () => void;
};

/** Countdowns and waits move without the engine changing. */
const heartbeatMs = 1000;

/** Pulls snapshots from an engine: the engine never waits for a screen, the screen never hears more than ten times a second. */
export function createPublisher<Snapshot>({
	clock,
	everyMs = 100,
	make,
	settle,
	changed,
}: PublisherOptions<Snapshot>): Publisher<Snapshot> {
	const listeners = createSubscribers<undefined>();
	let current = make();
	let lastLookMs = clock.monotonicMs();
	let busyUntilMs = lastLookMs;
	let isClosed = false;
	let unschedule = (): void => undefined;
	const look = (): void => {
		lastLookMs = clock.monotonicMs();
		const next = settle(current, make());
		const isNews = next !== current;
		current = next;
		plan();
		if (isNews) listeners.tell(undefined);
	};
	const plan = (): void => {
		unschedule();
		if (isClosed) return;
		// What `settle` held back (a gauge that moved too little) is looked at again for a while after the last signal.
		const waitMs = changed && lastLookMs >= busyUntilMs ? heartbeatMs : everyMs;
		unschedule = clock.schedule(Math.max(0, lastLookMs + waitMs - clock.monotonicMs()), look);
	};
	const unsubscribe = changed?.(() => {
		const wasBusy = lastLookMs < busyUntilMs;
		busyUntilMs = clock.monotonicMs() + heartbeatMs;
		if (!wasBusy) plan();
	});
	plan();
	return {
		current: () => current,
		subscribe: (listener) => listeners.subscribe(listener),
		close() {
			isClosed = true;
			unsubscribe?.();
			unschedule();
		},
	};
}
