/** A set of listeners behind `subscribe`: what engines offer instead of an EventEmitter. */
export type Subscribers<Event> = {
	/** Adds a listener; the returned function removes it. Both may be called while an event is being told. */
	subscribe(listener: (event: Event) => void): () => void;
	/** Calls every listener in the order they came. A listener that throws is a bug and is not caught. */
	tell(event: Event): void;
};

/** Creates an empty set of listeners. */
export function createSubscribers<Event>(): Subscribers<Event> {
	const listeners = new Set<(event: Event) => void>();
	return {
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		tell(event) {
			for (const listener of [...listeners]) listener(event);
		},
	};
}
