import type {LogRing} from '../base/log.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {describeClientEvent, levelOf, type ClientEvent} from './events.ts';
import {createOutages} from './outages.ts';
import {createTakenNames} from './taken-names.ts';

/** Makes what puts the events of a client into its log, each thing once. `name`: our own; `isEarlier`: an earlier process began it; `row`: of the event's transfer. */
export function createEventLog({
	log,
	name,
	isEarlier,
}: {
	readonly log: LogRing;
	readonly name: string;
	readonly isEarlier: (transfer: string) => boolean;
}): (event: ClientEvent, row: TransferRow | undefined, hubId: string | undefined) => void {
	const isNews = createOutages();
	const takenNames = createTakenNames({namesUploads: false});
	/** Of what we upload and download ourselves the transfer tells. */
	const isOwn = (event: ClientEvent): boolean =>
		event.type === 'downloaded' || (event.type === 'uploaded' && event.user === name);
	return (event, row, hubId) => {
		if (!isNews(event) || isOwn(event)) return;
		const isAgain = event.type === 'offered' && row !== undefined && isEarlier(event.transfer);
		const line = isAgain
			? `going on with ${row.title} to ${event.to.join(', ')}`
			: describeClientEvent(event, row, hubId);
		if (line !== undefined) log.add(levelOf(event), line);
		for (const taken of takenNames(event)) log.add('info', taken);
	};
}
