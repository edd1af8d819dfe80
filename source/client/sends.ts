import type {Clock} from '../base/clock.ts';
import {createInTurn} from '../base/in-turn.ts';
import type {Identity} from '../crypto/identity.ts';
import {randomId} from '../crypto/random.ts';
import {findUnfinished, listOutboxes, openOutbox, type Outbox} from '../files/outbox.ts';
import {outboxRoot as outboxesOf} from '../files/home.ts';
import {numberedElsewhere} from '../files/numbered-names.ts';
import {removeStdinCopies} from '../files/stdin-copy.ts';
import type {LeftOut, Skipped} from '../files/walk.ts';
import {FtError} from '../protocol/errors.ts';
import {maxRecipients} from '../protocol/limits.ts';
import {toSpacePath, type Into, type SpacePathText} from '../protocol/space-path.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import type {ClientEvent} from './events.ts';
import {checkKeeping} from './check-keeping.ts';
import {isFinished} from './finished.ts';
import type {Link} from './link.ts';
import {makeOutbox, toScanRow, type SendRequest} from './make-outbox.ts';
import {createOutgoing, type Outgoing} from '../transfer/outgoing.ts';
import type {LegEndState} from '../transfer/outgoing-leg.ts';
import type {People} from './people.ts';
import type {RowOrder} from './row-order.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {toFtError} from '../transfer/to-ft-error.ts';

/** What goes into a folder of the hub. */
export type PutRequest = Pick<SendRequest, 'paths' | 'filter'> &
	Omit<Into, 'folder'> & {readonly folder: SpacePathText};

/** What a send became at once. Its further fate comes as events. */
export type SendStarted = {
	readonly transfer: string;
	readonly files: number;
	readonly folders: number;
	readonly bytes: number;
	readonly skipped: readonly Skipped[];
	/** By the filter. */
	readonly leftOut: LeftOut;
	readonly isResumed: boolean;
};

/** What we send. */
export type Sends = {
	/** The same into a folder of the hub. */
	put(request: PutRequest, signal: AbortSignal): Promise<SendStarted>;
	/** Lists the files, keeps an outbox and offers it; the same request again goes on with the unfinished one. Throws FtError: a path is missing or unreadable, nothing to send. */
	start(request: SendRequest, signal: AbortSignal): Promise<SendStarted>;
	online(welcome: HubMessageOf<'welcome'>): void;
	/** Offers again what is under way. Never rejects. */
	offer(outgoing: Outgoing): Promise<void>;
	outgoing(transfer: string): Outgoing | undefined;
	/** The same, or taken up from an earlier process; undefined when it is gone, or another process serves it. Never rejects. */
	take(transfer: string): Promise<Outgoing | undefined>;
	all(): readonly Outgoing[];
	/** Sends that are still being listed. */
	scanning(): readonly TransferRow[];
	/** Takes up the outboxes of earlier processes for this hub; those that another process serves stay there. Never rejects. */
	resumeAll(): Promise<void>;
	/** A receipt or another end of what no process serves any more: its outbox is taken up to note it, and put down again; without one it need not be repeated. Never rejects. */
	takeEnd(message: HubMessageOf<'receipt'> | LegEndState): Promise<void>;
	/** Resolves when the receipts and ends that came have been looked at. Never rejects. */
	settled(): Promise<void>;
	clearFinished(isOver: (outgoing: Outgoing) => boolean): void;
	/** Ends what is still being listed. */
	close(): void;
};

/** Creates a register without sends. `stateFolder` is the name's own. */
export function createSends(options: {
	readonly clock: Clock;
	readonly link: Link;
	readonly people: People;
	readonly identity: Identity;
	/** Our own, for what we put into the hub's folders. */
	readonly name: string;
	readonly stateFolder: string;
	readonly order: RowOrder;
	/** It has an id now. */
	readonly onBegun: (transfer: string, request: SendRequest) => void;
	readonly onEvent: (event: ClientEvent) => void;
	readonly onChange: () => void;
}): Sends {
	const {clock, link, people, identity, name, order} = options;
	const outboxRoot = outboxesOf(options.stateFolder);
	const sends = new Map<string, Outgoing>();
	const scans = new Map<string, TransferRow>();
	const closing = new AbortController();
	/** What the hub does not relay it keeps. */
	let canKeep = false;

	/** Whoever looks for outboxes does it alone: one that is held for a moment by another step is not gone. */
	const looks = createInTurn();

	const serve = (outbox: Outbox, chosenAs: ReadonlyMap<string, string>, store?: boolean): Outgoing => {
		if (closing.signal.aborted) {
			outbox.close();
			throw new FtError('cancelled', 'the client ends');
		}
		const {into} = outbox.meta;
		const outgoing = createOutgoing({
			...options,
			hub: link,
			outbox,
			store,
			nameOf: (id) => into?.space ?? chosenAs.get(id) ?? people.nameOf(id),
			keysOf: (id) => people.keysOf(id, chosenAs.get(id)),
			onSaved(saved) {
				if (!into) return;
				for (const {path, bytes} of saved)
					options.onEvent({type: 'uploaded', space: into.space, path: toSpacePath(path).join('/'), bytes, user: name});
				const names = saved.map(({path}) => toSpacePath(path).at(-1) ?? '');
				for (const one of numberedElsewhere(outbox.meta.paths, names))
					options.onEvent({type: 'renamed', transfer: outbox.meta.transfer, cause: 'taken', ...one});
			},
			onEnd() {
				removeStdinCopies(options.stateFolder, outbox.meta.paths);
				options.onChange();
			},
		});
		sends.set(outbox.meta.transfer, outgoing);
		order.begin(outbox.meta.transfer);
		options.onChange();
		return outgoing;
	};
	const findHeld = async (request: SendRequest): Promise<Outbox | undefined> => {
		const unfinished = await findUnfinished(outboxRoot, {
			hubId: link.hubId ?? '',
			recipients: [...request.to],
			paths: [...request.paths],
			filter: request.filter,
			into: request.into,
		});
		if (!unfinished || sends.has(unfinished.meta.transfer)) return undefined;
		try {
			const outbox = await openOutbox(unfinished.folder);
			if (!outbox.meta.recipients.every((id) => outbox.ends.has(id))) return outbox;
			// Cancelled without a hub to tell: it is told now.
			await serve(outbox, new Map()).offer();
			return undefined;
		} catch (error) {
			// Another process of this name is sending it: this is a second copy then.
			if (error instanceof FtError && (error.code === 'in-use' || error.code === 'no-such-transfer')) return undefined;
			throw error;
		}
	};
	/** Before anything is waited for: what the hub calls them meanwhile does not count. */
	const namesOf = (ids: readonly string[], given?: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
		new Map(
			ids.flatMap((id): Array<[string, string]> => {
				const name = given?.get(id) ?? people.find(id)?.name;
				return name === undefined ? [] : [[id, name]];
			}),
		);
	/** Undefined when another process serves it, or it has gone. */
	const takeUp = async (folder: string): Promise<Outgoing | undefined> => {
		try {
			const outbox = await openOutbox(folder);
			order.takeUp(outbox.meta.transfer);
			return serve(outbox, namesOf(outbox.meta.recipients));
		} catch (error) {
			const known = toFtError(error);
			if (known.code !== 'in-use' && known.code !== 'no-such-transfer' && known.code !== 'cancelled') tellError(known);
			return undefined;
		}
	};
	const tellError = ({code, message}: FtError): void => {
		options.onEvent({type: 'error', code, message});
	};

	const find = async (transfer: string): Promise<string | undefined> =>
		(await listOutboxes(outboxRoot)).find(({meta}) => meta.transfer === transfer && meta.hubId === link.hubId)?.folder;
	const offer = async (outgoing: Outgoing): Promise<void> => {
		const ids = outgoing.row.recipients?.map(({id}) => id) ?? [];
		checkKeeping(canKeep, ids.length, false);
		// Of one who is alone the offer itself asks.
		await people.learnKeys(ids).catch(() => undefined);
		await outgoing.offer();
	};
	const start: Sends['start'] = async (request, signal) => {
		if (link.hubId === undefined)
			throw new FtError('unreachable', 'there is no hub yet to send through; try again when it is connected');
		if (request.to.length > maxRecipients)
			throw new FtError('limit', `${request.to.length} recipients are too many for one send: at most ${maxRecipients}`);
		checkKeeping(canKeep, request.to.length, request.store ?? false);
		const chosenAs = namesOf(request.to, request.names);
		const held = await looks.run(() => findHeld(request));
		if (held) {
			await offer(serve(held, chosenAs, request.store));
			return {
				transfer: held.meta.transfer,
				files: held.meta.files,
				folders: held.meta.entries - held.meta.files,
				bytes: held.meta.contentBytes,
				skipped: [],
				leftOut: {files: 0, folders: new Map()},
				isResumed: true,
			};
		}
		const transfer = randomId();
		scans.set(transfer, toScanRow(request, transfer, people.nameOf));
		order.begin(transfer);
		options.onChange();
		try {
			const {outbox, skipped, leftOut} = await makeOutbox(request, {
				...{clock, identity, outboxRoot, transfer, hubId: link.hubId},
				signal: AbortSignal.any([signal, closing.signal]),
				onProgress(files, totalBytes) {
					scans.set(transfer, {...toScanRow(request, transfer, people.nameOf), files, totalBytes});
				},
			});
			options.onBegun(transfer, request);
			await offer(serve(outbox, chosenAs));
			const {files, entries, contentBytes: bytes} = outbox.meta;
			return {transfer, files, folders: entries - files, bytes, skipped, leftOut, isResumed: false};
		} finally {
			scans.delete(transfer);
			options.onChange();
		}
	};

	const take = async (transfer: string): Promise<Outgoing | undefined> => {
		try {
			const folder = sends.has(transfer) ? undefined : await find(transfer);
			return sends.get(transfer) ?? (folder === undefined ? undefined : await takeUp(folder));
		} catch (error) {
			tellError(toFtError(error));
			return undefined;
		}
	};
	const resumeAll = async (): Promise<void> => {
		try {
			const unfinished = await listOutboxes(outboxRoot, tellError);
			for (const {folder, meta} of unfinished.toReversed()) {
				const isWaiting = meta.hubId === link.hubId && !sends.has(meta.transfer);
				const outgoing = isWaiting ? await takeUp(folder) : undefined;
				if (outgoing) await offer(outgoing);
			}
		} catch (error) {
			tellError(toFtError(error));
		}
	};
	const takeEnd: Sends['takeEnd'] = async (message) => {
		const {transfer, user} = message;
		const seen = message.type === 'receipt' ? 'receipt-seen' : 'end-seen';
		try {
			const served = sends.get(transfer);
			const folder = served ? undefined : await find(transfer);
			const outgoing = served ?? (folder === undefined ? undefined : await takeUp(folder));
			outgoing?.handle(message);
			if (!folder && !outgoing) link.send({type: seen, transfer, user});
			if (served || !outgoing) return;
			await outgoing.settled();
			if (isFinished({row: outgoing.row})) return;
			sends.delete(transfer);
			await outgoing.close();
		} catch (error) {
			tellError(toFtError(error));
		}
	};

	return {
		start,
		online({capabilities}) {
			canKeep = capabilities.includes('spool');
		},
		async offer(outgoing) {
			await offer(outgoing).catch((error: unknown) => {
				tellError(toFtError(error));
			});
		},
		put({paths, filter, folder, ...rest}, signal) {
			const into = {...rest, folder: toSpacePath(folder)};
			return start({paths, filter, into, to: [link.hubId ?? ''], note: ''}, signal);
		},
		outgoing: (transfer) => sends.get(transfer),
		all: () => [...sends.values()],
		scanning: () => [...scans.values()],
		take: (transfer) => looks.run(() => take(transfer)),
		resumeAll: () => looks.run(resumeAll),
		takeEnd: (message) => looks.run(() => takeEnd(message)),
		async settled() {
			await looks.settled();
			await Promise.all([...sends.values()].map((outgoing) => outgoing.settled()));
		},
		clearFinished(isOver) {
			for (const [transfer, outgoing] of sends) if (isOver(outgoing)) sends.delete(transfer);
		},
		close() {
			closing.abort(new FtError('cancelled', 'the client ends'));
		},
	};
}
