import {display} from '../base/display.ts';
import type {Identity} from '../crypto/identity.ts';
import {openOffer, type OfferedToSeveral} from '../crypto/offer.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import type {Summary} from '../protocol/summary.ts';
import type {People} from './people.ts';
import type {OfferRow} from './snapshot.ts';

/** An offer whose sender is known and whose seal was opened. */
export type UnsealedOffer = {
	readonly offer: HubMessageOf<'offer'>;
	readonly transferKey: Uint8Array;
	readonly summary: Summary;
	readonly several: OfferedToSeveral | undefined;
	readonly row: OfferRow;
};

/** Opens an offer; `place`: the folder of the hub that it comes from. Rejects with FtError when the sender's key is not the one that is known, or it is not the sender's. */
export async function unsealOffer(
	offer: HubMessageOf<'offer'>,
	{people, identity, place}: {readonly people: People; readonly identity: Identity; readonly place: string | undefined},
): Promise<UnsealedOffer> {
	const {spki, name} = await people.keysOf(offer.from);
	const {transferKey, summary, several} = await openOffer({offer, identity, senderSpki: spki});
	const row: OfferRow = {
		transfer: offer.transfer,
		fromId: offer.from,
		fromName: place ?? name,
		title: display(summary.title),
		note: display(summary.note, 4096),
		files: offer.files,
		bytes: offer.bytes,
		top: summary.top.map(([name, bytes, flag]) => ({name: display(name), bytes, isFolder: flag === 'd'})),
		timeMs: offer.time,
	};
	return {offer, transferKey, summary, several, row};
}
