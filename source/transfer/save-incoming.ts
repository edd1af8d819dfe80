import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import type {Identity} from '../crypto/identity.ts';
import {createReceipt} from '../crypto/receipt.ts';
import {numberedNames, type NumberedName} from '../files/numbered-names.ts';
import type {Published} from '../files/publish-intent.ts';
import type {Staging} from '../files/staging.ts';
import {FtError} from '../protocol/errors.ts';
import type {ClientMessageOf, HubMessageOf, SentMessageOf} from '../protocol/messages.ts';

/** Where the top-level entries of a transfer stand now. */
export type Placed = Pick<Published, 'paths' | 'skipped'> & {
	/** What is told here. */
	readonly renamed?: Published['renamed'];
	/** At the hub, which tells its sender instead. */
	readonly upload?: Pick<Extract<SentMessageOf<'hub'>, {type: 'receipt'}>, 'saved' | 'numbered'>;
};

/** Puts a complete staging under its final names, and records the receipt that `sign` makes of it before staging goes. Rejects with FtError. */
export type PublishStaging = (
	staging: Staging,
	sign: (published: Pick<Published, 'skipped'>) => ClientMessageOf<'receipt'>,
) => Promise<Placed>;

/** What was saved of a transfer: its receipt, where it lies, and what the sender could not read. */
export type Saved = {
	readonly receipt: ClientMessageOf<'receipt'> & Placed['upload'];
	/** One for each top-level entry. */
	readonly paths: readonly string[];
	readonly failed: ReadonlyArray<{readonly path: string; readonly reason: string}>;
	/** Places of files that were there already, the same. */
	readonly same: readonly string[];
	/** How many files were not taken. */
	readonly left: number;
	/** What has another name here than at its sender, because that cannot be here or is taken: its path from the top of the transfer, and that name. The first hundred of each. */
	readonly renamed: ReadonlyArray<NumberedName & {readonly cause: 'name' | 'taken'}>;
	/** How many names were taken. */
	readonly numbered: number;
};

/**
 * Step 6 at the recipient: publishes a complete staging and signs for it.
 * Rejects with FtError `tampered` when something of it is not what its sender signed and has to come again, `source-changed`
 * when the sender could read nothing of it, `disk-full`, `disk-error`, `protocol`.
 */
export async function saveIncoming(options: {
	readonly staging: Staging;
	readonly offer: HubMessageOf<'offer'>;
	readonly identity: Identity;
	readonly clock: Clock;
	readonly publish: PublishStaging;
}): Promise<Saved> {
	const {staging, offer, identity, clock} = options;
	await staging.check();
	const {failed: unread} = staging.trailer();
	const failed = failedOf(staging, unread);
	const left = leftFiles(staging);
	const unsafe = renamedOf(staging, unread);
	const trailerHash = staging.trailerHash();
	const {transfer, from: senderId, bytes} = offer;
	let receipt: ClientMessageOf<'receipt'> | undefined;
	const sign = ({skipped}: Pick<Published, 'skipped'>): ClientMessageOf<'receipt'> => {
		const fields = {
			identity,
			transfer,
			senderId,
			bytes,
			trailerHash,
			timeMs: clock.nowMs(),
			same: skipped.length,
			left,
		};
		receipt ??= {type: 'receipt', ...createReceipt(fields)};
		return receipt;
	};
	const {upload, renamed = [], ...published} = await options.publish(staging, sign);
	const said = {...sign(published), ...upload};
	const {paths, skipped: same} = published;
	const taken = numberedNames(renamed).map((one) => ({...one, cause: 'taken'}) as const);
	return {receipt: said, paths, failed, same, left, renamed: [...unsafe, ...taken], numbered: renamed.length};
}

/** The trailer's list of what its sender could not read: read from the disk once. */
type Unread = ReturnType<Staging['trailer']>['failed'];

/** What of the files that are taken its sender could not read. Throws FtError `source-changed` when that is all of them. */
function failedOf(staging: Staging, unread: Unread): Saved['failed'] {
	const {left = [], same = []} = staging.choice.made ?? {};
	const notTaken = new Set([...left, ...same]);
	const failed = unread.filter(({entry}) => !notTaken.has(entry));
	if (failed.length > 0 && failed.length >= staging.entries.length - left.length) {
		throw new FtError(
			'source-changed',
			`nothing of it could be read where it comes from: ${display(failed[0]?.reason ?? '')}`,
		);
	}
	return failed.map(({entry, reason}) => ({path: staging.entries.at(entry)?.path ?? '', reason: display(reason)}));
}

function renamedOf(staging: Staging, unread: Unread): Saved['renamed'] {
	const {left = [], same = []} = staging.choice.made ?? {};
	const notSaved = new Set([...left, ...same, ...unread.map(({entry}) => entry)]);
	const saved = staging.renamed.filter(({entry}) => !notSaved.has(entry));
	return saved.map(({entry, from}) => ({cause: 'name', path: staging.entries.at(entry)?.path ?? '', from}));
}

function leftFiles({entries, choice}: Staging): number {
	return (choice.made?.left ?? []).filter((index) => entries.at(index)?.kind === 'file').length;
}
