import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import type {Identity} from '../crypto/identity.ts';
import {openOffer} from '../crypto/offer.ts';
import {hasStaging} from '../files/staging-folder.ts';
import type {TransfersTable} from '../files/transfers-table.ts';
import {FtError} from '../protocol/errors.ts';
import {maxOffersWaiting} from '../protocol/limits.ts';
import type {ClientMessage, HubMessageOf} from '../protocol/messages.ts';
import type {Summary} from '../protocol/summary.ts';
import type {ClientEvent} from './events.ts';
import {createIncoming, type Incoming} from './incoming.ts';
import type {Link} from './link.ts';
import type {People} from './people.ts';
import type {OfferRow} from './snapshot.ts';

/** Which offers are taken without asking: none, or all up to a size. */
export type AcceptRule = {readonly mode: 'ask' | 'trusted' | 'all'; readonly maxBytes: number; readonly from?: readonly string[] | undefined};

export type OffersOptions = {
	readonly clock: Clock;
	readonly link: Link;
	readonly people: People;
	readonly identity: Identity;
	readonly transfers: TransfersTable;
	/** Absolute; made before the first offer is taken. */
	readonly downloads: string;
	readonly ifExists: 'rename' | 'skip' | 'overwrite';
	readonly accept: AcceptRule;
	readonly onEvent: (event: ClientEvent) => void;
	readonly onChange: () => void;
};

/** What others offer us, and what we have taken. */
export type Offers = {
	/** An offer came, new or again. Never rejects: a bad one is dropped with an `error` event. */
	take(offer: HubMessageOf<'offer'>): Promise<void>;
	/** False when there is no such offer. */
	accept(transfer: string): boolean;
	decline(transfer: string, reason?: string): boolean;
	/** The hub ended it, or another window took it. */
	drop(transfer: string): void;
	incoming(transfer: string): Incoming | undefined;
	all(): readonly Incoming[];
	rows(): readonly OfferRow[];
	clearFinished(isFinished: (incoming: Incoming) => boolean): void;
};

type Pending = {readonly offer: HubMessageOf<'offer'>; readonly transferKey: Uint8Array; readonly summary: Summary; readonly row: OfferRow};

/** Creates an empty list of offers. */
export function createOffers(options: OffersOptions): Offers {
	const {link, people, identity, transfers, onEvent} = options;
	const pending = new Map<string, Pending>();
	const taken = new Map<string, Incoming>();

	const begin = ({offer, transferKey, summary}: Pending): void => {
		pending.delete(offer.transfer);
		const incoming = createIncoming({
			...options,
			offer,
			transferKey,
			summary: {...summary, title: display(summary.title)},
			fromName: people.nameOf(offer.from),
			onEnd: options.onChange,
		});
		taken.set(offer.transfer, incoming);
		void incoming.answer();
		options.onChange();
	};
	const isTakenUnasked = (offer: HubMessageOf<'offer'>): boolean => {
		const {mode, maxBytes, from} = options.accept;
		if (from && !from.includes(people.nameOf(offer.from).toLowerCase())) return false;
		return mode === 'all' && offer.bytes <= maxBytes;
	};
	const open = async (offer: HubMessageOf<'offer'>): Promise<Pending> => {
		const {spki} = await people.keysOf(offer.from);
		const {transferKey, summary} = await openOffer({offer, identity, senderSpki: spki});
		const row: OfferRow = {
			transfer: offer.transfer,
			fromId: offer.from,
			fromName: people.nameOf(offer.from),
			title: display(summary.title),
			note: display(summary.note, 4096),
			files: offer.files,
			bytes: offer.bytes,
			top: summary.top.map(([name, bytes, flag]) => ({name: display(name), bytes, isFolder: flag === 'd'})),
			timeMs: offer.time,
		};
		return {offer, transferKey, summary, row};
	};

	return {
		async take(offer) {
			const {transfer} = offer;
			const running = taken.get(transfer);
			if (running) {
				await running.answer();
				return;
			}
			const owed = transfers.receiptOf(transfer);
			if (owed) {
				link.send(JSON.parse(owed.receipt) as ClientMessage);
				return;
			}
			if (pending.has(transfer) || pending.size >= maxOffersWaiting) return;
			try {
				const opened = await open(offer);
				if (pending.has(transfer) || taken.has(transfer)) return;
				// Begun before a restart: it was accepted then.
				if (hasStaging(options.downloads, transfer, identity.shortId)) {
					begin(opened);
					return;
				}
				pending.set(transfer, opened);
				const {fromName: from, title, note} = opened.row;
				onEvent({type: 'offer', transfer, from, title, files: offer.files, bytes: offer.bytes, note});
				if (isTakenUnasked(offer)) begin(opened);
				options.onChange();
			} catch (error) {
				if (!(error instanceof FtError)) throw error;
				onEvent({type: 'error', code: error.code, message: `an offer of ${people.nameOf(offer.from)} was not shown: ${error.message}`});
			}
		},
		accept(transfer) {
			const offer = pending.get(transfer);
			if (offer) begin(offer);
			return offer !== undefined;
		},
		decline(transfer, reason) {
			if (!pending.delete(transfer)) return false;
			link.send({type: 'answer', transfer, accept: false, ...(reason === undefined ? {} : {reason})});
			options.onChange();
			return true;
		},
		drop(transfer) {
			if (pending.delete(transfer)) options.onChange();
		},
		incoming: (transfer) => taken.get(transfer),
		all: () => [...taken.values()],
		rows: () => [...pending.values()].map(({row}) => row),
		clearFinished(isFinished) {
			for (const [transfer, incoming] of taken) if (isFinished(incoming)) taken.delete(transfer);
		},
	};
}
