import {FtError} from '../protocol/errors.ts';

const reasons: ReadonlyMap<string, string> = new Map([
	['EACCES', 'permission denied'],
	['EPERM', 'permission denied'],
	['EEXIST', 'it is there already'],
	['ENOENT', 'it is gone'],
	['ENOTDIR', 'it is gone'],
	['EISDIR', 'it is a folder'],
	['ELOOP', 'a link that leads nowhere'],
	['ENAMETOOLONG', 'the path is too long'],
	['ENOSPC', 'the disk is full'],
	['EDQUOT', 'the quota is used up'],
	['EROFS', 'the disk is read-only'],
	['EIO', 'the disk reports a read or write error'],
	['EMFILE', 'too many open files'],
	['ENFILE', 'too many open files'],
]);

/** The system's code behind a thrown value (`ENOENT`), or an empty string. */
export function systemCode(error: unknown): string {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Why a system call failed, as a sentence part for people: `permission denied`. */
export function diskReason(error: unknown): string {
	return reasons.get(systemCode(error)) ?? (error instanceof Error ? error.message : String(error));
}

/** Whatever the disk threw as an FtError: `cannot <attempt>: <why>`, `disk-full` where room would help, else `disk-error`. An FtError stays itself. */
export function toDiskError(attempt: string, error: unknown): FtError {
	if (error instanceof FtError) return error;
	const code = systemCode(error);
	const isFull = code === 'ENOSPC' || code === 'EDQUOT';
	return new FtError(isFull ? 'disk-full' : 'disk-error', `cannot ${attempt}: ${diskReason(error)}`, {cause: error});
}
