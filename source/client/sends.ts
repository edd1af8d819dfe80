import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {createOffer, createTransferKey} from '../crypto/offer.ts';
import type {Identity} from '../crypto/identity.ts';
import {createSha256, randomId} from '../crypto/random.ts';
import {createOutbox, findUnfinished, listOutboxes, openOutbox, type Outbox} from '../files/outbox.ts';
import {createSourceFilter, type FilterOptions} from '../files/source-filter.ts';
import {describeSources} from '../files/source-title.ts';
import {walkTree, type LeftOut, type Skipped} from '../files/walk.ts';
import {FtError} from '../protocol/errors.ts';
import {toSpacePath, type Into, type SpacePathText} from '../protocol/space-path.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import type {ClientEvent} from './events.ts';
import type {Link} from './link.ts';
import {createOutgoing, type Outgoing} from '../transfer/outgoing.ts';
import type {People} from './people.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {toFtError} from '../transfer/to-ft-error.ts';

export type SendRequest = {
	/** Absolute. */
	readonly paths: readonly string[];
	/** Identity id of the recipient. */
	readonly to: string;
	/** The name under which the recipient was chosen; without it, the one that `to` has when the send starts. */
	readonly toName?: string | undefined;
	readonly note: string;
	/** What is left out. */
	readonly filter?: FilterOptions | undefined;
	/** A folder of the hub, which is `to` then. */
	readonly into?: Into | undefined;
};

/** What goes into a folder of the hub. */
export type PutRequest = Pick<SendRequest, 'paths' | 'filter'> &
	Omit<Into, 'folder'> & {readonly folder: SpacePathText};

/** What a send became at once. Its further fate comes as events. */
export type SendStarted = {
	readonly transfer: string;
	readonly files: number;
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
	outgoing(transfer: string): Outgoing | undefined;
	all(): readonly Outgoing[];
	/** Sends that are still being listed. */
	scanning(): readonly TransferRow[];
	/** Takes up the outboxes of earlier processes for this hub; those that another process serves stay there. Never rejects. */
	resumeAll(): Promise<void>;
	/** A receipt for what no process serves any more: its outbox is taken up to check it; without one the recipient need not repeat it. Never rejects. */
	takeReceipt(message: HubMessageOf<'receipt'>): Promise<void>;
	clearFinished(isFinished: (outgoing: Outgoing) => boolean): void;
	/** Ends what is still being listed. */
	close(): void;
};

/** Creates a register without sends. `outboxRoot` is the name's own. */
export function createSends(options: {
	readonly clock: Clock;
	readonly link: Link;
	readonly people: People;
	readonly identity: Identity;
	/** Our own, for what we put into the hub's folders. */
	readonly name: string;
	readonly outboxRoot: string;
	readonly onEvent: (event: ClientEvent) => void;
	readonly onChange: () => void;
}): Sends {
	const {clock, link, people, identity, name, outboxRoot} = options;
	const sends = new Map<string, Outgoing>();
	const scans = new Map<string, TransferRow>();
	const closing = new AbortController();

	const serve = (outbox: Outbox, chosenAs: string | undefined): Outgoing => {
		if (closing.signal.aborted) {
			outbox.close();
			throw new FtError('cancelled', 'the client ends');
		}
		const {recipients, into} = outbox.meta;
		const recipientId = recipients[0] ?? '';
		const outgoing = createOutgoing({
			...options,
			hub: link,
			outbox,
			recipientName: into?.space ?? chosenAs ?? people.nameOf(recipientId),
			keysOf: () => people.keysOf(recipientId, chosenAs),
			onSaved(saved) {
				if (!into) return;
				for (const {path, bytes} of saved)
					options.onEvent({type: 'uploaded', space: into.space, path: toSpacePath(path).join('/'), bytes, user: name});
			},
			onEnd: options.onChange,
		});
		sends.set(outbox.meta.transfer, outgoing);
		options.onChange();
		return outgoing;
	};
	const findHeld = async (request: SendRequest): Promise<Outbox | undefined> => {
		const unfinished = await findUnfinished(outboxRoot, {
			hubId: link.hubId ?? '',
			recipients: [request.to],
			paths: [...request.paths],
			filter: request.filter,
			into: request.into,
		});
		if (!unfinished || sends.has(unfinished.meta.transfer)) return undefined;
		try {
			return await openOutbox(unfinished.folder);
		} catch (error) {
			// Another process of this name is sending it: this is a second copy then.
			if (error instanceof FtError && (error.code === 'in-use' || error.code === 'no-such-transfer')) return undefined;
			throw error;
		}
	};
	/** Undefined when another process serves it, or it has gone. */
	const takeUp = async (folder: string): Promise<Outgoing | undefined> => {
		try {
			const outbox = await openOutbox(folder);
			return serve(outbox, people.find(outbox.meta.recipients[0] ?? '')?.name);
		} catch (error) {
			const known = toFtError(error);
			if (known.code !== 'in-use' && known.code !== 'no-such-transfer' && known.code !== 'cancelled') tellError(known);
			return undefined;
		}
	};
	const tellError = ({code, message}: FtError): void => {
		options.onEvent({type: 'error', code, message});
	};
	const make = async (
		request: SendRequest,
		transfer: string,
		signal: AbortSignal,
	): Promise<{outbox: Outbox; skipped: readonly Skipped[]; leftOut: LeftOut}> => {
		const {entries, skipped, leftOut} = await walkTree(request.paths, {
			signal,
			filter: request.filter && createSourceFilter(request.filter),
			onProgress(files, totalBytes) {
				scans.set(transfer, {...scanRow(request, transfer), files, totalBytes});
			},
		});
		if (entries.length === 0)
			throw new FtError(
				'no-such-file',
				`nothing to send: ${skipped[0] ? `${skipped[0].path}: ${skipped[0].reason}` : 'no files'}`,
			);
		const {title, top} = describeSources(entries);
		const transferKey = createTransferKey();
		const timeMs = clock.nowMs();
		const outbox = await createOutbox(outboxRoot, {
			transfer,
			key: transferKey.toString('base64'),
			hubId: link.hubId ?? '',
			recipients: [request.to],
			paths: [...request.paths],
			filter: request.filter,
			into: request.into,
			title,
			note: request.note,
			timeMs,
			entries,
			createHasher: createSha256,
			seal(manifest) {
				const summary = {title, top, note: request.note, ...manifest};
				return createOffer({
					identity,
					transfer,
					bytes: entries.contentBytes,
					files: entries.files,
					timeMs,
					summary,
					transferKey,
				});
			},
		});
		return {outbox, skipped, leftOut};
	};
	const scanRow = (request: SendRequest, transfer: string): TransferRow => ({
		transfer,
		direction: 'send',
		title: display(request.paths[0]?.split('/').at(-1) ?? ''),
		peerId: request.to,
		peerName: request.into?.space ?? people.nameOf(request.to),
		files: 0,
		bytes: 0,
		totalBytes: 0,
		state: {phase: 'scanning'},
	});

	const start: Sends['start'] = async (request, signal) => {
		if (link.hubId === undefined)
			throw new FtError('unreachable', 'there is no hub yet to send through; try again when it is connected');
		// Before anything is waited for: what the hub calls it meanwhile does not count.
		const chosenAs = request.toName ?? people.find(request.to)?.name;
		const held = await findHeld(request);
		if (held) {
			await serve(held, chosenAs).offer();
			return {
				transfer: held.meta.transfer,
				files: held.meta.files,
				bytes: held.meta.contentBytes,
				skipped: [],
				leftOut: {files: 0, folders: new Map()},
				isResumed: true,
			};
		}
		const transfer = randomId();
		scans.set(transfer, scanRow(request, transfer));
		options.onChange();
		try {
			const made = await make(request, transfer, AbortSignal.any([signal, closing.signal]));
			const {outbox, skipped, leftOut} = made;
			await serve(outbox, chosenAs).offer();
			const {files, contentBytes: bytes} = outbox.meta;
			return {transfer, files, bytes, skipped, leftOut, isResumed: false};
		} finally {
			scans.delete(transfer);
			options.onChange();
		}
	};

	return {
		start,
		put({paths, filter, folder, ...rest}, signal) {
			const into = {...rest, folder: toSpacePath(folder)};
			return start({paths, filter, into, to: link.hubId ?? '', note: ''}, signal);
		},
		outgoing: (transfer) => sends.get(transfer),
		all: () => [...sends.values()],
		scanning: () => [...scans.values()],
		async resumeAll() {
			try {
				const unfinished = await listOutboxes(outboxRoot, tellError);
				for (const {folder, meta} of unfinished.toReversed()) {
					if (meta.hubId === link.hubId && !sends.has(meta.transfer)) await (await takeUp(folder))?.offer();
				}
			} catch (error) {
				tellError(toFtError(error));
			}
		},
		async takeReceipt(message) {
			try {
				const found = (await listOutboxes(outboxRoot)).find(({meta}) => meta.transfer === message.transfer);
				const outgoing = sends.get(message.transfer) ?? (found && (await takeUp(found.folder)));
				outgoing?.handle(message);
				if (!found && !outgoing) link.send({type: 'receipt-seen', transfer: message.transfer, user: message.user});
			} catch (error) {
				tellError(toFtError(error));
			}
		},
		clearFinished(isFinished) {
			for (const [transfer, outgoing] of sends) if (isFinished(outgoing)) sends.delete(transfer);
		},
		close() {
			closing.abort(new FtError('cancelled', 'the client ends'));
		},
	};
}
