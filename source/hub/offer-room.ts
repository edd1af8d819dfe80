import {FtError} from '../protocol/errors.ts';
import {maxOfferBytesOfSender} from '../protocol/limits.ts';
import {hasEnded, type HubTransfer} from './leg.ts';

/** May this sender offer one more, with a summary like this? Throws FtError `limit`. */
export function checkSenderRoom(transfers: Iterable<HubTransfer>, senderId: string, summary: string): void {
	const open = [...transfers].filter(
		(transfer) => transfer.senderId === senderId && [...transfer.legs.values()].some((leg) => !hasEnded(leg)),
	);
	const bytes = open.reduce((sum, {common}) => sum + offerBytes(common.summary), offerBytes(summary));
	if (bytes > maxOfferBytesOfSender)
		throw new FtError(
			'limit',
			`${open.length} of your transfers are unfinished, and the hub holds no more; cancel some, or try again when some are through: ft transfers`,
		);
}

/** What an offer takes on its way to a recipient, at most: the sealed summary as base64, and 1 KiB for all else. */
export function offerBytes(summary: string): number {
	return summary.length + 1024;
}
