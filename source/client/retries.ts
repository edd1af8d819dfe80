import {toRetryJson, parseRetryJson, type RetryRequest} from '../files/retry-request.ts';
import type {TransferRecord, TransfersTable} from '../files/transfers-table.ts';
import {FtError} from '../protocol/errors.ts';
import {toSpacePath} from '../protocol/space-path.ts';
import type {Gets, GetRequest} from './gets.ts';
import type {SendRequest} from './make-outbox.ts';
import type {Sends} from './sends.ts';

/** What was begun once more, as which transfer. */
export type Retried = {
	readonly transfer: string;
	readonly kind: RetryRequest['kind'];
	readonly skipped: ReadonlyArray<{readonly path: string; readonly reason: string}>;
};

/** How what was begun by this name can be begun once more, in a later process as well: a failed transfer has ended for good, its request has not. */
export type Retries = {
	/** Of what lies in ft's own folders, standard input or for standard output, nothing is there afterwards: it is not remembered. */
	rememberSend(transfer: string, request: SendRequest): void;
	rememberGet(transfer: string, request: GetRequest): void;
	/** What has failed through this hub and can be begun once more, oldest first. */
	failed(): readonly TransferRecord[];
	/** Begins it once more, once; of several recipients with those only with whom it failed. Rejects with FtError: nobody knows how, or as the first time. */
	retry(transfer: string, signal: AbortSignal): Promise<Retried>;
};

/** Failed transfers that are looked at: `ft transfers` shows no more either. */
const maxLookedAt = 1000;

/** Creates it over what this name remembers. */
export function createRetries(options: {
	readonly transfers: TransfersTable;
	readonly sends: Pick<Sends, 'start'>;
	readonly gets: Pick<Gets, 'start'>;
	/** How what is got once more is saved. */
	readonly saving: GetRequest['saving'];
	readonly hubId: () => string | undefined;
	readonly nowMs: () => number;
	/** ft's own, of this name. */
	readonly stateFolder: string;
}): Retries {
	const {transfers, sends, gets, saving, hubId, nowMs, stateFolder} = options;
	const remember = (transfer: string, request: RetryRequest): void => {
		transfers.saveRequest(transfer, toRetryJson(request), nowMs());
	};
	const requestOf = (transfer: string): RetryRequest | undefined => {
		const json = transfers.requestOf(transfer);
		return json === undefined ? undefined : parseRetryJson(json);
	};
	const begin = async (request: RetryRequest, names: SendRequest['names'], signal: AbortSignal): Promise<Retried> =>
		request.kind === 'send'
			? {kind: 'send', ...(await sends.start({...request, names}, signal))}
			: {kind: 'get', ...(await gets.start({...request, saving}, signal))};
	return {
		rememberSend(transfer, {paths, to, note, store, filter, into}) {
			if (paths.some((path) => path.startsWith(stateFolder))) return;
			remember(transfer, {
				...{kind: 'send', paths: [...paths], to: [...to], note, store},
				filter: filter && {...filter, exclude: [...filter.exclude]},
				into: into && {...into, folder: [...into.folder]},
			});
		},
		rememberGet(transfer, {space, paths, out}) {
			if (out.startsWith(stateFolder)) return;
			remember(transfer, {kind: 'get', space, paths: paths.map((path) => [...toSpacePath(path)]), out});
		},
		failed: () =>
			transfers
				.list(maxLookedAt)
				.filter((record) => record.state === 'failed' && record.hubId === hubId() && requestOf(record.transfer))
				.toReversed(),
		async retry(transfer, signal) {
			const request = requestOf(transfer);
			if (!request) throw new FtError('no-such-transfer', 'this was not begun here: send or download it anew');
			const peers = transfers.find(transfer).flatMap((record) => (record.direction === 'send' ? record.peers : []));
			const failed = peers.filter(({state}) => state === 'failed');
			const isToSome = request.kind === 'send' && !request.into && failed.length > 0;
			const again = isToSome ? {...request, to: failed.map(({id}) => id)} : request;
			const retried = await begin(again, new Map(failed.map(({id, name}) => [id, name])), signal);
			if (retried.transfer !== transfer) transfers.dropRequest(transfer);
			return retried;
		},
	};
}
