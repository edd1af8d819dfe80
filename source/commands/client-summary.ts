import {display} from '../base/display.ts';
import {formatBytes} from '../base/size-text.ts';
import type {ClientSnapshot} from '../client/snapshot.ts';
import {isUnderWay, savedPlace, storedText} from '../state/transfer-text.ts';
import type {TransferPhase, TransferRow} from '../transfer/transfer-row.ts';

/** What stays to be known after the screen has gone: received where, delivered to whom, and how the rest goes on; a line each. */
export function summariseClient({transfers, offers}: Pick<ClientSnapshot, 'transfers' | 'offers'>): readonly string[] {
	const ends = transfers.flatMap((row) =>
		(row.recipients ?? [{name: row.peerName, state: row.state}]).flatMap(({name, state}) => endText(row, name, state)),
	);
	const unfinished = transfers.filter(({state}) => isUnderWay(state));
	const waiting = offers.map(({fromName, title}) => `${display(title)} from ${fromName}`);
	return [
		...ends,
		...(unfinished.length > 0
			? [`unfinished, goes on with the next ft client: ${unfinished.map(whatText).join('; ')}`]
			: []),
		...(waiting.length > 0 ? [`not answered yet, see them with ft offers: ${waiting.join('; ')}`] : []),
	];
}

function endText(row: TransferRow, name: string, state: TransferPhase): readonly string[] {
	const what = whatText(row);
	switch (state.phase) {
		case 'delivered':
			return row.direction === 'send'
				? [`delivered to ${name}: ${what}`]
				: [`received from ${name}: ${receivedText(row)}`];
		case 'stored':
			return [`${storedText(state.untilMs)} for ${name}: ${what}`];
		case 'declined':
			return [`declined by ${name}: ${what}`];
		case 'cancelled':
			return [`cancelled: ${what}`];
		case 'failed':
			return [`failed: ${what}: ${display(state.reason, 400)}`];
		default:
			return [];
	}
}

/** Where it is; of several what they are as well. */
function receivedText(row: TransferRow): string {
	const {path, isFolder} = savedPlace(row) ?? {path: row.title, isFolder: false};
	return isFolder ? `${display(row.title)}, in ${display(path, 4096)}` : display(path, 4096);
}

function whatText({title, totalBytes}: TransferRow): string {
	return `${display(title)}, ${formatBytes(totalBytes)}`;
}
