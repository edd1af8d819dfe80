import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import type {Identity} from '../crypto/identity.ts';
import {createReceipt} from '../crypto/receipt.ts';
import type {Staging} from '../files/staging.ts';
import {FtError} from '../protocol/errors.ts';
import type {ClientMessageOf, HubMessageOf, SentMessageOf} from '../protocol/messages.ts';

/** Where the top-level entries of a transfer stand now. */
export type Placed = {
	/** One for each. */
	readonly paths: readonly string[];
	/** At the hub, which tells its sender. */
	readonly saved?: Extract<SentMessageOf<'hub'>, {type: 'receipt'}>['saved'];
};

/** What was saved of a transfer: its receipt, where it lies, and what the sender could not read. */
export type Saved = {
	readonly receipt: ClientMessageOf<'receipt'> & Pick<Placed, 'saved'>;
	/** One for each top-level entry. */
	readonly paths: readonly string[];
	readonly failed: ReadonlyArray<{readonly path: string; readonly reason: string}>;
};

/**
 * Step 6 at the recipient: publishes a complete staging and signs for it.
 * Rejects with FtError `source-changed` when the sender could read nothing of it, `disk-full`, `disk-error`, `protocol`.
 */
export async function saveIncoming(options: {
	readonly staging: Staging;
	readonly offer: HubMessageOf<'offer'>;
	readonly identity: Identity;
	readonly clock: Clock;
	/** Records the receipt before staging goes. */
	readonly publish: (staging: Staging, receipt: ClientMessageOf<'receipt'>) => Promise<Placed>;
}): Promise<Saved> {
	const {staging, offer, identity, clock} = options;
	const trailer = staging.trailer();
	if (trailer.failed.length > 0 && trailer.failed.length >= staging.entries.length) {
		throw new FtError(
			'source-changed',
			`nothing of it could be read by its sender: ${display(trailer.failed[0]?.reason ?? '')}`,
		);
	}
	const trailerHash = staging.trailerHash();
	const signed = createReceipt({
		identity,
		transfer: offer.transfer,
		senderId: offer.from,
		bytes: offer.bytes,
		trailerHash,
		timeMs: clock.nowMs(),
	});
	const receipt = {type: 'receipt', ...signed} as const;
	const failed = trailer.failed.map(({entry, reason}) => ({
		path: staging.entries[entry]?.path ?? '',
		reason: display(reason),
	}));
	const {paths, saved} = await options.publish(staging, receipt);
	return {receipt: saved ? {...receipt, saved} : receipt, paths, failed};
}
