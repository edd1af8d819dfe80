import {reserveDivisor} from '../protocol/limits.ts';
import {noSpace, type Disk} from './disk.ts';

/** What is left free of a disk: so much where it was asked for, else the smaller of `mostBytes` and a twentieth of the disk. */
export type Reserve = {readonly askedBytes: number | undefined; readonly mostBytes: number};

/** Written before the disk is asked again how full it is. */
const askEveryBytes = 16 * 1024 * 1024;

/**
 * The disk of `folder` as one that is full when only the reserve is left, to others and to us: a write beyond fails with ENOSPC as that of
 * any full disk. Others may write meanwhile: it is asked every 16 MiB. A disk that cannot say how full it is has no reserve.
 */
export function createReservingDisk(disk: Disk, folder: string, reserve: Reserve): Disk {
	let roomBytes = 0;
	const take = (bytes: number): boolean => {
		if (roomBytes < bytes) roomBytes = Math.min(bytes + askEveryBytes, roomOn(reserving, folder));
		if (roomBytes < bytes) return false;
		roomBytes -= bytes;
		return true;
	};
	const statfsSync = (path: string) => {
		const stats = disk.statfsSync(path);
		const reservedBytes =
			reserve.askedBytes ?? Math.min(reserve.mostBytes, (stats.blocks * stats.bsize) / reserveDivisor);
		stats.bavail = Math.max(0, stats.bavail - Math.ceil(reservedBytes / stats.bsize));
		return stats;
	};
	const writeSync = (
		descriptor: number,
		part: Uint8Array,
		offset: number,
		length: number,
		position: number,
	): number => {
		if (!take(length)) throw noSpace();
		return disk.writeSync(descriptor, part, offset, length, position);
	};
	const writev = (
		descriptor: number,
		parts: readonly Uint8Array[],
		position: number,
		onDone: (error: NodeJS.ErrnoException | null, bytes: number, parts: readonly Uint8Array[]) => void,
	): void => {
		if (take(parts.reduce((sum, part) => sum + part.length, 0))) disk.writev(descriptor, parts, position, onDone);
		else onDone(noSpace(), 0, parts);
	};
	const reserving = Object.assign(Object.create(disk) as Disk, {statfsSync, writeSync, writev});
	return reserving;
}

/** Bytes that may still be written on the disk of `folder`; Infinity where it does not say. */
export function roomOn(disk: Pick<Disk, 'statfsSync'>, folder: string): number {
	try {
		const {bavail, bsize} = disk.statfsSync(folder);
		return bavail * bsize;
	} catch {
		return Infinity;
	}
}
