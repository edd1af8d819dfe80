import type {Clock} from '../base/clock.ts';
import type {PauseReason} from '../protocol/messages.ts';
import type {TransferEvent} from './transfer-event.ts';
import {isHold} from './pause.ts';
import type {TransferPhase, TransferRow} from './transfer-row.ts';
import {createTransferProgress} from './transfer-progress.ts';
import {createTransferTimes} from './transfer-times.ts';

/** What both ends of a transfer show of it, and tell when it changes. */
export type TransferState = {
	readonly phase: TransferPhase;
	/** Without an event. */
	set(phase: TransferPhase): void;
	/** `paused` once for a reason; `message` says more of it to people. */
	pauseFor(reason: PauseReason, message?: string): void;
	/** It is to move again, and waits for its turn; `resumed` when it was paused. For want of room it stays paused until bytes move: that is tried every few seconds. */
	goOn(): void;
	/** Somebody here lets it go on. That is owed to the hub, which may not be there to hear of it. */
	resume(): void;
	/** The hub said something of it since. */
	heard(): void;
	readonly owesResume: boolean;
	/** Bytes move from now on; `isFresh`: nothing of it was there before. */
	run(isFresh: boolean): void;
	/** So much is there from an earlier process, without an event. */
	begin(bytes: number, files: number): void;
	/** Verified and written at the recipient, over every attempt; an event at most every 250 ms. */
	progress(bytes: number, files: number): void;
	/** All of it is there, and told. */
	complete(): void;
	isPausedBy(reason: PauseReason): boolean;
	/** Paused on purpose: only a resume lifts it. */
	readonly isHeld: boolean;
	readonly row: TransferRow;
};

/** Creates the state of a transfer as one end sees it; `about` is what never changes of its row. */
export function createTransferState(options: {
	readonly clock: Clock;
	readonly about: Omit<TransferRow, 'bytes' | 'state'>;
	readonly phase: TransferPhase;
	readonly onEvent: (event: TransferEvent) => void;
}): TransferState {
	const {clock, about, onEvent} = options;
	const {transfer, direction, peerName: user, totalBytes: total} = about;
	const progress = createTransferProgress(clock, total);
	const times = createTransferTimes(clock);
	let phase = options.phase;
	if (phase.phase === 'delivered') progress.complete(about.files);
	/** Told, and not yet that it goes on; it may wait meanwhile, for who was away. */
	let told: PauseReason | undefined;
	let owesResume = false;
	/** It may move again: what is reported before that moved before the pause. */
	let isTrying = false;
	const tell = (): void => {
		const {bytes, files} = progress;
		const {bytesPerSecond, etaSeconds} = progress.speed();
		const speed = {bytesPerSecond: Math.round(bytesPerSecond), etaSeconds: etaSeconds && Math.ceil(etaSeconds)};
		onEvent({type: 'progress', transfer, user, direction, bytes, total, files, ...speed});
	};
	const tellResumed = (): void => {
		if (told !== undefined) onEvent({type: 'resumed', transfer, user});
		told = undefined;
	};
	const isWithoutRoom = (): boolean => phase.phase === 'paused' && isTriedAgain(phase.reason);
	const goOn = (): void => {
		isTrying = true;
		if (isWithoutRoom()) return;
		times.rest();
		phase = {phase: 'queued'};
		tellResumed();
	};
	return {
		get phase() {
			return phase;
		},
		set(next) {
			times.rest();
			phase = next;
		},
		pauseFor(reason, message) {
			isTrying = false;
			if (reason === 'you') owesResume = false;
			if (phase.phase === 'paused' && phase.reason === reason) return;
			times.rest();
			phase = {phase: 'paused', reason};
			if (told !== reason || !isTriedAgain(reason))
				onEvent({type: 'paused', transfer, user, reason, ...(message !== undefined && {message})});
			told = reason;
		},
		goOn,
		resume() {
			owesResume = true;
			goOn();
		},
		heard() {
			owesResume = false;
		},
		get owesResume() {
			return owesResume;
		},
		run(isFresh) {
			progress.start(isFresh);
			times.begin();
			if (!isWithoutRoom()) phase = {phase: 'running', ...progress.speed()};
		},
		begin(bytes, files) {
			progress.begin(bytes, Math.min(files, about.files));
		},
		progress(bytes, files) {
			const hasMoved = isTrying && bytes > progress.bytes;
			if (progress.set(bytes, Math.min(files, about.files))) tell();
			if (!hasMoved || !isWithoutRoom()) return;
			phase = {phase: 'running', ...progress.speed()};
			tellResumed();
		},
		complete() {
			progress.complete(about.files);
			tell();
		},
		isPausedBy: (reason) => phase.phase === 'paused' && phase.reason === reason,
		get isHeld() {
			return phase.phase === 'paused' && isHold(phase.reason);
		},
		get row() {
			const state = phase.phase === 'running' ? {...phase, ...progress.speed()} : phase;
			return {...about, bytes: progress.bytes, state, times: times.view(progress.movedBytes)};
		},
	};
}

/** Pauses of a full disk, or of what the hub keeps at most: whether they are over, only trying shows. */
function isTriedAgain(reason: PauseReason): boolean {
	return reason === 'disk-full' || reason === 'limit';
}
