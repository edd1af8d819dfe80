import type {Link, LinkEvent} from '../../source/client/link.ts';
import {createSubscribers} from '../../source/base/subscribers.ts';
import {FtError} from '../../source/protocol/errors.ts';
import type {HubMessage, HubMessageOf, SentMessageOf} from '../../source/protocol/messages.ts';

/** A link without a hub: what is said is written down, what is asked is answered by `answer`. */
export type FakeLink = Link & {
	readonly said: SentMessageOf<'client'>[];
	answer: (asked: SentMessageOf<'client'>) => HubMessage | undefined;
	tell(event: LinkEvent): void;
};

export function createFakeLink(hubId = 'f'.repeat(64)): FakeLink {
	const said: SentMessageOf<'client'>[] = [];
	const events = createSubscribers<LinkEvent>();
	let request = 0;
	const link: FakeLink = {
		said,
		answer: () => undefined,
		tell: events.tell,
		connect: async () => undefined,
		connection: {phase: 'online', roundTripMs: 1},
		isOnline: true,
		hubId,
		send(message) {
			said.push(message);
		},
		async ask<Type extends HubMessage['type']>(_expected: Type, make: (request: number) => SentMessageOf<'client'>) {
			const asked = make(++request);
			said.push(asked);
			const reply = link.answer(asked);
			if (!reply) throw new FtError('unreachable', 'nobody answers');
			return reply as HubMessageOf<Type>;
		},
		dialData: async () => {
			throw new FtError('unreachable', 'there is no hub');
		},
		subscribe: events.subscribe,
		reconnect: () => undefined,
		close: async () => undefined,
	};
	return link;
}
