import type {Clock} from '../base/clock.ts';
import type {SentMessageOf} from '../protocol/messages.ts';
import {createSessionTraffic} from './session-traffic.ts';
import type {Session} from './session.ts';

/** The hub itself as one end of a transfer: a session of its identity that is always there and in no list. `take` gets what it is told. */
export function createOwnSession(options: {
	readonly clock: Clock;
	readonly hubId: string;
	readonly takesOffers: boolean;
	readonly take: (message: SentMessageOf<'hub'>) => void;
}): Session {
	const {clock, hubId, takesOffers, take} = options;
	return {
		id: hubId.slice(0, 32),
		userId: hubId,
		name: 'hub',
		address: '',
		takesOffers,
		knowsSpool: false,
		sinceMs: clock.nowMs(),
		channel: {
			send: take,
			probe: async () => true,
			close: async () => undefined,
			abort: () => undefined,
			queuedBytes: 0,
			roundTripMs: undefined,
		},
		traffic: createSessionTraffic(clock.monotonicMs()),
	};
}
