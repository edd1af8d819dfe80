import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {generateCode, normaliseCode} from '../crypto/join-code.ts';
import {lockHolder, takeLock, type Lock} from '../files/lock.ts';
import {mendModes} from '../files/mend-modes.ts';
import {makePrivateFolder, readPrivate, writePrivate} from '../files/private-file.ts';
import {openSpaceFolders, type SpaceFolders} from '../files/space-folders.ts';
import {FtError} from '../protocol/errors.ts';

/** The operator's socket in the hub's own folder. */
export const operatorSocket = 'operator.sock';

/** The hub's own folder `.ft` below its root. */
export type HubFolder = {
	/** Absolute. */
	readonly dir: string;
	/** `<dir>/.ft`, 0700. */
	readonly own: string;
	readonly lock: Lock;
	readonly code: string;
	readonly spaces: SpaceFolders;
	/** What was made on this start, absolute. */
	readonly created: readonly string[];
};

/**
 * Opens the root of a hub and keeps every other hub off it. `beforeFirst` runs before anything is made in a folder that had no hub yet,
 * and its rejection leaves it as it was. Throws FtError `usage` when no folder was named and this is `/` or the home folder, `in-use` when a
 * hub runs there, `disk-error`.
 */
export async function openHubFolder(
	named: string | undefined,
	{warn, beforeFirst}: {readonly warn: (text: string) => void; readonly beforeFirst: () => Promise<void>},
): Promise<HubFolder> {
	const dir = path.resolve(named ?? '.');
	if (named === undefined && (dir === path.parse(dir).root || dir === path.resolve(os.homedir()))) {
		throw new FtError(
			'usage',
			`this would make ${dir} itself the hub's folder. Say so with --dir ${dir}, or go to a folder of its own first`,
		);
	}
	if (!fs.existsSync(dir)) throw new FtError('no-such-file', `no folder ${dir}. Make it first: mkdir -p ${dir}`);
	if (!fs.statSync(dir).isDirectory()) throw new FtError('usage', `${dir} is no folder. Choose one with --dir`);
	const own = path.join(dir, '.ft');
	const isNew = !fs.existsSync(own);
	if (isNew) await beforeFirst();
	mendModes(own, warn);
	makePrivateFolder(own);
	const lockFile = path.join(own, 'lock');
	const lock = takeLock(lockFile);
	if (!lock) {
		const pid = lockHolder(lockFile);
		throw new FtError(
			'in-use',
			`a hub already runs in this folder (${dir}${pid === undefined ? '' : `, pid ${pid}`}). Choose another with --dir`,
		);
	}
	const code = await readCode(path.join(own, 'code'), warn);
	const spaces = openSpaceFolders(dir);
	return {dir, own, lock, code, spaces: spaces.folders, created: [...(isNew ? [own] : []), ...spaces.created]};
}

async function readCode(file: string, warn: (text: string) => void): Promise<string> {
	const kept = await readPrivate(file, warn);
	const code = kept === undefined ? generateCode() : normaliseCode(kept);
	if (code === undefined)
		throw new FtError('disk-error', `cannot use ${file}: it holds no join code. Remove it to get a new one`);
	if (kept === undefined) await writePrivate(file, `${code}\n`);
	return code;
}

/** Keeps another join code in the hub's own folder. Throws FtError `disk-error`. */
export async function writeCode(own: string, code: string): Promise<void> {
	await writePrivate(path.join(own, 'code'), `${code}\n`);
}
