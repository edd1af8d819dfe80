import {display} from '../base/display.ts';
import type {UsersTable} from '../files/users-table.ts';
import {FtError} from '../protocol/errors.ts';
import {maxTextQueueBytes} from '../protocol/limits.ts';
import type {ClientMessageOf} from '../protocol/messages.ts';
import type {HubEvent} from './events.ts';
import type {Listings} from './listings.ts';
import type {Folders} from './own-end.ts';
import type {Roster} from './roster.ts';
import {isSpaceRequest, tell, type Request, type Session} from './session.ts';
import type {Transfers} from './transfers.ts';

/** Makes the function that deals with what an admitted session asks. A failure is answered with a `refuse`. */
export function createRequestTaker(parts: {
	readonly users: UsersTable;
	readonly roster: Roster;
	readonly transfers: Transfers;
	readonly listings: Listings;
	readonly folders: Folders;
	readonly onEvent: (event: HubEvent) => void;
}): (session: Session, message: Request) => void {
	const {users, roster, transfers, listings, folders, onEvent} = parts;
	const handle = async (session: Session, message: Request): Promise<void> => {
		if (isSpaceRequest(message)) {
			await listings.handle(session, message);
			return;
		}
		// Who hears of an offer or a word has heard of whom it is from.
		if (message.type !== 'keys' && message.type !== 'offers') roster.announceNow(session.userId);
		if (message.type === 'keys') {
			const statements = message.users.flatMap((id) =>
				id === folders.session.userId ? folders.statement : (users.find(id)?.statement ?? []),
			);
			tell(session, {type: 'keys', request: message.request, statements});
		} else if (message.type === 'offers') {
			tell(session, {type: 'offers', request: message.request, count: transfers.showOffers(session)});
		} else if (message.type === 'say') {
			say(session, message);
		} else await transfers.handle(session, message);
	};
	const say = (session: Session, {request, time, copies}: ClientMessageOf<'say'>): void => {
		const reached: string[] = [];
		const slow: string[] = [];
		for (const {to, sealed, signature} of copies) {
			const takers = roster.takersOf(to);
			const ready = takers.filter(({channel}) => channel.queuedBytes <= maxTextQueueBytes);
			for (const taker of ready) tell(taker, {type: 'say', from: session.userId, time, sealed, signature});
			if (ready.length > 0) reached.push(to);
			else if (takers.length > 0) slow.push(to);
		}
		tell(session, {type: 'said', request, to: reached, ...(slow.length === 0 ? {} : {slow})});
		if (reached.length > 0)
			onEvent({type: 'text', from: session.name, to: reached.flatMap((id) => users.find(id)?.name ?? [])});
	};
	const refuse = (session: Session, message: Request, error: unknown): void => {
		const refusal = toHubError(error);
		if (refusal.code === 'internal')
			onEvent({
				type: 'error',
				code: refusal.code,
				message: `${message.type} of ${session.name}: ${display(String(refusal.cause))}`,
			});
		const about = 'request' in message ? {request: message.request} : {transfer: message.transfer};
		tell(session, {type: 'refuse', ...about, code: refusal.code, message: refusal.message});
	};
	return (session, message) => {
		handle(session, message).catch((error: unknown) => {
			refuse(session, message, error);
		});
	};
}

/** What others are told of anything thrown: a mistake of ours without its details, which stay in `cause`. */
export function toHubError(error: unknown): FtError {
	return error instanceof FtError
		? error
		: new FtError('internal', 'the hub met an error of its own; its log says more', {cause: error});
}
