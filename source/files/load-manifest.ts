import {FtError} from '../protocol/errors.ts';
import type {IsAsked} from './asked-names.ts';
import {readFileAt, type Disk} from './disk.ts';
import type {FolderHandle} from './folder-handle.ts';
import {createLayoutBuilder, type Layout} from './layout.ts';
import type {SeveralKnown} from './several-known.ts';
import {yieldTurn} from './time-slices.ts';

/**
 * What the manifest in staging says. Rejects with FtError `tampered` when it is not the one that the signed offer of a
 * transfer to several names, before anything of it is looked at; `disk-error` when it is cut off; `protocol`, `limit`.
 */
export async function loadManifest(options: {
	readonly disk: Disk;
	/** The staging folder. */
	readonly staging: FolderHandle;
	readonly manifestBytes: number;
	readonly bytes: number;
	readonly files: number;
	/** See `StagingOptions`. */
	readonly isAsked?: IsAsked | undefined;
	readonly several?: Pick<SeveralKnown, 'manifestHash' | 'createHasher'> | undefined;
}): Promise<Layout> {
	const {disk, staging, manifestBytes, several} = options;
	const read = async (take: (part: Buffer) => void): Promise<void> => {
		const buffer = Buffer.alloc(Math.min(manifestBytes, manifestBytesPerTurn));
		for (let position = 0; position < manifestBytes; position += buffer.length) {
			const part = buffer.subarray(0, Math.min(buffer.length, manifestBytes - position));
			if (readFileAt(disk, staging.at('manifest'), part, position) < part.length) {
				throw new FtError('disk-error', `the manifest in ${staging.path} is cut off`);
			}
			take(part);
			await yieldTurn();
		}
	};
	if (several) {
		const hasher = several.createHasher();
		await read((part) => hasher.update(part));
		if (!hasher.digest().equals(several.manifestHash))
			throw new FtError('tampered', 'the list of files is not the one that its sender signed; it was dropped');
	}
	const builder = createLayoutBuilder({...options, tellsCaseApart: tellsCaseApart(disk, staging)});
	await read((part) => {
		builder.push(part);
	});
	return builder.end();
}

/** A hundred entries: few enough to be gone before the collector has to keep them, else its young half grows with the list (decision 26). */
const manifestBytesPerTurn = 8 * 1024;

/** A disk that tells no case apart finds `tree` under another spelling too. */
function tellsCaseApart(disk: Disk, staging: FolderHandle): boolean {
	try {
		return disk.lstatSync(staging.at('TREE')).ino !== disk.lstatSync(staging.at('tree')).ino;
	} catch {
		return true;
	}
}
