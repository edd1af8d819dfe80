import type {LogRing} from '../base/log.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {describeClientEvent, levelOf, type ClientEvent} from './events.ts';
import {createOutages} from './outages.ts';
import {createTakenNames} from './taken-names.ts';

/** Makes what puts the events of a client into its log, each thing once. `name`: our own; `row`: of the event's transfer. */
export function createEventLog({
	log,
	name,
}: {
	readonly log: LogRing;
	readonly name: string;
}): (event: ClientEvent, row: TransferRow | undefined, hubId: string | undefined) => void {
	const isNews = createOutages();
	const takenNames = createTakenNames({namesUploads: false});
	/** Of what we upload and download ourselves the transfer tells. */
	const isOwn = (event: ClientEvent): boolean =>
		event.type === 'downloaded' || (event.type === 'uploaded' && event.user === name);
	return (event, row, hubId) => {
		if (!isNews(event) || isOwn(event)) return;
		const line = describeClientEvent(event, row, hubId);
		if (line !== undefined) log.add(levelOf(event), line);
		for (const taken of takenNames(event)) log.add('info', taken);
	};
}
