import type {ClientEvent} from './events.ts';

/**
 * Makes the question whether there is anything new for people in an event: not in one more attempt to reach the hub that failed for the same
 * reason as the one before it. Attempts go on for as long as an outage, every few seconds.
 */
export function createOutages(): (event: ClientEvent) => boolean {
	let lastReason: string | undefined;
	return (event) => {
		if (event.type === 'connected') lastReason = undefined;
		if (event.type !== 'reconnecting') return true;
		const isNew = event.reason !== lastReason;
		lastReason = event.reason;
		return isNew;
	};
}
