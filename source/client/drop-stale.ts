import {display} from '../base/display.ts';
import type {LogRing} from '../base/log.ts';
import {formatCount} from '../base/size-text.ts';
import {removeStaleStagings} from '../files/stale-stagings.ts';
import {maxPathBytes} from '../protocol/limits.ts';

/** Deletes pieces of ours that have not moved for long from the downloads folder, and says so in the log. Never rejects. */
export async function dropStale(
	downloads: string,
	{shortId, nowMs, log}: {readonly shortId: string; readonly nowMs: number; readonly log: LogRing},
): Promise<void> {
	const removed = await removeStaleStagings(downloads, nowMs, shortId);
	if (removed === 0) return;
	const what = formatCount(removed, 'transfer');
	log.add('info', `deleted from ${display(downloads, maxPathBytes)}: ${what} of which nothing came for 30 days`);
}
