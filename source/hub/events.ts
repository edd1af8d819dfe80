import {assertNever} from '../base/assert-never.ts';
import {display} from '../base/display.ts';
import {formatBytes, formatFiles} from '../base/size-text.ts';
import {toShortId} from '../protocol/ids.ts';
import type {PauseReason} from '../protocol/messages.ts';
import {describeSpaceEvent, type SpaceEvent} from '../protocol/space-event.ts';
import type {TransferEvent} from '../transfer/transfer-event.ts';
import type {AdmittedBy} from './admission.ts';
import type {LegFacts} from './leg.ts';
import type {HubActions} from './snapshot.ts';

/** What happens on a hub, as `ft server --json` prints it and the log tells it. Text is already through `display`, except for names in the hub's folders. */
export type HubEvent =
	| {readonly type: 'user'; readonly name: string; readonly id: string; readonly state: 'online' | 'offline' | 'joined'}
	| {
			readonly type: 'offered';
			readonly transfer: string;
			readonly from: string;
			readonly to: readonly string[];
			readonly files: number;
			readonly bytes: number;
	  }
	| (LegFacts & {readonly type: 'accepted' | 'delivered'})
	/** All of it is on the hub, and nobody is there to collect it. `until` as ISO 8601. */
	| (LegFacts & {readonly type: 'stored'; readonly until: string})
	| (LegFacts & {readonly type: 'declined' | 'resumed'; readonly reason: string})
	/** `by`: who holds it up, when somebody does. A full disk is told every ten minutes at most. */
	| (LegFacts & {readonly type: 'paused'; readonly reason: PauseReason; readonly by?: string})
	| (LegFacts & {readonly type: 'cancelled' | 'failed' | 'expired'; readonly code: string; readonly reason: string})
	| SpaceEvent
	/** In what somebody uploaded. */
	| (Extract<TransferEvent, {type: 'renamed'}> & {readonly user: string})
	| {readonly type: 'text'; readonly from: string; readonly to: readonly string[]}
	/** A newcomer waits for the operator's word. */
	| {readonly type: 'request'; readonly user: string; readonly id: string; readonly address: string}
	/** A newcomer came in; `by` what let it. */
	| {
			readonly type: 'admitted';
			readonly user: string;
			readonly id: string;
			readonly address: string;
			readonly by: AdmittedBy;
	  }
	/** The operator did something; `text` says what, and holds no secret. */
	| {
			readonly type: 'operator';
			readonly act: OperatorAct;
			readonly user?: string;
			readonly id?: string;
			readonly text: string;
	  }
	| {readonly type: 'error'; readonly code: string; readonly message: string};

/** What an operator does. */
export type OperatorAct = Exclude<keyof HubActions, 'clearFinished' | 'find'>;

/** Does the log mark it? Whoever joins is asked for the code: that is none. */
export function isTrouble(event: HubEvent): boolean {
	return event.type === 'failed' || (event.type === 'error' && event.code !== 'code-needed');
}

/** The line of the log for an event; undefined for what the log does not tell. */
export function describeEvent(event: HubEvent): string | undefined {
	switch (event.type) {
		case 'user':
			return event.state === 'offline' ? `${event.name} left` : `${event.name} joined`;
		case 'offered':
			return `${event.from} offers ${formatFiles(event.files)}, ${formatBytes(event.bytes)}, to ${event.to.join(', ')} (${event.transfer.slice(0, 8)})`;
		case 'accepted':
			return `${event.user} accepted ${which(event)}`;
		case 'declined':
			return withReason(`${event.user} declined ${which(event)}`, event.reason);
		case 'delivered':
			return `delivered to ${event.user}: ${which(event)}`;
		case 'paused':
			return `${which(event)} to ${event.user} is paused: ${event.by === undefined ? event.reason.replace('-', ' ') : `by ${event.by}`}`;
		case 'resumed':
			return `${which(event)} to ${event.user} goes on`;
		case 'cancelled':
			return withReason(`${which(event)} to ${event.user} was cancelled`, event.reason);
		case 'failed':
			return withReason(`${which(event)} to ${event.user} failed`, event.reason);
		case 'stored':
			return `kept for ${event.user} until ${event.until.slice(0, 16).replace('T', ' ')}: ${which(event)}`;
		case 'expired':
			return withReason(`${which(event)} to ${event.user} expired`, event.reason);
		case 'uploaded':
		case 'downloaded':
		case 'removed':
			return describeSpaceEvent(event);
		case 'renamed':
			return `renamed ${event.from}, which cannot be a name here, to ${display(event.path)} (${event.transfer.slice(0, 8)} of ${event.user})`;
		case 'text':
			return undefined;
		case 'request':
			return `${event.user} (${toShortId(event.id)}) asks to join, from ${event.address}`;
		case 'admitted':
			return event.by === 'invitation' ? `${event.user} came by an invitation` : undefined;
		case 'operator':
			return `the operator ${event.text}`;
		case 'error':
			return event.message;
		default:
			return assertNever(event);
	}
}

/** `5fdd7879 from alice`: one of several transfers to the same person, by the id that the list and its sheet show. */
function which({transfer, from}: LegFacts): string {
	return `${transfer.slice(0, 8)} from ${from}`;
}

function withReason(text: string, reason: string): string {
	return reason === '' ? text : `${text}: ${reason}`;
}
