/** A set of listeners behind `subscribe`: what engines offer instead of an EventEmitter. */
export type Subscribers<Event> = {
	/** Adds a listener; the returned function removes it. While an event is being told, one that is removed hears it no more, one that is added not yet. */
	subscribe(listener: (event: Event) => void): () => void;
	/** Calls every listener in the order they came. A listener that throws is a bug and is not caught. */
	tell(event: Event): void;
};

/** Creates an empty set of listeners. The same function subscribed twice is called twice. */
export function createSubscribers<Event>(): Subscribers<Event> {
	const subscriptions = new Set<{readonly listener: (event: Event) => void}>();
	return {
		subscribe(listener) {
			const subscription = {listener};
			subscriptions.add(subscription);
			return () => {
				subscriptions.delete(subscription);
			};
		},
		tell(event) {
			for (const subscription of [...subscriptions]) {
				if (subscriptions.has(subscription)) subscription.listener(event);
			}
		},
	};
}
