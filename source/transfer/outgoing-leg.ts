import type {Clock} from '../base/clock.ts';
import {displaySentence} from '../base/display.ts';
import type {LegEnd} from '../files/leg-ends.ts';
import type {FtError} from '../protocol/errors.ts';
import type {HubMessageOf, LegState} from '../protocol/messages.ts';
import {toPauseReason} from './pause.ts';
import type {TransferEvent} from './transfer-event.ts';
import type {RecipientRow, TransferRow} from './transfer-row.ts';
import {createTransferState, type TransferState} from './transfer-state.ts';

/** How a leg ended, and what is told of it. */
export type OutgoingEnd = {readonly end: LegEnd; readonly event: TransferEvent};

/** What the hub says of one recipient's leg. */
export type LegMessage = HubMessageOf<'answer' | 'progress' | 'state'>;

/** The hub's word that one recipient's leg has come to an end without a receipt. */
export type LegEndState = HubMessageOf<'state'> & {readonly user: string};

/** Is it one? */
export function isLegEnd(message: HubMessageOf<'state'>): message is LegEndState {
	return message.user !== undefined && endStates.has(message.state);
}

const endStates = new Set<LegState>(['declined', 'cancelled', 'failed', 'expired']);

/** One recipient's leg of what we send: where it stands. What becomes of the whole is not its business. */
export type OutgoingLeg = {
	readonly id: string;
	readonly name: string;
	readonly state: TransferState;
	readonly hasEnded: boolean;
	/** Follows what the hub says; returns the end, if the leg is to come to it, or has come to one already. */
	follow(message: LegMessage): OutgoingEnd | undefined;
	/** The ends that are made here. */
	cancelled(reason: string): OutgoingEnd;
	failed(error: FtError): OutgoingEnd;
	delivered(counts: {
		readonly failed: number;
		readonly same: number;
		readonly left: number;
		readonly numbered: number;
	}): OutgoingEnd;
	/** It has ended so; a receipt that crosses an end makes another of it. */
	end(end: LegEnd): void;
	/** The connection to the hub has gone: what is on the hub stays there, all else waits. */
	offline(): void;
	readonly row: RecipientRow;
};

/** Creates a leg that was not offered in this process. */
export function createOutgoingLeg(options: {
	readonly clock: Clock;
	readonly about: Pick<TransferRow, 'transfer' | 'title' | 'files' | 'totalBytes'>;
	readonly recipient: {readonly id: string; readonly name: string};
	/** It has ended in an earlier process. */
	readonly end: LegEnd | undefined;
	/** Has the last segment been sent to somebody, now or earlier? Before that the hub cannot have all of it; that it asked for the others is its word. */
	readonly isEndSent: () => boolean;
	readonly onEvent: (event: TransferEvent) => void;
}): OutgoingLeg {
	const {clock, about, onEvent, isEndSent} = options;
	const {id, name} = options.recipient;
	const told = {transfer: about.transfer, user: name};
	const waiting = () => ({phase: 'waiting', sinceMs: clock.monotonicMs()}) as const;
	const state = createTransferState({
		clock,
		about: {...about, direction: 'send', peerId: id, peerName: name},
		phase: options.end ?? waiting(),
		onEvent,
	});
	let hasEnded = options.end !== undefined;
	let wasAccepted = false;

	const failed = ({code, message: reason}: FtError): OutgoingEnd => ({
		end: {phase: 'failed', code, reason},
		event: {type: 'failed', ...told, code, reason},
	});
	const cancelled = (reason: string): OutgoingEnd => ({
		end: {phase: 'cancelled'},
		event: {type: 'cancelled', ...told, code: 'cancelled', reason},
	});
	const declined = (reason: string): OutgoingEnd => ({
		end: {phase: 'declined', reason},
		event: {type: 'declined', ...told, reason},
	});
	const accepted = (): void => {
		// A pause is lifted by nothing but a resume.
		if (!state.isHeld) state.goOn();
		if (!wasAccepted) onEvent({type: 'accepted', ...told});
		wasAccepted = true;
	};
	/** Bytes reach the recipient: by relay we know, from what the hub keeps we hear. */
	const moves = (): void => {
		const {phase} = state.phase;
		if (phase === 'running' || phase === 'verifying' || state.isHeld) return;
		state.goOn();
		// What the recipient has by now comes with the first report.
		state.run(false);
	};
	const stored = (untilMs: number | undefined): void => {
		if (!isEndSent()) return;
		const isNews = state.phase.phase !== 'stored';
		state.set({phase: 'stored', untilMs});
		const until = untilMs === undefined ? undefined : new Date(untilMs).toISOString();
		if (isNews) onEvent({type: 'stored', ...told, until});
	};
	const endOf = (message: LegMessage): OutgoingEnd | undefined => {
		if (message.type === 'progress') return undefined;
		const reason = displaySentence(message.reason ?? '');
		if (message.type === 'answer') return message.accept ? undefined : declined(reason);
		const code = message.code ?? 'failed';
		switch (message.state) {
			case 'cancelled':
				return cancelled(reason || `by ${name}`);
			case 'declined':
				return declined(reason);
			case 'failed': {
				const why = reason || `${name} could not receive it`;
				return {end: {phase: 'failed', code, reason: why}, event: {type: 'failed', ...told, code, reason: why}};
			}
			case 'expired': {
				const why = reason || `${name} did not collect it in time, and the hub keeps it no longer`;
				return {end: {phase: 'failed', code, reason: why}, event: {type: 'expired', ...told, code, reason: why}};
			}
			default:
				return undefined;
		}
	};
	const followState = (message: HubMessageOf<'state'>): void => {
		const {phase} = state.phase;
		switch (message.state) {
			case 'paused':
				state.pauseFor(toPauseReason(displaySentence(message.reason ?? '')));
				break;
			case 'accepted':
				if (phase === 'waiting' || phase === 'paused' || phase === 'stored') state.goOn();
				break;
			case 'running':
				moves();
				break;
			case 'stored':
				stored(message.until);
				break;
			case 'waiting':
				if (phase === 'paused' || phase === 'queued' || phase === 'stored') state.set(waiting());
				break;
			// A receipt says that it was delivered, nothing else does; and a sender's leg is never taken.
			default:
		}
	};

	return {
		id,
		name,
		state,
		get hasEnded() {
			return hasEnded;
		},
		follow(message) {
			state.heard();
			const ended = endOf(message);
			if (ended || hasEnded) return ended;
			if (message.type === 'state') followState(message);
			else if (message.type === 'answer') accepted();
			else {
				if (state.phase.phase !== 'paused') moves();
				state.progress(message.bytes, message.files);
				if (message.bytes >= about.totalBytes && state.phase.phase === 'running') state.set({phase: 'verifying'});
			}
			return undefined;
		},
		cancelled,
		failed,
		delivered: ({failed: failedFiles, ...counts}) => ({
			end: {phase: 'delivered', failedFiles, leftFiles: counts.left},
			event: {type: 'delivered', ...told, ...counts},
		}),
		end(end) {
			hasEnded = true;
			state.set(end);
		},
		offline() {
			const {phase} = state.phase;
			if (hasEnded || state.isHeld || phase === 'waiting' || phase === 'stored') return;
			state.pauseFor('offline');
		},
		get row() {
			const {bytes, state: phase} = state.row;
			return {id, name, bytes, state: phase};
		},
	};
}
