import {stagingKeepMs} from '../protocol/limits.ts';
import {realDisk} from './disk.ts';
import {listStagings, openStagingFolder} from './staging-folder.ts';

/**
 * Deletes what began to arrive below a downloads folder, or a folder of the hub, and has not moved for thirty days: its sender
 * gave up while nobody was here to hear of it, or will send all of it again. Of one recipient only, when it is named. What a
 * process has open stays; so does what cannot be deleted, until the next time. Returns how many went. Never rejects.
 */
export async function removeStaleStagings(
	downloads: string,
	nowMs: number,
	recipientShortId?: string,
): Promise<number> {
	let removed = 0;
	for (const staging of await listStagings(downloads).catch(() => [])) {
		const isOurs = recipientShortId === undefined || staging.recipientShortId === recipientShortId;
		if (!isOurs || staging.changedMs > nowMs - stagingKeepMs) continue;
		try {
			await openStagingFolder(realDisk, {...staging, downloads}).remove();
			removed++;
		} catch {
			// Somebody has it open, or the disk refuses.
		}
	}
	return removed;
}
