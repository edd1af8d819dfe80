import * as v from 'valibot';
import {identityIdField} from '../protocol/fields.ts';
import {spaceNames} from '../protocol/space-path.ts';
import {realDisk} from './disk.ts';
import {hasStaging, isSameOffer, listStagings, openStagingFolder, type StagingKey} from './staging-folder.ts';

const schema = v.object({
	/** The hub's identity. */
	from: identityIdField,
	fetched: v.object({space: v.picklist(spaceNames), paths: v.array(v.array(v.string()))}),
});

/** What of a hub's folder is got. */
export type Fetched = v.InferOutput<typeof schema>['fetched'];
/** An unfinished get that no process serves. */
export type KeptGet = Fetched & {readonly transfer: string; readonly hubId: string};

/** For `offerJson` of a staging: the offer, and what was asked for. */
export function keepGet(offer: {readonly from: string}, {space, paths}: Fetched): string {
	return JSON.stringify({...offer, fetched: {space, paths}});
}

/** The unfinished gets of this identity whose files were to be saved in `out`; damaged ones are passed over. Throws FtError `disk-error`. */
export async function listKeptGets(out: string, recipientShortId: string): Promise<KeptGet[]> {
	const stagings = await listStagings(out);
	return stagings.flatMap((staging) => {
		const {transfer, offerJson} = staging;
		if (staging.recipientShortId !== recipientShortId || offerJson === undefined) return [];
		const kept = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), offerJson);
		if (!kept.success || !hasStaging(out, transfer, recipientShortId)) return [];
		return [{transfer, hubId: kept.output.from, ...kept.output.fetched}];
	});
}

/**
 * Deletes what was received under another offer of the same id: the hub keeps what it offered for seven days, then makes it anew,
 * and the two do not go together. Rejects with FtError `in-use`, `disk-error`.
 */
export async function dropStaleGet(key: StagingKey, offerJson: string): Promise<void> {
	const kept = (await listStagings(key.downloads)).find(
		(staging) => staging.transfer === key.transfer && staging.recipientShortId === key.recipientShortId,
	);
	if (kept && isSameOffer(kept.offerJson, offerJson) === false) await openStagingFolder(realDisk, key).remove();
}

/** Do two ask for the same, in whatever order? */
export function isSameGet(one: Fetched, other: Fetched): boolean {
	return toKey(one) === toKey(other);
}

function toKey({space, paths}: Fetched): string {
	return JSON.stringify([space, ...paths.map((path) => JSON.stringify(path)).toSorted()]);
}
