import type {Channel, ChannelEvent} from '../transport/channel.ts';

/** A channel's events one at a time, so that greeting and everything after it read them in order and lose none. */
export type ChannelEvents = {
	/** The next event. After `closed` it never resolves. */
	next(): Promise<ChannelEvent<'hub'>>;
};

/** Subscribes to the channel for good. */
export function receiveEvents(channel: Channel<'client'>): ChannelEvents {
	const held: Array<ChannelEvent<'hub'>> = [];
	let wake: (() => void) | undefined;
	channel.subscribe((event) => {
		held.push(event);
		wake?.();
	});
	return {
		async next() {
			for (;;) {
				const event = held.shift();
				if (event) return event;
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
		},
	};
}
