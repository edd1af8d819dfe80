import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import type {Identity} from '../crypto/identity.ts';
import {realDisk} from '../files/disk.ts';
import {dropStaleGet} from '../files/kept-gets.ts';
import {openStaging} from '../files/open-staging.ts';
import {createReservingDisk} from '../files/reserving-disk.ts';
import type {TransfersTable} from '../files/transfers-table.ts';
import {toSealedReason} from '../protocol/errors.ts';
import {maxClientReserveBytes} from '../protocol/limits.ts';
import {createIncoming, type Incoming, type IncomingOptions} from '../transfer/incoming.ts';
import type {ClientEvent} from './events.ts';
import type {Wanted} from './gets.ts';
import type {Link} from './link.ts';
import type {Saving} from './saving.ts';
import type {UnsealedOffer} from './unseal-offer.ts';

/** Where and how an accepted offer is saved. */
export type ReceiveOptions = {
	readonly clock: Clock;
	readonly link: Link;
	readonly identity: Identity;
	/** Remembers the receipt that we sign. */
	readonly transfers: Pick<TransfersTable, 'saveReceipt'>;
	/** Absolute; and what is taken of it: only what matches one of these patterns, all without one. */
	readonly folder: string;
	readonly only: readonly string[];
	readonly saving: Saving;
	readonly reserveBytes: number | undefined;
	/** It is what we asked the hub for: that says where and how. */
	readonly wanted: Wanted | undefined;
	readonly onEvent: (event: ClientEvent) => void;
	readonly onEnd: () => void;
};

/** Creates the transfer of an offer that was accepted: it has not answered yet. */
export function receiveOffer(
	{offer, transferKey, summary, several, row}: UnsealedOffer,
	options: ReceiveOptions,
): Incoming {
	const {clock, link, identity, transfers, only, reserveBytes, wanted} = options;
	const {out, saving} = wanted ?? {out: options.folder, saving: options.saving};
	const {ask} = saving;
	const sizes = summary.top.map(([, bytes]) => bytes);
	const stage: IncomingOptions['stage'] = async (asked) => {
		const disk = createReservingDisk(realDisk, out, {askedBytes: reserveBytes, mostBytes: maxClientReserveBytes});
		const staging = {...asked, disk, downloads: out, rule: {...saving, only}};
		if (!wanted) return openStaging(staging);
		const offerJson = wanted.keep(offer);
		await dropStaleGet(staging, offerJson);
		return openStaging({...staging, offerJson, isAsked: wanted.isAsked});
	};
	return createIncoming({
		...{clock, identity, offer, transferKey, several, stage, hub: link, target: out},
		title: display(summary.title),
		manifestBytes: summary.manifestBytes,
		fromName: row.fromName,
		tell: toSealedReason,
		choose: (staging, signal) => staging.choice.choose([], ask && ((collision) => ask(collision, signal))),
		publish: (staging, sign) =>
			staging.publish({
				onDone(published) {
					const receipt = sign(published);
					const {transfer} = receipt;
					const hubId = link.hubId ?? '';
					transfers.saveReceipt({transfer, hubId, receipt: JSON.stringify(receipt), timeMs: clock.nowMs()});
				},
			}),
		onEvent(event) {
			wanted?.tell(event, sizes, offer.files);
			options.onEvent(event);
		},
		onEnd: options.onEnd,
	});
}
