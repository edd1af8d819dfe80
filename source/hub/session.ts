import type {ClientMessage, SentMessageOf} from '../protocol/messages.ts';
import type {Channel} from '../transport/channel.ts';
import type {SessionTraffic} from './session-traffic.ts';

/** One admitted connection of one running process of a user. */
export type Session = {
	/** 16 random bytes as hex, chosen by the process and kept over its reconnects. */
	readonly id: string;
	readonly userId: string;
	/** As the user types it; ASCII, checked. */
	readonly name: string;
	readonly address: string;
	readonly takesOffers: boolean;
	/** It can upload to the hub: what it sends may be kept there. */
	readonly knowsSpool: boolean;
	/** Wall time of the welcome. */
	readonly sinceMs: number;
	readonly channel: Pick<Channel<'hub'>, 'send' | 'probe' | 'close' | 'abort' | 'queuedBytes' | 'roundTripMs'>;
	/** Of its transfers. */
	readonly traffic: SessionTraffic;
};

/** Tells a session something; dropped when its connection has ended. */
export function tell(session: Session | undefined, message: SentMessageOf<'hub'>): void {
	session?.channel.send(message);
}

/** A message of an admitted session: what is left after admission and the session machine took theirs. */
export type Request = Exclude<ClientMessage, {type: 'hello' | 'join' | 'ping' | 'pong' | 'bye'}>;
/** What is asked about the hub's folders. */
export type SpaceRequest = Extract<Request, {type: 'list' | 'search' | 'watch' | 'remove'}>;

/** Is it about what is in the folders, and not about a transfer? */
export function isSpaceRequest(message: Request): message is SpaceRequest {
	return ['list', 'search', 'watch', 'remove'].includes(message.type);
}
