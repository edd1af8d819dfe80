import type {Clock} from '../base/clock.ts';
import type {TransfersTable} from '../files/transfers-table.ts';
import {maxHubReceipts, receiptKeepMs, spoolLookMs} from '../protocol/limits.ts';
import type {HubEvent} from './events.ts';
import {toHubError} from './take-request.ts';

/**
 * Forgets receipts that the hub signed for uploads, now and every hour until the returned function is called. A sender who comes
 * back for one that was forgotten uploads it anew.
 */
export function ageReceipts(options: {
	readonly clock: Clock;
	readonly receipts: Pick<TransfersTable, 'prune'>;
	readonly onEvent: (event: HubEvent) => void;
}): () => void {
	const {clock, receipts, onEvent} = options;
	let unschedule: () => void;
	const look = (): void => {
		unschedule = clock.schedule(spoolLookMs, look);
		try {
			receipts.prune(clock.nowMs() - receiptKeepMs, maxHubReceipts);
		} catch (error) {
			const {code, message, cause} = toHubError(error);
			onEvent({type: 'error', code, message: `old receipts could not be deleted: ${message}: ${String(cause)}`});
		}
	};
	look();
	return () => {
		unschedule();
	};
}
