import {FtError} from '../protocol/errors.ts';
import {maxOfferBytesOfSender, maxOfferBytesOpen, maxOffersWaiting, offerShareDivisor} from '../protocol/limits.ts';
import {hasEnded, type HubTransfer, type Leg} from './leg.ts';

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

/** May one more with a summary like this wait for a recipient, of whom these legs are open? Throws FtError `limit`. */
export function checkRecipientRoom(
	open: readonly Leg[],
	recipientName: string,
	senderId: string,
	summary: string,
): void {
	const own = open.filter(({transfer}) => transfer.senderId === senderId);
	const isOwn = !hasRoom(own, summary, offerShareDivisor);
	if (!isOwn && hasRoom(open, summary, 1)) return;
	const [which, legs] = isOwn ? [' of yours', own] : ['', open];
	throw new FtError(
		'limit',
		`${recipientName} has ${legs.length} offers${which} open already, ${countUnanswered(legs)} of them unanswered, and more are not kept; try again when some are through`,
	);
}

function hasRoom(legs: readonly Leg[], summary: string, divisor: number): boolean {
	const bytes = legs.reduce((sum, {transfer}) => sum + offerBytes(transfer.common.summary), offerBytes(summary));
	return countUnanswered(legs) < maxOffersWaiting / divisor && bytes <= maxOfferBytesOpen / divisor;
}

function countUnanswered(legs: readonly Leg[]): number {
	return legs.filter(({receiver}) => receiver === undefined).length;
}

/** What an offer takes on its way to a recipient, at most: the sealed summary as base64, and 1 KiB for all else. */
function offerBytes(summary: string): number {
	return summary.length + 1024;
}
