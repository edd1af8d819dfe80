import {formatBytes} from '../base/size-text.ts';
import type {SpoolUsage} from '../files/spool.ts';
import {FtError} from '../protocol/errors.ts';
import {maxReserveBytes, reserveDivisor, sealedSegmentBytes, spoolQuotaDivisor} from '../protocol/limits.ts';
import type {KeptTransfer} from './kept.ts';
import {hasEnded, type HubTransfer} from './leg.ts';
import {listNames} from './list-names.ts';
import {expectedBytes, mostBytes} from './sealed-size.ts';

/** How much of the disk may be used for what is kept, and by whom. */
export type SpoolRoom = {
	/** Throws FtError, with the numbers: `disk-full` when so much more does not fit now, `limit` when it is more than is kept for one sender. */
	check(transfer: HubTransfer): void;
	/** Before one more segment of a kept transfer. Throws as `check` when it grows beyond what was reserved, and `protocol` when it grows beyond what it can be. */
	checkSegment(transfer: KeptTransfer, segment: number): void;
};

/** Creates it over what the disk says and what is promised already. `reserveBytes`: left free for all else; undefined: the smaller of 2 GiB and 5 % of the disk. */
export function createSpoolRoom(options: {
	readonly usage: () => SpoolUsage;
	readonly kept: () => readonly KeptTransfer[];
	readonly reserveBytes: number | undefined;
}): SpoolRoom {
	const check = ({senderId, legs}: HubTransfer, bytes: number): void => {
		const {keptBytes, freeBytes, diskBytes = Infinity} = options.usage();
		// A disk that cannot say how full it is says so when it is.
		if (freeBytes === undefined) return;
		const reserveBytes = options.reserveBytes ?? Math.min(maxReserveBytes, diskBytes / reserveDivisor);
		let promisedBytes = 0;
		let ownBytes = 0;
		for (const {kept, senderId: whose} of options.kept()) {
			promisedBytes += Math.max(0, kept.claimedBytes - kept.spooled.bytes);
			if (whose === senderId) ownBytes += Math.max(kept.claimedBytes, kept.spooled.bytes);
		}
		const names = [...legs.values()].filter((leg) => !hasEnded(leg)).map(({recipientName}) => recipientName);
		const what = `${formatBytes(bytes)} for ${listNames(names)}`;
		const roomBytes = Math.max(0, freeBytes - reserveBytes - promisedBytes);
		if (bytes > roomBytes)
			throw new FtError(
				'disk-full',
				`the hub has no room to keep ${what}: ${formatBytes(roomBytes)} are left for that. Try again later, or send it to one who is online`,
			);
		const quotaBytes = Math.max(0, freeBytes + keptBytes - reserveBytes) / spoolQuotaDivisor;
		if (ownBytes + bytes > quotaBytes)
			throw new FtError(
				'limit',
				`the hub does not keep ${what}: it keeps up to ${formatBytes(quotaBytes)} of yours, and ${formatBytes(ownBytes)} are there already. Take some of it back (ft cancel), or send it to one who is online`,
			);
	};
	return {
		check(transfer) {
			check(transfer, expectedBytes(transfer.common));
		},
		checkSegment(transfer, segment) {
			const {common, kept} = transfer;
			const bytes = Math.max(kept.spooled.bytes, segment * sealedSegmentBytes) + sealedSegmentBytes;
			if (bytes > mostBytes(common) + sealedSegmentBytes)
				throw new FtError('protocol', 'more came than the offer can mean, even with the longest names there are');
			if (bytes <= kept.claimedBytes) return;
			check(transfer, growBytes);
			kept.claimedBytes = bytes + growBytes;
		},
	};
}

/** How much more than was reserved is asked for at a time. */
const growBytes = 64 * sealedSegmentBytes;
