import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import {toPauseReason} from './pause.ts';
import type {TransferEvent} from './transfer-event.ts';
import type {TransferPhase, TransferRow} from './transfer-row.ts';
import {createTransferState} from './transfer-state.ts';

/** What events say instead of a name: no user can have it. */
export const hubName = 'hub';

/** The one upload of what goes to several, or to somebody who is not there: how much the hub has of it. */
export type Upload = {
	/** Bytes move to the hub from now on; `isFresh`: it has nothing yet. */
	run(isFresh: boolean): void;
	/** What the hub says of it. */
	follow(message: HubMessageOf<'progress' | 'state'>): void;
	/** Paused by us, or the connection has gone. */
	pauseFor(reason: 'you' | 'offline'): void;
	/** There is none: it is relayed. */
	rest(): void;
	/** While it runs or is held up: content bytes that the hub has, and why nothing moves. */
	readonly row: {readonly bytes: number; readonly state: TransferPhase} | undefined;
	/** Of the bytes that go up once for all; undefined when none did. */
	readonly times: TransferRow['times'];
};

/** Creates it; nothing was asked for yet. `manifestBytes`: what the hub counts besides the contents. */
export function createUpload(options: {
	readonly clock: Clock;
	readonly about: Pick<TransferRow, 'transfer' | 'title' | 'files' | 'totalBytes'>;
	readonly hubId: string;
	readonly manifestBytes: number;
	readonly onEvent: (event: TransferEvent) => void;
}): Upload {
	const {clock, about, hubId: peerId, manifestBytes, onEvent} = options;
	const state = createTransferState({
		clock,
		about: {...about, direction: 'send', peerId, peerName: hubName},
		phase: {phase: 'queued'},
		onEvent,
	});
	const run = (isFresh: boolean): void => {
		if (state.phase.phase === 'running') return;
		state.goOn();
		state.run(isFresh);
	};
	return {
		run,
		follow(message) {
			if (message.type === 'progress') state.progress(Math.max(0, message.bytes - manifestBytes), 0);
			else if (message.state === 'running') run(false);
			else if (message.state === 'paused') state.pauseFor(toPauseReason(display(message.reason ?? '')));
			else if (message.state === 'stored') state.set({phase: 'stored', untilMs: message.until});
		},
		pauseFor(reason) {
			if (state.phase.phase === 'running' || state.phase.phase === 'paused') state.pauseFor(reason);
		},
		get times() {
			return state.row.times;
		},
		rest() {
			state.set({phase: 'queued'});
		},
		get row() {
			const {bytes, state: phase} = state.row;
			return phase.phase === 'running' || phase.phase === 'paused' ? {bytes, state: phase} : undefined;
		},
	};
}
