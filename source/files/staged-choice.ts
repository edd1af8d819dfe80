import {plainSegmentBytes} from '../protocol/limits.ts';
import {withoutRanges, type Range} from '../protocol/ranges.ts';
import {needsChoice, readChoice, readRule, writeChoice, type Choice, type SavingRule} from './choice.ts';
import {chooseEntries, type AskCollision} from './choose-entries.ts';
import {toDiskError} from './disk-error.ts';
import type {Disk} from './disk.ts';
import type {HeldSegments} from './held-segments.ts';
import type {PublishIntent} from './publish-intent.ts';
import type {StagedTree} from './staged-tree.ts';
import type {StagingFolder} from './staging-folder.ts';
import {unwantedSegments} from './unwanted-segments.ts';

/** What is taken of a transfer, by the rule its staging was made with. */
export type StagedChoice = {
	readonly rule: SavingRule;
	/** Undefined while nothing was chosen, or the rule takes everything. */
	readonly made: Choice | undefined;
	/** Something is to be chosen before anything but the list of files comes. */
	readonly isOpen: boolean;
	/** It is open, and the list of files is there: the turn of `choose`. */
	readonly isDue: boolean;
	/** Of what is missing, what may be asked for now. */
	narrow(missing: readonly Range[]): Range[];
	/**
	 * Decides by the rule and by what is in `folder` below downloads (as for `publish`) what is taken, and records it; what is not
	 * taken counts as written. Nothing happens when it is not due. Rejects with FtError `no-such-file` when nothing is wanted,
	 * `disk-full`, `disk-error`, and as `ask` does; then it can be called again.
	 */
	choose(folder: readonly string[], ask: AskCollision | undefined): Promise<void>;
	/** Resolves when nothing is being chosen. Never rejects. */
	settled(): Promise<void>;
};

/** Takes up the choice of an earlier run, if the list of files that it was made of is there still. Throws what the disk throws. */
export function openStagedChoice(options: {
	readonly disk: Disk;
	readonly folder: StagingFolder;
	readonly intent: PublishIntent;
	readonly tree: StagedTree;
	readonly held: HeldSegments;
	/** Stands when staging has none of its own. */
	readonly rule: SavingRule;
	readonly manifestBytes: number;
	/** Content bytes. */
	readonly bytes: number;
}): StagedChoice {
	const {disk, folder, intent, tree, held, manifestBytes, bytes} = options;
	const contentEnd = manifestBytes + bytes;
	const rule = readRule(disk, folder.staging, options.rule);
	let choice: Choice | undefined;
	let choosing: Promise<void> | undefined;
	const isOpen = (): boolean => needsChoice(rule) && !choice && !intent.isPlanned;
	const take = (taken: Choice): void => {
		choice = taken;
		const left = new Set([...taken.left, ...taken.same]);
		const isTaken = (entry: number): boolean => !left.has(entry);
		held.settle(unwantedSegments({entries: tree.layout?.entries ?? [], isTaken, manifestBytes, contentEnd}));
	};
	const choose = async (below: readonly string[], ask: AskCollision | undefined): Promise<void> => {
		try {
			const entries = tree.layout?.entries ?? [];
			const taken = await chooseEntries({disk, root: folder.downloads, folder: below, rule, entries, ask});
			writeChoice(disk, folder.staging, taken);
			take(taken);
		} catch (error) {
			throw toDiskError(`choose what is saved in ${folder.downloads.path}`, error);
		} finally {
			choosing = undefined;
		}
	};
	const recorded = tree.layout && readChoice(disk, folder.staging);
	if (recorded) take(recorded);
	const isDue = (): boolean => isOpen() && tree.layout !== undefined;
	return {
		rule,
		get made() {
			return choice;
		},
		get isOpen() {
			return isOpen();
		},
		get isDue() {
			return isDue();
		},
		narrow: (missing) =>
			isOpen() ? withoutRanges(missing, [[Math.ceil(manifestBytes / plainSegmentBytes), null]]) : [...missing],
		async choose(below, ask) {
			if (isDue()) choosing ??= choose(below, ask);
			await choosing;
		},
		async settled() {
			await choosing?.catch(() => undefined);
		},
	};
}
