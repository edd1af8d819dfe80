import type {HeldSegments} from './held-segments.ts';
import type {Journal, JournalRecord} from './journal.ts';
import type {StagedTree} from './staged-tree.ts';
import {yieldTurn} from './time-slices.ts';

/** The tag that a segment's plaintext has under this number and IV. */
export type FloeTag = (number: number, iv: Uint8Array, isLast: boolean, parts: readonly Uint8Array[]) => Buffer;

/** What an earlier run left of a transfer. */
export type Restored = {
	readonly journal: Journal;
	readonly tree: StagedTree;
	readonly held: HeldSegments;
	readonly floeTag: FloeTag;
	/** How many segments hold a part of the manifest. */
	readonly manifestSegments: number;
	/** Of numbers that are in the journal twice, because they came again: the index of the last record. */
	readonly superseded: Map<number, number>;
};

/**
 * Takes up the journalled segments. The manifest is checked at once, for it says where all others lie: without a whole and
 * good one everything is asked for again. Rejects with FtError `disk-full`, `disk-error`.
 */
export async function restoreSegments(restored: Restored): Promise<void> {
	const {journal, tree, held, manifestSegments, superseded} = restored;
	const manifestRecords = new Map<number, JournalRecord>();
	for (const record of journal.records()) {
		if (record.number < manifestSegments) manifestRecords.set(record.number, record);
	}
	const isWhole = manifestRecords.size === manifestSegments && (await isManifestGood(restored, manifestRecords));
	if (!isWhole || !tree.layout) {
		journal.clear();
		tree.expectManifest(Array.from({length: manifestSegments}, (_, number) => number));
		return;
	}
	let index = 0;
	for (const {number, isLast} of journal.records()) {
		if (!held.add(number, isLast)) superseded.set(number, index);
		index++;
	}
	held.useLayout(tree.layout);
	await tree.prepare();
}

/** Reads back what was restored, segment by segment, and tells of each that is not as it was sealed. Runs beside receiving; ends early when `isEnding`. */
export async function verifySegments(
	restored: Restored,
	onBad: (number: number) => void,
	isEnding: () => boolean,
): Promise<void> {
	const {journal, held, manifestSegments, superseded} = restored;
	let index = -1;
	for (const record of journal.records()) {
		index++;
		if (isEnding()) return;
		if (record.number < manifestSegments || !held.has(record.number)) continue;
		if ((superseded.get(record.number) ?? index) !== index) continue;
		if (!(await isGood(restored, record))) onBad(record.number);
		await yieldTurn();
	}
}

async function isManifestGood(restored: Restored, records: ReadonlyMap<number, JournalRecord>): Promise<boolean> {
	try {
		await restored.tree.loadManifest();
	} catch {
		return false;
	}
	for (const record of records.values()) if (!(await isGood(restored, record))) return false;
	return true;
}

async function isGood({tree, floeTag}: Restored, {number, iv, tag, isLast}: JournalRecord): Promise<boolean> {
	const plaintext = await tree.read(number, isLast);
	return plaintext !== undefined && floeTag(number, iv, isLast, [plaintext]).equals(tag);
}
