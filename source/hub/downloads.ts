import {display} from '../base/display.ts';
import {createInTurnByKey} from '../base/in-turn.ts';
import {openStatement} from '../crypto/statement.ts';
import {openOutbox, listOutboxes, type Outbox, outboxFolder} from '../files/outbox.ts';
import {FtError} from '../protocol/errors.ts';
import {outboxKeepMs} from '../protocol/limits.ts';
import type {ClientMessageOf, SentMessageOf} from '../protocol/messages.ts';
import {hasMoved} from '../protocol/space-event.ts';
import type {End} from '../transfer/end.ts';
import {createOutgoing, type Outgoing, type OutgoingMessage} from '../transfer/outgoing.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import type {FoldersOptions} from './own-end.ts';
import {hasEnded} from './leg.ts';
import {makeDownload} from './make-download.ts';
import {tell, type Session} from './session.ts';
import {createTurns} from './turns.ts';

/** What people get from the hub's folders: the hub as a sender. */
export type Downloads = {
	/** Offers it, to that session alone; again, when it is known. `checkRoom` throws when one more is too many, or nobody wants it any more. Rejects with FtError. */
	fetch(session: Session, message: ClientMessageOf<'fetch'>, checkRoom: () => void): Promise<void>;
	handle(message: OutgoingMessage): void;
	/** Takes up a download of this user that an earlier run of the hub began. Never rejects. */
	revive(session: Session, transfer: string): Promise<void>;
	close(): Promise<void>;
};

/** Creates it with nothing open. What is open holds descriptors: a download whose recipient has gone is closed until it asks again. */
export function createDownloads(options: FoldersOptions & {readonly end: End}): Downloads {
	const {clock, identity, users, spaces, end, onEvent, outboxRoot, transfers} = options;
	const open = new Map<string, Outgoing>();
	/** Of each user one is prepared at a time: a walk through a large folder takes its time. */
	const turns = createTurns<string>(clock);
	/** Who asked last: the one who is offered it. */
	const fetchers = new Map<string, Session>();
	/** What is being done with an outbox: the next step of that transfer comes after it. */
	const steps = createInTurnByKey();
	const closing = new AbortController();

	/** Undefined when there is none. Rejects with `usage` for somebody else's. */
	const findOutbox = async (transfer: string, userId: string): Promise<Outbox | undefined> => {
		try {
			const outbox = await openOutbox(outboxFolder(outboxRoot, transfer));
			if (outbox.meta.recipients[0] === userId) return outbox;
			outbox.close();
		} catch (error) {
			const known = toFtError(error);
			if (known.code === 'no-such-transfer') return undefined;
			throw known;
		}
		throw new FtError('usage', 'that transfer id belongs to somebody else');
	};
	const findUser = (userId: string) => {
		const user = users.find(userId);
		if (!user) throw new FtError('no-such-user', 'the hub does not know you any more');
		return user;
	};
	const serve = (outbox: Outbox): Outgoing => {
		const {transfer, recipients, fetched} = outbox.meta;
		const userId = recipients[0] ?? '';
		const space = fetched?.space ?? 'public';
		const outgoing = createOutgoing({
			...{clock, identity, outbox, nameOf: (id) => users.find(id)?.name ?? id},
			hub: {
				...end,
				send(message) {
					if (message.type === 'offer') offer(message, `${space}: ${display(outbox.meta.title)}`);
					else end.send(message);
				},
			},
			keysOf: async (id) => openStatement(findUser(id).statement),
			openBody: async (source) => (await spaces.of(space, findUser(userId))).space.openBody(source),
			onEvent(event) {
				if (event.type === 'error') onEvent(event);
				if (event.type !== 'delivered' || !hasMoved(event, outbox.meta.files)) return;
				for (const {path, bytes} of fetched?.tops ?? [])
					onEvent({type: 'downloaded', space, path, bytes, user: event.user});
			},
			onEnd() {
				open.delete(transfer);
				fetchers.delete(transfer);
			},
		});
		open.set(transfer, outgoing);
		return outgoing;
	};
	const offer = (message: SentMessageOf<'client'> & {type: 'offer'}, place: string): void => {
		const fetcher = fetchers.get(message.transfer);
		if (fetcher) transfers().offerTo(fetcher, message, place);
	};
	const park = async (transfer: string): Promise<void> => {
		const outgoing = open.get(transfer);
		open.delete(transfer);
		await outgoing?.close();
	};
	const find = async (transfer: string, userId: string): Promise<Outgoing | undefined> => {
		const running = open.get(transfer);
		const outbox = running ? undefined : await findOutbox(transfer, userId);
		return running ?? (outbox && serve(outbox));
	};
	/** One whose recipient is back before it has asked again. */
	const wake = async (message: OutgoingMessage): Promise<void> => {
		const {transfer} = message;
		const [recipientId] =
			transfers()
				.find(transfer ?? '')
				?.legs.keys() ?? [];
		if (transfer === undefined || recipientId === undefined || closing.signal.aborted) return;
		(await find(transfer, recipientId))?.handle(message);
	};
	const prepare: Downloads['fetch'] = async (session, message, checkRoom) => {
		const {transfer} = message;
		const known = transfers().find(transfer);
		const leg = known?.legs.get(session.userId);
		if (known && (known.own !== 'sender' || !leg))
			throw new FtError('usage', 'that transfer id belongs to somebody else');
		if (leg && hasEnded(leg)) {
			tell(session, {
				type: 'state',
				transfer,
				state: leg.state,
				reason: leg.reason,
				...(leg.code && {code: leg.code}),
			});
			return;
		}
		await steps.run(transfer, async () => {
			let outgoing = await find(transfer, session.userId);
			if (!outgoing) {
				if (!known) checkRoom();
				outgoing = serve(await makeDownload(message, findUser(session.userId), {...options, signal: closing.signal}));
			}
			fetchers.set(transfer, session);
			await outgoing.offer();
		});
	};
	const report = (error: unknown): void => {
		const {code, message} = toFtError(error);
		onEvent({type: 'error', code, message});
	};
	const sweep = async (): Promise<void> => {
		for (const {folder, meta} of await listOutboxes(outboxRoot, report)) {
			if (open.has(meta.transfer) || meta.timeMs > clock.nowMs() - outboxKeepMs) continue;
			await steps.run(meta.transfer, async () => {
				(await openOutbox(folder)).remove();
			});
		}
	};
	const sweepDaily = (): void => {
		sweep().catch(report);
		unschedule = clock.schedule(sweepMs, sweepDaily);
	};
	let unschedule = (): void => undefined;
	sweepDaily();

	return {
		async fetch(session, message, checkRoom) {
			await turns.take(session.userId, async () => {
				closing.signal.throwIfAborted();
				await prepare(session, message, checkRoom);
			});
		},
		handle(message) {
			const {transfer = ''} = message;
			const outgoing = open.get(transfer);
			if (outgoing) outgoing.handle(message);
			else if (wakeful.has(message.type)) steps.run(transfer, () => wake(message)).catch(report);
			// Who comes back asks for it again.
			if (message.type === 'state' && message.state === 'paused' && display(message.reason ?? '') === 'offline')
				steps.run(transfer, () => park(transfer)).catch(report);
		},
		async revive(session, transfer) {
			try {
				await steps.run(transfer, async () => {
					const outgoing = await find(transfer, session.userId);
					if (!outgoing) return;
					fetchers.set(transfer, session);
					await outgoing.offer();
				});
			} catch {
				// Then there is no such transfer of theirs.
			}
		},
		async close() {
			closing.abort(new FtError('cancelled', 'the hub stops'));
			unschedule();
			await steps.settled();
			await Promise.all([...open.values()].map((outgoing) => outgoing.close()));
		},
	};
}

const sweepMs = 24 * 3600 * 1000;
/** What is meant for a download that is closed. */
const wakeful: ReadonlySet<OutgoingMessage['type']> = new Set(['answer', 'ticket', 'receipt']);
