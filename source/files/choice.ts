import * as v from 'valibot';
import {readWhole, writeFileAt, type Disk} from './disk.ts';
import type {FolderHandle} from './folder-handle.ts';

/** What happens to a file whose name is taken. Folders: `rename` renames the top one, the others merge file by file. */
export type IfExists = 'rename' | 'skip' | 'overwrite';

/** What whoever receives wants of a transfer; kept with it, so that the next process goes by the same. */
export type SavingRule = {
	/** `ask`: somebody is asked for each file that is there already; folders merge. */
	readonly ifExists: IfExists | 'ask';
	/** What is there with the same size and time is taken for the same, and not received. Not with `rename`. */
	readonly quick: boolean;
	/** Patterns as lines of a `.gitignore`: nothing else is received. Empty: everything is. */
	readonly only: readonly string[];
};

/** Everything comes, and nothing that is there is touched. */
export const keepBoth: SavingRule = {ifExists: 'rename', quick: false, only: []};

/** What a rule means for one transfer: numbers of its entries, ascending. */
export type Choice = {
	/** Neither received nor saved. */
	readonly left: readonly number[];
	/** There already, by size and time: not received. */
	readonly same: readonly number[];
	/** Files that may replace what is there, because somebody said so. */
	readonly overwrite: readonly number[];
};

/** Must the list of files be there before anything else is asked for? */
export function needsChoice({ifExists, quick, only}: SavingRule): boolean {
	return ifExists === 'ask' || (quick && ifExists !== 'rename') || only.length > 0;
}

const numbers = v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));
const choiceSchema = v.object({left: numbers, same: numbers, overwrite: numbers});
const ruleSchema = v.object({
	ifExists: v.picklist(['rename', 'skip', 'overwrite', 'ask']),
	quick: v.boolean(),
	only: v.array(v.string()),
});

/** The rule that staging was made with; `otherwise` where there is none, or a damaged one. Throws what the disk throws. */
export function readRule(disk: Disk, staging: FolderHandle, otherwise: SavingRule): SavingRule {
	return read(disk, staging.at('rule'), ruleSchema) ?? otherwise;
}

/** What was chosen by it; undefined while nothing was. Throws what the disk throws. */
export function readChoice(disk: Disk, staging: FolderHandle): Choice | undefined {
	return read(disk, staging.at('choice'), choiceSchema);
}

/** Records a choice, whole or not at all; `publishTree` syncs it. Throws what the disk throws. */
export function writeChoice(disk: Disk, staging: FolderHandle, choice: Choice): void {
	const bytes = Buffer.from(JSON.stringify(choice));
	writeFileAt(disk, staging.at('choice.new'), 0o600, [bytes], 0, (descriptor) => {
		disk.ftruncateSync(descriptor, bytes.length);
	});
	disk.renameSync(staging.at('choice.new'), staging.at('choice'));
}

function read<Value>(disk: Disk, file: string, schema: v.GenericSchema<Value>): Value | undefined {
	const bytes = readWhole(disk, file);
	if (!bytes) return undefined;
	try {
		return v.parse(schema, JSON.parse(bytes.toString()));
	} catch {
		return undefined;
	}
}
