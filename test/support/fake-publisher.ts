import {createSubscribers} from '../../source/base/subscribers.ts';
import type {Publisher} from '../../source/state/publisher.ts';

/** A publisher that publishes what the test says. */
export type FakePublisher<Snapshot> = Publisher<Snapshot> & {publish(snapshot: Snapshot): void};

export function createFakePublisher<Snapshot>(first: Snapshot): FakePublisher<Snapshot> {
	const subscribers = createSubscribers<undefined>();
	let current = first;
	return {
		current: () => current,
		subscribe: (listener) => subscribers.subscribe(listener),
		close: () => undefined,
		publish(snapshot) {
			current = snapshot;
			subscribers.tell(undefined);
		},
	};
}
