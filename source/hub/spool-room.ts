import {formatBytes} from '../base/size-text.ts';
import type {SpoolUsage} from '../files/spool.ts';
import {FtError} from '../protocol/errors.ts';
import {
	maxManifestBytes,
	maxManifestLineBytes,
	maxReserveBytes,
	maxTrailerBytes,
	plainSegmentBytes,
	reserveShare,
	segmentOverheadBytes,
	spoolQuotaShare,
} from '../protocol/limits.ts';
import {listNames} from './list-names.ts';

/** What one transfer takes, and will take. */
export type SpoolClaim = {
	readonly senderId: string;
	readonly heldBytes: number;
	/** Reserved for it: all of it, or as much as is here when nothing more comes. */
	readonly claimedBytes: number;
};

/** How much of the disk may be used for what is kept, and by whom. */
export type SpoolRoom = {
	/** Throws FtError, with the numbers: `disk-full` when so much more does not fit now, `limit` when it is more than is kept for one sender. */
	check(senderId: string, bytes: number, to: readonly string[]): void;
};

/** Creates it over what the disk says and what is promised already. `reserveBytes`: left free for all else; undefined: the smaller of 2 GiB and 5 % of the disk. */
export function createSpoolRoom(options: {
	readonly usage: () => SpoolUsage;
	readonly claims: () => Iterable<SpoolClaim>;
	readonly reserveBytes: number | undefined;
}): SpoolRoom {
	return {
		check(senderId, bytes, to) {
			const {keptBytes, freeBytes, diskBytes = Infinity} = options.usage();
			// A disk that cannot say how full it is says so when it is.
			if (freeBytes === undefined) return;
			const reserveBytes = options.reserveBytes ?? Math.min(maxReserveBytes, diskBytes * reserveShare);
			let promisedBytes = 0;
			let ownBytes = 0;
			for (const claim of options.claims()) {
				promisedBytes += Math.max(0, claim.claimedBytes - claim.heldBytes);
				if (claim.senderId === senderId) ownBytes += Math.max(claim.claimedBytes, claim.heldBytes);
			}
			const what = `${formatBytes(bytes)} for ${listNames(to)}`;
			const roomBytes = Math.max(0, freeBytes - reserveBytes - promisedBytes);
			if (bytes > roomBytes)
				throw new FtError(
					'disk-full',
					`the hub has no room to keep ${what}: ${formatBytes(roomBytes)} are left for that. Try again later, or send it to one who is online`,
				);
			const quotaBytes = Math.max(0, freeBytes + keptBytes - reserveBytes) * spoolQuotaShare;
			if (ownBytes + bytes > quotaBytes)
				throw new FtError(
					'limit',
					`the hub does not keep ${what}: it keeps up to ${formatBytes(quotaBytes)} of yours, and ${formatBytes(ownBytes)} are there already. Take some of it back (ft cancel), or send it to one who is online`,
				);
		},
	};
}

/** Sealed bytes that a transfer will probably take: manifest lines and trailer are as short as most are. */
export function expectedBytes({bytes, files}: {readonly bytes: number; readonly files: number}): number {
	return toSealedBytes(bytes + Math.min(files * usualLineBytes, maxManifestBytes) + hashesBytes(bytes));
}

/** Sealed bytes that it cannot exceed, whatever its manifest and trailer: above that its sender lied. */
export function mostBytes({bytes, files}: {readonly bytes: number; readonly files: number}): number {
	const manifestBytes = Math.min((files + 1) * maxManifestLineBytes, maxManifestBytes);
	return toSealedBytes(bytes + manifestBytes + maxTrailerBytes + hashesBytes(bytes + manifestBytes));
}

const usualLineBytes = 128;
/** In the trailer, for each segment a hash as base64. */
const hashCharacters = 44;

function hashesBytes(plainBytes: number): number {
	return Math.ceil(plainBytes / plainSegmentBytes + 1) * hashCharacters;
}

function toSealedBytes(plainBytes: number): number {
	return plainBytes + Math.ceil(plainBytes / plainSegmentBytes) * segmentOverheadBytes;
}
