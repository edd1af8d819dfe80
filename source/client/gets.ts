import {display} from '../base/display.ts';
import type {Identity} from '../crypto/identity.ts';
import {randomId} from '../crypto/random.ts';
import {createAskedNames, type IsAsked} from '../files/asked-names.ts';
import {isSameGet, keepGet, listKeptGets, type Fetched} from '../files/kept-gets.ts';
import {FtError} from '../protocol/errors.ts';
import {maxFetchPaths, maxLargeFrameBytes, maxPathBytes} from '../protocol/limits.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import {hasMoved} from '../protocol/space-event.ts';
import type {Summary} from '../protocol/summary.ts';
import {toSpacePath, type SpaceName, type SpacePathText} from '../protocol/space-path.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import type {TransferEvent} from '../transfer/transfer-event.ts';
import type {ClientEvent} from './events.ts';
import type {Link} from './link.ts';
import type {Saving} from './saving.ts';

export type GetRequest = {
	readonly space: SpaceName;
	/** Components from the root of the space; an empty path is all of it. */
	readonly paths: readonly SpacePathText[];
	/** Absolute: the folder it is saved in. */
	readonly out: string;
	readonly saving: Saving;
};

/** What a get became at once. Its further fate comes as events. */
export type GetStarted = {
	readonly transfer: string;
	readonly files: number;
	readonly bytes: number;
	/** What the hub left out, because it cannot be sent; the first of them. */
	readonly skipped: ReadonlyArray<{readonly path: string; readonly reason: string}>;
	readonly skippedEntries: number;
	/** Something of what was asked for, the first 64, is a folder. */
	readonly hasFolder: boolean;
	readonly isResumed: boolean;
};

/** What the hub offers of it. */
type Offered = {readonly offer: Pick<HubMessageOf<'offer'>, 'files' | 'bytes'>; readonly summary: Summary};

/** What we asked the hub's folders for. The transfers themselves are among the offers that were taken. */
export type Gets = {
	/** Asks the hub; the same request again goes on with the unfinished one. Rejects with FtError: no such file, may not be read. */
	start(request: GetRequest, signal: AbortSignal): Promise<GetStarted>;
	/** The hub offers what was asked for: where it goes. Undefined when nobody asked. */
	find(transfer: string): Wanted | undefined;
	/** It is shown and begins. */
	begun(transfer: string, offered: Offered): void;
	/** False when it is none of ours, or is under way already. */
	refused(transfer: string, error: FtError): boolean;
	ended(transfer: string): void;
	/** Asks again for all that has not ended. */
	online(): void;
	/** Goes on with what earlier processes were getting into this folder. Never rejects. */
	resumeAll(out: string, saving: Saving): Promise<void>;
};

/** One that was asked for. */
export type Wanted = GetRequest & {
	/** An earlier process had begun it, and nobody has asked for it again in this one. */
	readonly isTakenUp: boolean;
	/** May an entry of this name come at the top? */
	readonly isAsked: IsAsked;
	/** What is kept in staging, so that the same request finds it again. */
	keep(offer: HubMessageOf<'offer'>): string;
	/** Tells what an event of the transfer means for the hub's folders; `sizes` of the top-level entries, `files` in all. */
	tell(event: TransferEvent, sizes: readonly number[], files: number): void;
};

type Asked = Wanted & {readonly isResumed: boolean; readonly begun: PromiseWithResolvers<GetStarted>; isBegun: boolean};

/** Creates it with nothing asked for. */
export function createGets(options: {
	readonly link: Link;
	readonly identity: Identity;
	/** Our own. */
	readonly name: string;
	/** It has an id now. */
	readonly onBegun: (transfer: string, request: GetRequest) => void;
	readonly onEvent: (event: ClientEvent) => void;
}): Gets {
	const {link, identity, name, onEvent} = options;
	const asked = new Map<string, Asked>();
	const ask = (transfer: string, {space, paths}: GetRequest): void => {
		link.send({type: 'fetch', transfer, space, paths: paths.map((path) => [...path])});
	};
	const findUnfinished = async ({out, space, paths}: GetRequest): Promise<string | undefined> => {
		const kept = await listKeptGets(out, identity.shortId);
		return kept.find(
			(get) => get.hubId === link.hubId && !asked.has(get.transfer) && isSameGet(get, toFetched({space, paths})),
		)?.transfer;
	};
	const begin = async (given: GetRequest, signal: AbortSignal, isTakenUp: boolean): Promise<GetStarted> => {
		const request = {...given, paths: withoutTwice(given.paths.map(toSpacePath))};
		const {hubId} = link;
		if (hubId === undefined)
			throw new FtError('unreachable', 'there is no hub yet to get files from; try again when it is connected');
		const {space, paths} = request;
		if (paths.length > maxFetchPaths || JSON.stringify(paths).length > maxLargeFrameBytes / 2)
			throw new FtError('limit', `these are too many at once: at most ${maxFetchPaths}. Get the folder they are in`);
		const unfinished = await findUnfinished(request);
		signal.throwIfAborted();
		const transfer = unfinished ?? randomId();
		const begun = Promise.withResolvers<GetStarted>();
		asked.set(transfer, {
			...request,
			begun,
			isTakenUp,
			isBegun: false,
			isResumed: unfinished !== undefined,
			isAsked: createAskedNames(request.paths),
			keep: (offer) => keepGet(offer, toFetched(request)),
			tell(event, sizes, files) {
				if (event.type !== 'received' || !hasMoved(event, files)) return;
				for (const [index, path] of paths.entries()) {
					const bytes = paths.length === 1 ? event.bytes : (sizes[index] ?? 0);
					onEvent({type: 'downloaded', space, path: path.join('/'), bytes, user: name});
				}
			},
		});
		const giveUp = (): void => {
			asked.delete(transfer);
			link.send({type: 'cancel', transfer});
			begun.reject(signal.reason);
		};
		signal.addEventListener('abort', giveUp, {once: true});
		ask(transfer, request);
		try {
			return await begun.promise;
		} finally {
			signal.removeEventListener('abort', giveUp);
		}
	};
	return {
		start: (request, signal) => begin(request, signal, false),
		find: (transfer) => asked.get(transfer),
		begun(transfer, offered) {
			const one = asked.get(transfer);
			if (!one) return;
			one.isBegun = true;
			options.onBegun(transfer, one);
			one.begun.resolve({...toStarted(offered), transfer, isResumed: one.isResumed});
		},
		refused(transfer, error) {
			const one = asked.get(transfer);
			if (!one || one.isBegun) return false;
			asked.delete(transfer);
			one.begun.reject(error);
			return true;
		},
		ended(transfer) {
			asked.delete(transfer);
		},
		online() {
			for (const [transfer, one] of asked) ask(transfer, one);
		},
		async resumeAll(out, saving) {
			try {
				for (const kept of await listKeptGets(out, identity.shortId)) {
					if (kept.hubId === link.hubId && !asked.has(kept.transfer))
						await begin({...kept, out, saving}, new AbortController().signal, true);
				}
			} catch (error) {
				const {code, message} = toFtError(error);
				onEvent({type: 'error', code, message});
			}
		},
	};
}

function withoutTwice(paths: ReadonlyArray<readonly string[]>): ReadonlyArray<readonly string[]> {
	return [...new Map(paths.map((path) => [path.join('/'), path])).values()];
}

function toFetched({space, paths}: Pick<GetRequest, 'space' | 'paths'>): Fetched {
	return {space, paths: paths.map((path) => [...toSpacePath(path)])};
}

function toStarted({offer, summary}: Offered): Omit<GetStarted, 'transfer' | 'isResumed'> {
	const {files, bytes} = offer;
	const {entries: skippedEntries = 0, first = []} = summary.leftOut ?? {};
	const skipped = first.map(([path, reason]) => ({path: display(path, maxPathBytes), reason: display(reason)}));
	return {files, bytes, skipped, skippedEntries, hasFolder: summary.top.some(([, , flag]) => flag === 'd')};
}
