import {display} from '../base/display.ts';
import type {ClientSnapshot} from '../client/snapshot.ts';

/** What an offer does to the terminal besides its words in the header: the title while it waits, one bell when it comes. */
export type OfferSignal = {readonly title: string; readonly rings: boolean};

/** Compares two snapshots; with no `previous` nothing rings, what waited before we came is no news. */
export function offerSignal(previous: ClientSnapshot | undefined, next: ClientSnapshot): OfferSignal {
	const known = new Set(previous?.offers.map(({transfer}) => transfer));
	const rings = previous !== undefined && next.offers.some(({transfer}) => !known.has(transfer));
	const newest = next.offers.at(-1);
	if (!newest) return {title: display(`ft ${next.name}`), rings};
	const text = next.offers.length === 1 ? `${newest.fromName} offers ${newest.title}` : `${next.offers.length} offers`;
	return {title: display(`ft: ${text}`, 100), rings};
}
