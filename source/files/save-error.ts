import {display, displaySentence} from '../base/display.ts';
import {formatBytes} from '../base/size-text.ts';
import {FtError} from '../protocol/errors.ts';
import {systemCode, toDiskError} from './disk-error.ts';
import type {Disk} from './disk.ts';

/**
 * What the disk threw while `name` was saved below `folder`, as an FtError: `disk-full` with both numbers, which ends by
 * itself once there is room, or `disk-error`. What is no error of the disk stays itself: a bug of ours.
 */
export function toSaveError(disk: Disk, folder: string, name: string, neededBytes: number, error: unknown): unknown {
	const code = systemCode(error);
	if (error instanceof FtError || code === '') return error;
	if (code !== 'ENOSPC' && code !== 'EDQUOT')
		return toDiskError(`save ${display(name)} in ${displaySentence(folder)}`, error);
	const room = code === 'ENOSPC' ? freeText(disk, folder, neededBytes) : 'the quota is used up';
	return new FtError(
		'disk-full',
		`cannot save ${display(name)}: ${room}, ${formatBytes(neededBytes)} needed; make room and it goes on by itself`,
		{cause: error},
	);
}

function freeText(disk: Disk, folder: string, neededBytes: number): string {
	try {
		const {bavail, bsize} = disk.statfsSync(folder);
		// Some room may be kept for root, or names may be used up instead of bytes: two numbers that agree would only puzzle.
		if (bavail * bsize < neededBytes) return `${formatBytes(bavail * bsize)} free`;
	} catch {
		// Then without the number.
	}
	return 'the disk is full';
}
