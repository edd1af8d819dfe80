import {assertNever} from '../base/assert-never.ts';
import {formatBytes, formatCount, formatNumber, formatRate} from '../base/size-text.ts';
import {formatDuration, shortDay} from '../base/time-text.ts';
import type {RecipientRow, TransferPhase, TransferRow} from '../transfer/transfer-row.ts';
import {fitText, type Tone} from './line.ts';
import {steadyText, textWidth} from './text-width.ts';

type PauseReason = Extract<TransferPhase, {phase: 'paused'}>['reason'];

/** True while it may still move: what `x` can cancel. */
export function isUnfinished(state: TransferPhase): boolean {
	return !['delivered', 'declined', 'cancelled', 'failed'].includes(state.phase);
}

/** True while this client has still something to do for it: asked about before quitting. What the hub keeps goes on without us. */
export function isUnderWay(state: TransferPhase): boolean {
	return isUnfinished(state) && state.phase !== 'stored';
}

/** Paused on purpose by one of the two: either lets it go on. */
export function isHeld(state: TransferPhase): boolean {
	return state.phase === 'paused' && (state.reason === 'you' || state.reason === 'peer');
}

/** True for the states that have a gauge: their bytes have begun to move. */
export function hasGauge(state: TransferPhase): boolean {
	return ['running', 'verifying', 'paused', 'delivered'].includes(state.phase);
}

/** 0 to 100; 100 only for what was verified and delivered. */
export function percentOf(bytes: number, totalBytes: number, isDelivered: boolean): number {
	if (isDelivered) return 100;
	return totalBytes > 0 ? Math.max(0, Math.min(99, Math.floor((bytes / totalBytes) * 100))) : 0;
}

/** `2.0/3.8 GB`, `11/35 MB`: both in the unit of the total, in ten columns at most. */
export function amountText(bytes: number, totalBytes: number): string {
	const [, unit = ''] = formatBytes(totalBytes).split(' ');
	const unitBytes = 1000 ** ['B', 'kB', 'MB', 'GB', 'TB', 'PB'].indexOf(unit);
	const total = totalBytes / unitBytes;
	const decimals = unit === 'B' || total >= 9.95 ? 0 : 1;
	const done = Math.min(bytes, totalBytes) / unitBytes;
	return `${done.toFixed(done === 0 ? 0 : decimals)}/${total.toFixed(decimals)} ${unit}`;
}

/** The state in words: why it waits, or that it is done. Of a running one the rate and the time left. */
export function stateText(row: TransferRow, nowMs: number): string {
	const {state, direction} = row;
	const peerName = peersText(row);
	switch (state.phase) {
		case 'scanning':
			return `scanning: ${formatCount(row.files, 'file')}, ${formatBytes(row.totalBytes)}`;
		case 'waiting':
			return waitingText(direction, peersIn(row), nowMs - state.sinceMs);
		case 'queued':
			return 'queued: others go first';
		case 'running':
			return runningText(direction, state);
		case 'verifying':
			return 'verifying';
		case 'paused':
			return `paused: ${pauseText(state.reason, peerName)}`;
		case 'stored':
			return storedText(state.untilMs);
		case 'delivered':
			return deliveredText(state, row.recipients ?? []);
		case 'declined':
			return state.reason === '' ? `declined by ${peerName}` : `declined: ${state.reason}`;
		case 'cancelled':
			return 'cancelled';
		case 'failed':
			return `failed: ${state.reason}`;
		default:
			return assertNever(state);
	}
}

/** Whom the state is about: with several recipients those who are in it. */
function peersText(row: TransferRow): string {
	const [first, ...others] = peersIn(row);
	return others.length === 0 ? (first ?? row.peerName) : `each of ${others.length + 1}`;
}

function peersIn({recipients = [], state, peerName}: TransferRow): readonly string[] {
	const isIn = (own: TransferPhase): boolean =>
		own.phase === state.phase && (own.phase !== 'paused' || state.phase !== 'paused' || own.reason === state.reason);
	const names = recipients.filter((recipient) => isIn(recipient.state)).map(({name}) => name);
	return names.length === 0 ? [peerName] : names;
}

/** Short, so that it stands whole in a row of 80 columns; the log names the files. */
function deliveredText(
	{failedFiles, leftFiles = 0}: Extract<TransferPhase, {phase: 'delivered'}>,
	recipients: readonly RecipientRow[],
): string {
	const having = recipients.filter(({state}) => state.phase === 'delivered').length;
	const share = having < recipients.length ? ` to ${having} of ${recipients.length}` : '';
	const failed = failedFiles > 0 ? `, ${formatNumber(failedFiles)} left out` : '';
	return `delivered${share}${failed}${leftFiles > 0 ? `, ${formatNumber(leftFiles)} not taken` : ''}`;
}

/** By the hub's word. */
export function storedText(untilMs: number | undefined): string {
	return `kept on the hub${untilMs === undefined ? '' : ` until ${shortDay(untilMs)}`}`;
}

/** Good and bad ends, and waits that somebody can end. */
export function stateTone(state: TransferPhase): Tone {
	switch (state.phase) {
		case 'delivered':
			return state.failedFiles > 0 || (state.leftFiles ?? 0) > 0 ? 'warn' : 'good';
		case 'failed':
			return 'bad';
		case 'paused':
			return 'warn';
		case 'running':
			return state.stalledMs > 0 ? 'warn' : 'plain';
		case 'declined':
		case 'cancelled':
		case 'queued':
		case 'stored':
			return 'dim';
		case 'scanning':
		case 'waiting':
		case 'verifying':
			return 'plain';
		default:
			return assertNever(state);
	}
}

/** A name and, for more than one file, how many: `logs/ (212 files)`. Senders of ft say it in the title. */
export function titleText(title: string, files: number): string {
	return files > 1 ? `${bareTitle(title, files)} (${formatCount(files, 'file')})` : title;
}

/** The same in so many columns: first the word goes, then the middle of the name; the number of files stays. */
export function fitTitle(title: string, files: number, columns: number, ellipsis: string): string {
	if (files <= 1) return title;
	const name = bareTitle(title, files);
	const count = ` (${files})`;
	// `a.txt and 2 more` says how many there are by itself, `a.txt +2` the same where it is tight.
	const [, first, others] = /^(.*) and (\d+) more$/su.exec(name) ?? [];
	const [head, tail] = first === undefined ? [name, count] : [first, ` +${others}`];
	const variants = [titleText(title, files), name + count, ...(first === undefined ? [] : [name, head + tail + count])];
	const whole = variants.find((text) => textWidth(steadyText(text)) <= columns);
	return whole ?? fitText(head, Math.max(1, columns - tail.length), ellipsis, 'middle').trimEnd() + tail;
}

/** To or from whom in so many columns: of several the first, and how many more. */
export function fitPeer({peerName, recipients = []}: TransferRow, columns: number, ellipsis: string): string {
	const [first, ...others] = recipients;
	if (!first || others.length === 0 || textWidth(steadyText(peerName)) <= columns) return peerName;
	const more = ` +${others.length}`;
	return fitText(first.name, Math.max(1, columns - more.length), ellipsis).trimEnd() + more;
}

/** Without the number of files. */
export function bareTitle(title: string, files: number): string {
	const count = ` (${formatCount(files, 'file')})`;
	return title.endsWith(count) ? title.slice(0, -count.length) : title;
}

/** Where what was received lies: itself, or of several the folder they are in. Undefined as long as it is not there. */
export function savedPlace({
	title,
	files,
	state,
}: TransferRow): {readonly path: string; readonly isFolder: boolean} | undefined {
	if (state.phase !== 'delivered' || state.path === undefined) return undefined;
	const isFolder = / and \d+ more(?: \([\d,]+ folders\))?$/u.test(bareTitle(title, files));
	return {path: isFolder ? state.path.replace(/[/\\][^/\\]*$/, '') : state.path, isFolder};
}

/** Who holds it up, after `paused: `. */
export function pauseText(reason: PauseReason, peerName: string): string {
	switch (reason) {
		case 'you':
			return 'by you';
		case 'peer':
			return `by ${peerName}`;
		case 'disk-full':
			return 'disk full';
		case 'offline':
			return 'offline';
		case 'limit':
			return 'limit';
		default:
			return assertNever(reason);
	}
}

/** Is the other end a folder of the hub? No user has such a name. */
export function isHubFolder(peerName: string): boolean {
	return /^(?:public|shared|private)(?=:|$)/.test(peerName);
}

function waitingText(
	direction: TransferRow['direction'],
	[first = '', ...others]: readonly string[],
	waitedMs: number,
): string {
	const minutes = Math.floor(Math.max(0, waitedMs) / 60_000);
	const who = isHubFolder(first) ? 'the hub' : first;
	const have = others.length > 0 ? `${others.length + 1} have` : `${who} has`;
	return `waiting: ${have} not ${direction === 'send' ? 'answered' : 'begun'}${minutes > 0 ? ` (${minutes} m)` : ''}`;
}

/** `sending` and `receiving` are said until there is a rate to show. */
function runningText(
	direction: TransferRow['direction'],
	{bytesPerSecond, etaSeconds, stalledMs, limitBytesPerSecond}: Extract<TransferPhase, {phase: 'running'}>,
): string {
	if (stalledMs > 0) return `stalled ${Math.floor(stalledMs / 1000)} s`;
	if (limitBytesPerSecond !== undefined) return `limit ${formatRate(limitBytesPerSecond)}`;
	if (bytesPerSecond <= 0) return direction === 'send' ? 'sending' : 'receiving';
	const rate = formatRate(bytesPerSecond).padStart(9);
	return etaSeconds === undefined ? rate : `${rate} ${formatDuration(etaSeconds)}`;
}
