import type {OfferCommon, OfferCopy} from '../crypto/offer.ts';
import type {OutboxMeta} from '../files/outbox-folder.ts';
import {maxRecipientsPerFrame} from '../protocol/limits.ts';
import type {SentMessageOf} from '../protocol/messages.ts';

/** The part of an offer that all recipients get alike, as it was made once: a repeated offer is the same to the letter. */
export function toCommon({transfer, contentBytes, files, timeMs, header, summary}: OutboxMeta): OfferCommon {
	return {transfer, bytes: contentBytes, files, time: timeMs, header, summary};
}

/** The messages that make the offer to these recipients: one, but for very many. */
export function offerFrames(
	meta: OutboxMeta,
	copies: readonly OfferCopy[],
	isStored = false,
): Array<SentMessageOf<'client'>> {
	const {into, store = isStored} = meta;
	const frames: Array<SentMessageOf<'client'>> = [];
	for (let at = 0; at < copies.length; at += maxRecipientsPerFrame) {
		frames.push({
			...{type: 'offer', ...toCommon(meta), copies: copies.slice(at, at + maxRecipientsPerFrame)},
			...(into && {into: {...into, folder: [...into.folder]}}),
			...(store && {store: true}),
		});
	}
	return frames;
}
