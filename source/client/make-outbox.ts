import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {createOffer, createTransferKey} from '../crypto/offer.ts';
import type {Identity} from '../crypto/identity.ts';
import {createSha256} from '../crypto/random.ts';
import {createOutbox, type Outbox} from '../files/outbox.ts';
import {createSourceFilter, type FilterOptions} from '../files/source-filter.ts';
import {describeSources} from '../files/source-title.ts';
import {walkTree, type LeftOut, type Skipped, type WalkOptions} from '../files/walk.ts';
import {FtError} from '../protocol/errors.ts';
import type {Into} from '../protocol/space-path.ts';
import {joinNames} from '../transfer/join-rows.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';

/** What somebody wants sent, and to whom. */
export type SendRequest = {
	/** Absolute. */
	readonly paths: readonly string[];
	/** Identity ids of the recipients. */
	readonly to: readonly string[];
	/** The names under which they were chosen; without one, the one that the id has when the send starts. */
	readonly names?: ReadonlyMap<string, string> | undefined;
	/** Keep it on the hub at once, whoever is online. */
	readonly store?: boolean | undefined;
	readonly note: string;
	/** What is left out. */
	readonly filter?: FilterOptions | undefined;
	/** A folder of the hub, which alone is `to` then. */
	readonly into?: Into | undefined;
};

/** Lists what is to be sent and keeps it as a new outbox, under this id. Throws FtError: a path is missing or unreadable, nothing to send. */
export async function makeOutbox(
	request: SendRequest,
	options: {
		readonly clock: Clock;
		readonly identity: Identity;
		readonly outboxRoot: string;
		readonly transfer: string;
		readonly hubId: string;
		readonly signal: AbortSignal;
		readonly onProgress: WalkOptions['onProgress'];
	},
): Promise<{readonly outbox: Outbox; readonly skipped: readonly Skipped[]; readonly leftOut: LeftOut}> {
	const {clock, identity, outboxRoot, transfer, hubId, signal, onProgress} = options;
	const {paths, to, note, filter, into, store} = request;
	const {entries, skipped, leftOut} = await walkTree(paths, {
		...{signal, onProgress},
		filter: filter && createSourceFilter(filter),
	});
	if (entries.length === 0)
		throw new FtError(
			'no-such-file',
			`nothing to send: ${skipped[0] ? `${skipped[0].path}: ${skipped[0].reason}` : 'all of it was left out, as asked'}`,
		);
	const {title, top} = describeSources(entries);
	const transferKey = createTransferKey();
	const timeMs = clock.nowMs();
	const {contentBytes: bytes, files} = entries;
	const outbox = await createOutbox(outboxRoot, {
		...{transfer, key: transferKey.toString('base64'), hubId, recipients: [...to], paths: [...paths], filter, into},
		...{title, note, timeMs, entries, ...(store && {store})},
		createHasher: createSha256,
		seal(manifest) {
			const summary = {title, top, note, ...manifest};
			return createOffer({identity, transfer, bytes, files, timeMs, summary, transferKey});
		},
	});
	return {outbox, skipped, leftOut};
}

/** The row of a send whose files are still being listed. */
export function toScanRow(
	{paths, to, into}: SendRequest,
	transfer: string,
	nameOf: (userId: string) => string,
): TransferRow {
	return {
		transfer,
		direction: 'send',
		title: display(paths[0]?.split('/').at(-1) ?? ''),
		peerId: to[0] ?? '',
		peerName: into?.space ?? joinNames(to.map(nameOf)),
		files: 0,
		bytes: 0,
		totalBytes: 0,
		state: {phase: 'scanning'},
	};
}
