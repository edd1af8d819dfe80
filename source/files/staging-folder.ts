import path from 'node:path';
import * as v from 'valibot';
import {FtError} from '../protocol/errors.ts';
import {isTransferId} from '../protocol/ids.ts';
import {systemCode, toDiskError} from './disk-error.ts';
import {realDisk, readWhole, writeFileAt, type Disk} from './disk.ts';
import {openFolder, openPrivateSubfolder, openSubfolder, type FolderHandle} from './folder-handle.ts';
import {holdTree} from './held-tree.ts';
import {takeLock, type Lock} from './lock.ts';
import {makeFolder} from './make-folder.ts';
import {removeTree} from './remove-tree.ts';

/** Which staging folder: `<downloads>/.ft-partial/<transfer>-<recipientShortId>/`. */
export type StagingKey = {
	/** Absolute. */
	readonly downloads: string;
	readonly transfer: string;
	readonly recipientShortId: string;
};

/** A staging folder that is ours: held open and locked. */
export type StagingFolder = {
	readonly downloads: FolderHandle;
	readonly staging: FolderHandle;
	/** `tree` in it, for paths of any depth: links put in the place of folders lead nothing astray. */
	readonly tree: FolderHandle;
	/** Frees it; everything stays. Idempotent. */
	close(): void;
	/** Renames it, so that it is gone at once and not bit by bit, deletes it, and frees it, also when that fails. Nothing but what ft makes there is touched. Idempotent. Throws what the disk throws. */
	remove(): Promise<void>;
};

/** What is kept in staging for the next start; what is there from an earlier one stands. */
export type KeptTexts = {readonly rule?: string | undefined; readonly offer?: string | undefined};

/**
 * Makes or opens a staging folder, 0700, downloads with it; takes its lock. Throws FtError `in-use` when another process or
 * window has it, `protocol` when another offer with this id is kept in it, `disk-full`, `disk-error`.
 */
export function openStagingFolder(disk: Disk, key: StagingKey, kept: KeptTexts = {}): StagingFolder {
	const name = stagingName(key);
	const opened: Array<{close(): void}> = [];
	const keep = <Handle extends {close(): void}>(handle: Handle): Handle => {
		opened.push(handle);
		return handle;
	};
	const close = (): void => {
		for (const handle of opened.splice(0).toReversed()) handle.close();
	};
	try {
		makeFolder(key.downloads);
		const downloads = keep(openFolder(disk, key.downloads));
		const partial = keep(openPrivateSubfolder(disk, downloads, partialFolder));
		const staging = keep(openPrivateSubfolder(disk, partial, name));
		const lock = takeStagingLock(key, staging);
		keep({
			close() {
				lock.release();
			},
		});
		const tree = keep(holdTree(disk, openSubfolder(disk, staging, 'tree', 0o700)));
		if (kept.rule !== undefined && !readWhole(disk, staging.at('rule'))) keepText(disk, staging, 'rule', kept.rule);
		// Last: with it, the transfer goes on by itself.
		if (kept.offer !== undefined) keepOffer(disk, key, staging, kept.offer);
		let isRemoved = false;
		const remove = async (): Promise<void> => {
			if (isRemoved) return;
			isRemoved = true;
			try {
				await sweep(disk, partial);
				disk.renameSync(partial.at(name), partial.at(name + goneSuffix));
				await removeStaging(disk, staging);
				removeIfEmpty(disk, partial.at(name + goneSuffix));
				removeIfEmpty(disk, downloads.at(partialFolder));
			} finally {
				close();
			}
		};
		return {downloads, staging, tree, close, remove};
	} catch (error) {
		close();
		throw toDiskError(`receive into ${key.downloads}`, error);
	}
}

/** Is there a staging folder for this transfer that nobody has open? Then it was accepted before, and its offer need not ask again. */
export function hasStaging(downloads: string, transfer: string, recipientShortId: string): boolean {
	const name = stagingName({downloads, transfer, recipientShortId});
	try {
		using root = openFolder(realDisk, downloads);
		using partial = openSubfolder(realDisk, root, partialFolder);
		using staging = openSubfolder(realDisk, partial, name);
		if (!realDisk.lstatSync(staging.at('offer')).isFile()) return false;
		using lock = takeLock(staging.at('lock'));
		return lock !== undefined;
	} catch {
		return false;
	}
}

/** What lies in staging below a downloads folder, whoever left it: for taking up at start. `offerJson` is as it was kept: check it again. What was being deleted when a process ended is deleted; other names are passed over. */
export async function listStagings(
	downloads: string,
): Promise<Array<{transfer: string; recipientShortId: string; offerJson: string | undefined; changedMs: number}>> {
	if (!realDisk.lstatSync(path.join(downloads, partialFolder), {throwIfNoEntry: false})) return [];
	try {
		using root = openFolder(realDisk, downloads);
		using partial = openSubfolder(realDisk, root, partialFolder);
		await sweep(realDisk, partial);
		const names = realDisk.readdirSync(partial.at('.'));
		if (names.length === 0) removeIfEmpty(realDisk, root.at(partialFolder));
		return names.flatMap((name) => {
			const [, transfer, recipientShortId] = ownPattern.exec(name) ?? [];
			if (transfer === undefined || recipientShortId === undefined) return [];
			const changedMs = changeOf(partial, name);
			return [{transfer, recipientShortId, offerJson: readOffer(partial, name), changedMs}];
		});
	} catch (error) {
		throw toDiskError(`look for unfinished transfers in ${downloads}`, error);
	}
}

/** Are both, as JSON, offers of the same sender for the same body? Undefined when what was kept is damaged. */
export function isSameOffer(kept: string | undefined, offerJson: string): boolean | undefined {
	try {
		const [one, other] = [kept ?? '', offerJson].map((text) => v.parse(offerKey, JSON.parse(text)));
		return one?.from === other?.from && one?.header === other?.header;
	} catch {
		return undefined;
	}
}

const offerKey = v.object({from: v.optional(v.string()), header: v.optional(v.string())});

const partialFolder = '.ft-partial';
const goneSuffix = '.gone';
const ownPattern = /^([0-9a-f]{32})-([a-z2-7]{8})$/;
/** Every file that ft makes in a staging folder, beside `tree`. */
const ownFiles = [
	...['rule', 'rule.new', 'offer', 'offer.new', 'choice', 'choice.new'],
	...['manifest', 'trailer', 'journal', 'publish', 'lock', 'lock.pid'],
];

function stagingName({transfer, recipientShortId}: StagingKey): string {
	const name = `${transfer}-${recipientShortId}`;
	if (!isTransferId(transfer) || !ownPattern.test(name)) {
		throw new FtError('internal', 'a staging folder was asked for by something that is no transfer');
	}
	return name;
}

function takeStagingLock(key: StagingKey, staging: FolderHandle): Lock {
	const lock = takeLock(staging.at('lock'));
	if (!lock)
		throw new FtError('in-use', `another window is receiving this transfer into ${key.downloads}; let it go on there`);
	return lock;
}

/** What another sender, or another body, has there under the same id is not touched. */
function keepOffer(disk: Disk, key: StagingKey, staging: FolderHandle, offerJson: string): void {
	const kept = readWhole(disk, staging.at('offer'));
	const isSame = kept && isSameOffer(kept.toString(), offerJson);
	if (isSame === false)
		throw new FtError(
			'protocol',
			`cannot receive ${key.transfer.slice(0, 8)}: another transfer, unfinished in ${key.downloads}, has the same id. Ask the sender to send it again`,
		);
	if (!isSame) keepText(disk, staging, 'offer', offerJson);
}

/** Whole or not at all. */
function keepText(disk: Disk, staging: FolderHandle, name: keyof KeptTexts, text: string): void {
	const bytes = Buffer.from(text);
	writeFileAt(disk, staging.at(`${name}.new`), 0o600, [bytes], 0, (descriptor) => {
		disk.ftruncateSync(descriptor, bytes.length);
	});
	disk.renameSync(staging.at(`${name}.new`), staging.at(name));
}

function readOffer(partial: FolderHandle, name: string): string | undefined {
	try {
		using staging = openSubfolder(realDisk, partial, name);
		return readWhole(realDisk, staging.at('offer'))?.toString();
	} catch {
		return undefined;
	}
}

/** When something of it came last; Infinity when that cannot be seen. */
function changeOf(partial: FolderHandle, name: string): number {
	try {
		using staging = openSubfolder(realDisk, partial, name);
		const journal = realDisk.lstatSync(staging.at('journal'), {throwIfNoEntry: false});
		return Math.max(realDisk.lstatSync(staging.at('.')).mtimeMs, journal?.mtimeMs ?? 0);
	} catch {
		return Infinity;
	}
}

/** Deletes what was renamed for it before a crash. What will not go is in nobody's way, and is tried again another time. */
async function sweep(disk: Disk, partial: FolderHandle): Promise<void> {
	for (const name of disk.readdirSync(partial.at('.'))) {
		if (!name.endsWith(goneSuffix) || !ownPattern.test(name.slice(0, -goneSuffix.length))) continue;
		try {
			using staging = openSubfolder(disk, partial, name);
			await removeStaging(disk, staging);
			removeIfEmpty(disk, partial.at(name));
		} catch {
			// Another window deletes it too, or the disk refuses.
		}
	}
}

/** Deletes what ft made in a staging folder; a file of somebody else's stays, and the folder with it. */
async function removeStaging(disk: Disk, staging: FolderHandle): Promise<void> {
	const names = new Set(disk.readdirSync(staging.at('.')));
	if (names.has('tree')) await removeTree(disk, staging, 'tree');
	for (const name of ownFiles) if (names.has(name)) disk.unlinkSync(staging.at(name));
}

/** What came in meanwhile, or was put in its place, is not ours to delete. */
function removeIfEmpty(disk: Disk, folder: string): void {
	try {
		disk.rmdirSync(folder);
	} catch (error) {
		if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemCode(error))) throw error;
	}
}
