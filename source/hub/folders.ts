import {createStatement} from '../crypto/statement.ts';
import {FtError} from '../protocol/errors.ts';
import {maxOpenInFolders} from '../protocol/limits.ts';
import type {HubMessage, SentMessageOf} from '../protocol/messages.ts';
import type {End} from '../transfer/end.ts';
import {authorizeInSpace} from './authorize.ts';
import {createDownloads} from './downloads.ts';
import type {Folders, FoldersOptions, Register} from './own-end.ts';
import {ageReceipts} from './receipt-age.ts';
import type {Session} from './session.ts';
import {toHubError} from './take-request.ts';
import {createUploads} from './uploads.ts';
import {createOwnSession} from './own-session.ts';

/** Creates the session of the hub's folders; nothing is opened, but old receipts go from now on. */
export function createFolders(options: FoldersOptions): Folders {
	const {clock, identity, transfers, onEvent} = options;
	/** In order, and never while the hub is still telling what is answered here. */
	const say = (message: SentMessageOf<'client'>): void => {
		queueMicrotask(() => {
			// Ours: there is nothing in it to be judged.
			const request = message as Parameters<Register['handle']>[1];
			transfers()
				.handle(session, request)
				.catch((error: unknown) => {
					const {code, message: text, cause} = toHubError(error);
					if (code === 'internal')
						onEvent({type: 'error', code, message: `the hub's folders: ${text}: ${String(cause)}`});
				});
		});
	};
	const end: End = {send: say, dialData: options.dial, isOnline: true};
	const uploads = createUploads({...options, end});
	const downloads = createDownloads({...options, end});
	const take = (message: SentMessageOf<'hub'>): void => {
		// As it would have come over a connection: made of messages that were judged there.
		const told = message as HubMessage;
		switch (told.type) {
			case 'offer':
				uploads.take(told.transfer);
				return;
			case 'receipt-seen':
				options.receipts.markReceiptSeen(told.transfer);
				return;
			case 'ticket':
				if (told.end === 'receive') uploads.handle(told);
				else downloads.handle(told);
				return;
			case 'state':
				if (told.user === undefined) uploads.handle(told);
				else downloads.handle(told);
				return;
			case 'answer':
			case 'progress':
			case 'receipt':
				downloads.handle(told);
				return;
			default:
		}
	};
	const session = createOwnSession({clock, hubId: identity.id, takesOffers: true, take});
	const gone = new WeakSet<Session>();
	const stopAging = ageReceipts(options);
	const checkRoom = (userId: string): void => {
		if (transfers().countInFolders(userId) >= maxOpenInFolders)
			throw new FtError(
				'limit',
				`${maxOpenInFolders} of your transfers with the hub's folders are unfinished already; try again when some are through, or cancel them: ft transfers`,
			);
	};
	return {
		session,
		statement: createStatement(identity, clock.nowMs()),
		check({userId}, {transfer, into, copies}) {
			const isForHub = copies.some(({to}) => to === identity.id);
			if (!into && !isForHub) return;
			if (!into || !isForHub || copies.length !== 1)
				throw new FtError('usage', "what is sent to the hub's folders names one of them, and goes to nobody else");
			if (!authorizeInSpace('user', into.space, 'put', into.space === 'private'))
				throw new FtError(
					'not-allowed',
					`only the hub's operator puts files into ${into.space}. Put yours into shared or private`,
				);
			if (!transfers().find(transfer)) checkRoom(userId);
		},
		async fetch(fetcher, message) {
			if (!authorizeInSpace('user', message.space, 'fetch', message.space === 'private'))
				throw new FtError('not-allowed', `you may not read ${message.space}`);
			await downloads.fetch(fetcher, message, () => {
				if (gone.has(fetcher)) throw new FtError('cancelled', 'the session has left');
				checkRoom(fetcher.userId);
			});
		},
		revive: downloads.revive,
		left(session) {
			gone.add(session);
		},
		async close() {
			stopAging();
			await Promise.all([uploads.close(), downloads.close()]);
		},
	};
}
