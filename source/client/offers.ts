import type {Clock} from '../base/clock.ts';
import type {Identity} from '../crypto/identity.ts';
import {hasStaging, isSameOffer, listStagings} from '../files/staging-folder.ts';
import type {TransfersTable} from '../files/transfers-table.ts';
import {maxOffersWaiting} from '../protocol/limits.ts';
import type {ClientMessage, HubMessageOf} from '../protocol/messages.ts';
import type {Decision} from './decision.ts';
import type {ClientEvent} from './events.ts';
import type {Incoming} from '../transfer/incoming.ts';
import type {Gets, Wanted} from './gets.ts';
import type {Link} from './link.ts';
import type {People} from './people.ts';
import {receiveOffer} from './receive-offer.ts';
import type {RowOrder} from './row-order.ts';
import type {Saving} from './saving.ts';
import type {OfferRow} from './snapshot.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {unsealOffer, type UnsealedOffer} from './unseal-offer.ts';

/** Which offers are taken without asking: none; those of identities marked "always", up to the size said with it; or all. `maxBytes` bounds each of them. */
export type AcceptRule = {
	readonly mode: 'ask' | 'trusted' | 'all';
	readonly maxBytes: number;
	readonly from?: readonly string[] | undefined;
};

export type OffersOptions = {
	readonly clock: Clock;
	readonly link: Link;
	readonly people: People;
	readonly identity: Identity;
	readonly transfers: TransfersTable;
	/** Absolute; made before the first offer is taken. */
	readonly downloads: string;
	readonly saving: Saving;
	/** At first. */
	readonly accept: AcceptRule;
	/** What the hub's own offers answer to. */
	readonly gets: Gets;
	readonly reserveBytes: number | undefined;
	readonly order: RowOrder;
	readonly onEvent: (event: ClientEvent) => void;
	readonly onChange: () => void;
	/** One was accepted: other processes of this name may ask for it by its id from now on. */
	readonly onBegin?: (row: TransferRow) => void;
	readonly onDecision?: (offer: OfferRow, decision: Decision) => void;
};

/** What others offer us, and what we have taken. */
export type Offers = {
	/** An offer came, new or again. Never rejects: a bad one is dropped with an `error` event. */
	take(offer: HubMessageOf<'offer'>): Promise<void>;
	/** Takes all of it, or only what matches one of the patterns; into `folder` (absolute, there already) instead of the downloads. False when there is no such offer. */
	accept(transfer: string, options?: {readonly only?: readonly string[]; readonly folder?: string}): boolean;
	decline(transfer: string, reason?: string): boolean;
	/** The hub ended it, or another window took it. */
	drop(transfer: string): void;
	incoming(transfer: string): Incoming | undefined;
	all(): readonly Incoming[];
	rows(): readonly OfferRow[];
	clearFinished(isFinished: (incoming: Incoming) => boolean): void;
	/** Another rule from now on; what waits is judged by it as well. */
	setRule(rule: AcceptRule): void;
	/** Takes those that wait and are taken without asking by now. */
	takeTrusted(): void;
	/** Resolves when all that came so far is shown, begun, or was answered before. Never rejects. */
	settled(): Promise<void>;
	/** From now on nothing that comes is taken. */
	close(): void;
};

const maxDeclined = 1000;

/** Creates an empty list of offers. */
export function createOffers(options: OffersOptions): Offers {
	const {clock, link, people, identity, transfers, downloads, order, onEvent} = options;
	const pending = new Map<string, UnsealedOffer>();
	/** Offers whose seal is being opened. */
	const opening = new Set<string>();
	const takings = new Set<Promise<void>>();
	const taken = new Map<string, Incoming>();
	/** With the reason: an offer that was declined while the hub was away is declined again. */
	const declined = new Map<string, string>();
	let rule = options.accept;
	let isClosed = false;

	/** What we asked the hub for: nobody else may offer something in its place. */
	const findWanted = ({from, transfer}: HubMessageOf<'offer'>): Wanted | undefined =>
		from === link.hubId ? options.gets.find(transfer) : undefined;
	const begin = (
		unsealed: UnsealedOffer,
		{only = [], folder = downloads}: {readonly only?: readonly string[]; readonly folder?: string | undefined} = {},
	): void => {
		const {transfer} = unsealed.offer;
		pending.delete(transfer);
		const wanted = findWanted(unsealed.offer);
		const incoming = receiveOffer(unsealed, {
			...{clock, link, identity, transfers, folder, only, wanted, onEvent},
			saving: options.saving,
			reserveBytes: options.reserveBytes,
			onEnd() {
				if (wanted) options.gets.ended(transfer);
				options.onChange();
			},
		});
		taken.set(transfer, incoming);
		order.begin(transfer);
		options.onBegin?.(incoming.row);
		void incoming.answer();
		options.onChange();
	};
	const isTakenUnasked = ({offer, row}: UnsealedOffer): boolean => {
		const {mode, maxBytes, from} = rule;
		if (from && !from.includes(row.fromName.toLowerCase())) return false;
		const always = mode === 'trusted' ? people.alwaysBytesOf(offer.from) : undefined;
		return (mode === 'all' || always !== undefined) && offer.bytes <= Math.min(maxBytes, always ?? maxBytes);
	};
	const takeUnasked = (one: UnsealedOffer): void => {
		options.onDecision?.(one.row, {verdict: 'unasked'});
		begin(one);
	};
	const takeTrusted = (): void => {
		for (const one of [...pending.values()]) if (isTakenUnasked(one)) takeUnasked(one);
	};
	/** The folder into which this very offer was accepted here before a restart: its staging is free there, and says the same. */
	const findAccepted = async (offer: HubMessageOf<'offer'>): Promise<string | undefined> => {
		const {transfer} = offer;
		const folder = transfers.folderOf(transfer) ?? downloads;
		if (!hasStaging(folder, transfer, identity.shortId)) return undefined;
		const stagings = await listStagings(folder);
		const kept = stagings.find(
			(staging) => staging.transfer === transfer && staging.recipientShortId === identity.shortId,
		);
		// A damaged copy is no such offer: it is asked about again.
		return isSameOffer(kept?.offerJson, JSON.stringify(offer)) ? folder : undefined;
	};
	/** Answers what was answered before. */
	const repeatAnswer = (offer: HubMessageOf<'offer'>): boolean => {
		const {transfer} = offer;
		const running = taken.get(transfer);
		const owed = transfers.receiptOf(transfer);
		const reason = declined.get(transfer);
		if (running && !running.isElsewhere) void running.answer();
		else if (owed) link.send(JSON.parse(owed.receipt) as ClientMessage);
		else if (reason !== undefined) sayDeclined(transfer, reason);
		return (running && !running.isElsewhere) || owed !== undefined || reason !== undefined;
	};
	const sayDeclined = (transfer: string, reason: string): void => {
		link.send({type: 'answer', transfer, accept: false, ...(reason === '' ? {} : {reason})});
	};
	const takeNew = async (offer: HubMessageOf<'offer'>): Promise<void> => {
		const {transfer} = offer;
		const wanted = findWanted(offer);
		// Of the hub only what was asked for.
		if (offer.from === link.hubId && !wanted) return;
		opening.add(transfer);
		const unsealed = await unsealOffer(offer, {people, identity, place: wanted?.space});
		const folder = wanted?.out ?? (await findAccepted(offer));
		// Meanwhile the hub may have said that it is no more.
		if (!opening.delete(transfer) || isClosed) return;
		if (folder !== undefined) {
			if (!wanted || wanted.isTakenUp) order.takeUp(transfer);
			begin(unsealed, {folder});
			if (wanted) options.gets.begun(transfer, unsealed);
			return;
		}
		pending.set(transfer, unsealed);
		const {fromName: from, title, note} = unsealed.row;
		onEvent({type: 'offer', transfer, from, title, files: offer.files, bytes: offer.bytes, note});
		if (isTakenUnasked(unsealed)) takeUnasked(unsealed);
		options.onChange();
	};

	const take = async (offer: HubMessageOf<'offer'>): Promise<void> => {
		try {
			const {transfer} = offer;
			if (isClosed || opening.has(transfer) || pending.has(transfer) || repeatAnswer(offer)) return;
			if (pending.size + opening.size < maxOffersWaiting) await takeNew(offer);
		} catch (error) {
			opening.delete(offer.transfer);
			const {code, message} = toFtError(error);
			onEvent({type: 'error', code, message: `an offer of ${people.nameOf(offer.from)} was not shown: ${message}`});
		}
	};

	return {
		async take(offer) {
			const taking = take(offer);
			takings.add(taking);
			await taking;
			takings.delete(taking);
		},
		async settled() {
			await Promise.all(takings);
		},
		accept(transfer, accepting = {}) {
			const offer = pending.get(transfer);
			if (!offer) return false;
			const {folder} = accepting;
			if (folder !== undefined && folder !== downloads) transfers.saveFolder(transfer, folder, clock.nowMs());
			options.onDecision?.(offer.row, {verdict: 'accepted', folder});
			begin(offer, accepting);
			return true;
		},
		decline(transfer, reason) {
			const offer = pending.get(transfer);
			if (!offer) return false;
			pending.delete(transfer);
			options.onDecision?.(offer.row, {verdict: 'declined'});
			declined.set(transfer, reason ?? '');
			const [oldest] = declined.keys();
			if (declined.size > maxDeclined && oldest !== undefined) declined.delete(oldest);
			sayDeclined(transfer, reason ?? '');
			options.onChange();
			return true;
		},
		setRule(next) {
			rule = next;
			takeTrusted();
		},
		takeTrusted,
		drop(transfer) {
			opening.delete(transfer);
			if (pending.delete(transfer)) options.onChange();
		},
		incoming: (transfer) => taken.get(transfer),
		all: () => [...taken.values()],
		rows: () => [...pending.values()].map(({row}) => row),
		clearFinished(isFinished) {
			for (const [transfer, incoming] of taken) if (isFinished(incoming)) taken.delete(transfer);
		},
		close() {
			isClosed = true;
		},
	};
}
