import type {SentMessageOf} from '../protocol/messages.ts';
import type {DataConnection} from '../transport/data-connection.ts';

/** One end's way to the hub: a link for a client, a call for the hub's own folders. */
export type End = {
	/** Says it when online, else drops it: whoever must be heard says it again later. */
	send(message: SentMessageOf<'client'>): void;
	/** A data connection for a ticket. Rejects with FtError, or the signal's reason. */
	dialData(ticket: string, signal: AbortSignal): Promise<DataConnection>;
	readonly isOnline: boolean;
};
