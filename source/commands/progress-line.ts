import {display} from '../base/display.ts';
import {formatBytes, formatCount, formatRate} from '../base/size-text.ts';
import {formatDuration} from '../base/time-text.ts';
import {joinNames} from '../transfer/join-rows.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {storedText} from '../state/transfer-text.ts';
import {fitText} from '../state/line.ts';

/** One line for all transfers of a command, for a terminal: ready to show, narrower than `columns`. */
export function progressLine(rows: readonly TransferRow[], columns: number): string {
	const active = rows.filter((row) => !['delivered', 'declined', 'cancelled', 'failed'].includes(row.state.phase));
	const [row] = active;
	if (!row) return '';
	const more = active.length > 1 ? ` and ${active.length - 1} more` : '';
	return fit(`${display(row.title)}${more}`, `${describe(row)}${through(row)}`, columns - 1);
}

/** Who of them has not answered. */
function waitingText({recipients, peerName}: TransferRow): string {
	const silent = recipients?.flatMap(({name, state}) => (state.phase === 'waiting' ? [name] : [])) ?? [peerName];
	return `waiting: ${joinNames(silent)} ${silent.length > 1 ? 'have' : 'has'} not answered`;
}

/** Of several recipients, how many are through. */
function through({recipients = []}: TransferRow): string {
	const delivered = recipients.filter(({state}) => state.phase === 'delivered').length;
	return delivered === 0 ? '' : `  ${delivered} of ${recipients.length} have it`;
}

function describe(row: TransferRow): string {
	const {state} = row;
	const percent = row.totalBytes === 0 ? 0 : Math.floor((row.bytes / row.totalBytes) * 100);
	switch (state.phase) {
		case 'scanning':
			return `scanning: ${formatCount(row.files, 'file')}, ${formatBytes(row.totalBytes)}`;
		case 'waiting':
			return waitingText(row);
		case 'queued':
			return 'starting';
		case 'running': {
			if (state.stalledMs > 0) return `${percent} %  stalled ${formatDuration(state.stalledMs / 1000)}`;
			const eta = state.etaSeconds === undefined ? '' : `  ${formatDuration(state.etaSeconds)}`;
			return `${Math.min(99, percent)} %  ${formatBytes(row.bytes)} of ${formatBytes(row.totalBytes)}  ${formatRate(state.bytesPerSecond)}${eta}`;
		}
		case 'verifying':
			return 'verifying';
		case 'paused':
			return `paused: ${state.reason === 'peer' ? `by ${row.peerName}` : state.reason.replace('-', ' ')}`;
		case 'stored':
			return storedText(state.untilMs);
		case 'delivered':
		case 'declined':
		case 'cancelled':
		case 'failed':
			return state.phase;
	}
}

/** The title gives way first. */
function fit(title: string, text: string, columns: number): string {
	const room = columns - text.length - 2;
	return room < 4 ? text.slice(0, columns) : `${fitText(title, room, '…', 'middle').trimEnd()}  ${text}`;
}
