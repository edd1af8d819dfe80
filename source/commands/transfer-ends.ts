import type {Client} from '../client/client.ts';
import {endEvents, type ClientEvent} from '../client/events.ts';
import {FtError} from '../protocol/errors.ts';
import type {TransferEvent} from '../transfer/transfer-event.ts';

/** How a transfer came to its good end. */
export type GoodEnd = Extract<TransferEvent, {type: 'delivered' | 'received'}>;

/** How the transfers of a command end. */
export type TransferEnds = Disposable & {
	/** Resolves when it has ended well, also before it was asked. Rejects with FtError otherwise; `attempt`: `not uploaded`. */
	of(transfer: string, attempt: string): Promise<GoodEnd>;
	/** Something could not be read, or was left out of any of them. */
	readonly hasLeftOut: boolean;
	/** Where files lie that were there already. */
	readonly same: ReadonlySet<string>;
};

/** Watches from now on. */
export function watchEnds(client: Pick<Client, 'subscribe'>): TransferEnds {
	const ended = new Map<string, PromiseWithResolvers<EndEvent>>();
	const endOf = (transfer: string): PromiseWithResolvers<EndEvent> => {
		const known = ended.get(transfer) ?? Promise.withResolvers<EndEvent>();
		ended.set(transfer, known);
		return known;
	};
	let hasLeftOut = false;
	const same = new Set<string>();
	const unsubscribe = client.subscribe((event) => {
		if (event.type === 'skipped' && event.cause === 'failed') hasLeftOut = true;
		else if (event.type === 'skipped') same.add(event.path);
		if (isEnd(event)) endOf(event.transfer).resolve(event);
	});
	return {
		async of(transfer, attempt) {
			const event = await endOf(transfer).promise;
			if (event.type === 'delivered' || event.type === 'received') return event;
			const code = event.type === 'declined' ? 'declined' : event.code;
			throw new FtError(code, event.reason === '' ? attempt : `${attempt}: ${event.reason}`);
		},
		get hasLeftOut() {
			return hasLeftOut;
		},
		same,
		[Symbol.dispose]: unsubscribe,
	};
}

type EndEvent = Extract<
	TransferEvent,
	{type: 'delivered' | 'received' | 'declined' | 'cancelled' | 'failed' | 'expired'}
>;

function isEnd(event: ClientEvent): event is EndEvent {
	return endEvents.has(event.type);
}
