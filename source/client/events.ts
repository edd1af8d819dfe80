import {assertNever} from '../base/assert-never.ts';
import {display, displaySentence} from '../base/display.ts';
import type {LogLevel} from '../base/log.ts';
import type {PeerText} from '../base/peer-text.ts';
import {formatBytes, formatCount, formatFiles} from '../base/size-text.ts';
import {shortDay} from '../base/time-text.ts';
import type {ErrorCode} from '../protocol/errors.ts';
import {toShortId} from '../protocol/ids.ts';
import type {PauseReason} from '../protocol/messages.ts';
import {describeSpaceEvent, type SpaceEvent} from '../protocol/space-event.ts';
import type {TransferEvent} from '../transfer/transfer-event.ts';
import {hubName} from '../transfer/upload.ts';
import type {Trust} from './snapshot.ts';

/** What happens to a client, word for word as `--json` prints it; `time` is added by the printer. Text is a peer's: JSON escapes it, lines and screens `display` it. */
export type ClientEvent =
	| {readonly type: 'connected'; readonly hub: string; readonly you: string; readonly users: number}
	| {
			readonly type: 'user';
			readonly name: string;
			readonly id: string;
			readonly state: 'online' | 'offline';
			readonly trust: Trust;
	  }
	/** A name has another key than the one pinned `since`; `message` says what to do. */
	| {
			readonly type: 'pin';
			readonly kind: 'user';
			readonly name: string;
			readonly id: string;
			readonly state: 'changed';
			readonly since: string;
			readonly message: string;
	  }
	| {
			readonly type: 'offer';
			readonly transfer: string;
			readonly from: string;
			readonly title: string;
			readonly files: number;
			readonly bytes: number;
			readonly note: string;
	  }
	/** Ours, and what others upload to where everyone may see it. */
	| SpaceEvent
	/** `id`: the sender's identity. */
	| {readonly type: 'text'; readonly from: string; readonly id: string; readonly text: PeerText}
	/** The operator's, to everyone. */
	| {readonly type: 'notice'; readonly text: PeerText}
	| {
			readonly type: 'reconnecting';
			readonly attempt: number;
			readonly inSeconds: number;
			readonly code: ErrorCode;
			readonly reason: string;
	  }
	| TransferEvent;

/** Ends of a transfer: after one of these nothing more is told of it. */
export const endEvents: ReadonlySet<string> = new Set([
	'declined',
	'delivered',
	'received',
	'cancelled',
	'failed',
	'expired',
]);

/**
 * The line people read for an event, in the log and on the standard error of commands; undefined for what is shown otherwise. `row`: its
 * transfer, named where several go on at once; what goes to the hub of that id goes into its folders.
 */
export function describeClientEvent(
	event: ClientEvent,
	row?: {readonly title: string; readonly direction: 'send' | 'receive'; readonly peerId?: string},
	hubId?: string,
): string | undefined {
	const isUpload = row?.direction === 'send' && row.peerId !== undefined && row.peerId === hubId;
	const [of, end] = row ? [` ${row.title}`, `: ${row.title}`] : ['', ''];
	/** ` report.pdf to bob` */
	const withWhom = (user: string): string =>
		row ? `${of} ${row.direction === 'send' ? 'to' : 'from'} ${user === hubName ? 'the hub' : user}` : '';
	switch (event.type) {
		case 'connected':
			return `connected to ${display(event.hub)} as ${event.you}`;
		case 'user':
			return event.state === 'online' ? `${event.name} joined` : `${event.name} left`;
		case 'offered':
			return `${isUpload ? 'uploading' : 'offered'} ${row?.title ?? formatFiles(event.files)}, ${formatBytes(event.bytes)}, to ${event.to.join(', ')}`;
		case 'offer':
			return `${event.from} offers ${display(event.title)}, ${formatBytes(event.bytes)}${event.note === '' ? '' : `: ${display(event.note)}`}`;
		case 'accepted':
			// The hub's folders ask nobody.
			return isUpload ? undefined : `${event.user} accepted${of}`;
		case 'declined':
			return withReason(`${event.user} declined${of}`, event.reason);
		case 'progress':
			return undefined;
		case 'paused':
			if (event.message !== undefined) return withReason(`paused${withWhom(event.user)}`, event.message);
			return `paused${withWhom(event.user)}: ${pausedText(event.user, event.reason, row !== undefined)}`;
		case 'resumed':
			return `going on with${row ? withWhom(event.user) : ` ${event.user}`}`;
		case 'stored':
			return `${describeStored(event.user, event.until === undefined ? undefined : Date.parse(event.until))}${end}`;
		case 'delivered':
			return withReason(`delivered to ${event.user}${end}`, describeNotAll(event));
		case 'received':
			return withReason(
				row
					? `${row.title} from ${event.from} saved ${describePlace(event.paths)}`
					: `received from ${event.from}: ${event.paths.map((path) => display(path)).join(', ')}`,
				describeNotAll(event),
			);
		case 'cancelled':
		case 'failed':
		case 'expired':
			return withReason(`${event.type}${withWhom(event.user)}`, event.reason);
		case 'skipped':
			return `${event.cause === 'same' ? 'skipped' : 'left out'} ${display(event.path)}: ${display(event.reason)}`;
		case 'renamed':
			// What was taken is told with the end of its transfer.
			if (event.cause === 'taken') return undefined;
			return `renamed ${display(event.from)}, which cannot be a name here, to ${display(event.path)}`;
		case 'uploaded':
		case 'downloaded':
		case 'removed':
			return describeSpaceEvent(event);
		case 'text':
			return `${event.from}·${toShortId(event.id)}: ${display(event.text, 4096)}`;
		case 'notice':
			return `notice of the operator: ${display(event.text, 4096)}`;
		case 'reconnecting':
			return `${display(event.reason, 400)}${event.code === 'approval-needed' ? '' : '. Trying again'}`;
		case 'pin':
		case 'error':
			return displaySentence(event.message);
		default:
			return assertNever(event);
	}
}

/** How much an event matters in the log. */
export function levelOf(event: ClientEvent): LogLevel {
	if (event.type === 'error' || event.type === 'failed' || event.type === 'expired') return 'error';
	return event.type === 'pin' || event.type === 'skipped' || event.type === 'reconnecting' ? 'warning' : 'info';
}

const pauseWords: Record<PauseReason, string> = {
	you: 'by you',
	peer: 'by the other side',
	'disk-full': 'disk full',
	offline: 'offline',
	limit: 'waiting for its turn',
};

/** Of the upload of what the hub is to keep. */
const hubPauseWords: Partial<Record<PauseReason, string>> = {
	'disk-full': 'the hub has no room to keep it now; it goes on by itself when there is some',
	limit: 'the hub keeps no more of yours now; it goes on by itself when some of that was collected',
};

/** `kept on the hub for bob, until 28 Nov`: by the hub's word. */
function describeStored(user: string, untilMs: number | undefined): string {
	return `kept on the hub for ${user}${untilMs === undefined ? '' : `, until ${shortDay(untilMs)}`}`;
}

/** What of a transfer was not saved, because it was there or was not wanted; empty for nothing. */
export function describeNotAll({same, left}: {readonly same: number; readonly left: number}): string {
	const parts = [
		...(same > 0 ? [`${formatCount(same, 'file')} ${same === 1 ? 'was' : 'were'} there already`] : []),
		...(left > 0 ? [`${formatCount(left, 'file')} ${left === 1 ? 'was' : 'were'} not taken`] : []),
	];
	return parts.join(', ');
}

/** `as /home/a/notes.pdf`; of several the folder. */
function describePlace([first = '', ...others]: readonly string[]): string {
	return others.length === 0
		? `as ${displaySentence(first)}`
		: `in ${displaySentence(first.replace(/[/\\][^/\\]*$/, ''))}`;
}

/** Who holds it up; by name where it is said whose it is. */
function pausedText(user: string, reason: PauseReason, isNamed: boolean): string {
	if (user === hubName) return hubPauseWords[reason] ?? pauseWords[reason];
	return isNamed && reason === 'peer' ? `by ${user}` : pauseWords[reason];
}

function withReason(text: string, reason: string): string {
	return reason === '' ? text : `${text}: ${displaySentence(reason)}`;
}
