import type {Clock} from '../base/clock.ts';
import {displaySentence} from '../base/display.ts';
import {openBody} from '../crypto/offer.ts';
import type {Identity} from '../crypto/identity.ts';
import {sha256} from '../crypto/random.ts';
import type {Staging, StagingOptions} from '../files/staging.ts';
import {errorTable, FtError} from '../protocol/errors.ts';
import type {HubMessageOf, SentMessageOf} from '../protocol/messages.ts';
import {hasSegment} from '../protocol/ranges.ts';
import {receiveBody} from './receive-body.ts';
import {createAttempts} from './attempts.ts';
import type {End} from './end.ts';
import type {TransferEvent} from './transfer-event.ts';
import {toPauseReason} from './pause.ts';
import {createRetry} from './retry.ts';
import {saveIncoming, type PublishStaging} from './save-incoming.ts';
import type {TransferPhase, TransferRow} from './transfer-row.ts';
import {createStagingHolder} from './staging-holder.ts';
import {toErrorEvent, toFtError} from './to-ft-error.ts';
import {createTransferState} from './transfer-state.ts';

/** Segments that were changed on the way come again so often in a row; then somebody is at work, or a line that will not get better. Of what only another recipient could have made, so often in all. */
const maxTampered = 3;
/** How often it looks for room on a full disk. */
const diskRetryMs = 5000;

/** What an incoming transfer works with. */
export type IncomingOptions = {
	readonly clock: Clock;
	readonly hub: End;
	readonly identity: Identity;
	readonly offer: HubMessageOf<'offer'>;
	readonly fromName: string;
	readonly transferKey: Uint8Array;
	/** Of the summary; the title through `display`. */
	readonly title: string;
	readonly manifestBytes: number;
	/** It goes to others as well. */
	readonly several?: StagingOptions['several'];
	/** Where it is saved, for people: when nothing of it has a name of its own there. */
	readonly target: string;
	/** Makes or takes up the staging. Rejects with FtError. */
	readonly stage: (options: Omit<StagingOptions, 'downloads' | 'disk'>) => Promise<Staging>;
	/** Makes the choice that is due. Rejects with FtError: `no-such-file` lets the offer be, as if it had not been accepted here. */
	readonly choose: (staging: Staging, signal: AbortSignal) => Promise<void>;
	readonly publish: PublishStaging;
	/** What its sender is told of an error that ends it; the hub reads it, too. */
	readonly tell: (error: FtError) => string;
	readonly onEvent: (event: TransferEvent) => void;
	readonly onEnd: () => void;
};

/** One accepted offer on its way to our disk: steps 2 to 6, each of which may be repeated. */
export type Incoming = {
	/** Says where it stands: what is missing, that it is paused, or how it ended. At the first accept, and whenever the hub shows the offer again. Never rejects. */
	answer(): Promise<void>;
	handle(message: HubMessageOf<'ticket' | 'state'>): void;
	/** The control connection ended. */
	offline(): void;
	/** Ends it here and tells the sender; staging is deleted. Nothing happens when it is being saved already. */
	cancel(): Promise<void>;
	pause(): void;
	resume(): void;
	/** Another window has it: the same offer, shown again, is a new one here. */
	readonly isElsewhere: boolean;
	readonly row: TransferRow;
	/** Stops without ending it, staging stays; what is being saved is saved first. */
	close(): Promise<void>;
};

/** Creates an incoming transfer that has not answered yet. */
export function createIncoming(options: IncomingOptions): Incoming {
	const {clock, hub, offer, title, manifestBytes, fromName, onEvent} = options;
	const {transfer, files, bytes: totalBytes, from: peerId} = offer;
	const about = {transfer, direction: 'receive', title, peerId, peerName: fromName, files, totalBytes} as const;
	const floe = openBody({transferKey: options.transferKey, header: offer.header, transfer, senderId: peerId});
	const {open, leave} = createStagingHolder(
		() =>
			options.stage({
				...{transfer, recipientShortId: options.identity.shortId},
				...{manifestBytes, files, bytes: totalBytes, offerJson: JSON.stringify(offer)},
				floeTag: (number, iv, isLast, parts) => floe.tagOf(number, iv, isLast, parts),
				hash: sha256,
				several: options.several,
			}),
		(error) => {
			onEvent(toErrorEvent(error));
		},
	);
	const state = createTransferState({clock, about, phase: {phase: 'queued'}, onEvent});
	const ending = new AbortController();
	const attempts = createAttempts();
	const retry = createRetry(clock, ending.signal, () => {
		if (!state.isHeld && !attempts.isRunning && hub.isOnline) void answer();
	});
	let isFinishing = false;
	let finishing: Promise<void> = Promise.resolve();
	let isElsewhere = false;
	let tampered = 0;
	/** What ended it here, the receipt too: said again whenever somebody asks. */
	let lastWord: SentMessageOf<'client'> | undefined;

	const isOver = (): boolean => ending.signal.aborted || isFinishing;
	const end = (phase: TransferPhase, event: TransferEvent): void => {
		if (ending.signal.aborted) return;
		state.set(phase);
		stop(new FtError('cancelled', 'the transfer has ended'));
		onEvent(event);
		options.onEnd();
	};
	const stop = (error: FtError): void => {
		ending.abort(error);
		attempts.stop(error);
	};
	const say = (message: SentMessageOf<'client'>): void => {
		lastWord = message;
		hub.send(message);
	};
	const fail = (error: FtError): void => {
		const {code, message: reason} = error;
		end({phase: 'failed', code, reason}, {type: 'failed', transfer, user: fromName, code, reason});
		void leave('discard');
	};
	const cancelled = (reason: string, how: 'close' | 'discard'): Promise<void> => {
		end({phase: 'cancelled'}, {type: 'cancelled', transfer, user: fromName, code: 'cancelled', reason});
		return leave(how);
	};
	const takenElsewhere = (reason: string): void => {
		isElsewhere = true;
		void cancelled(reason, 'close');
	};

	const answer = async (): Promise<void> => {
		if (lastWord) hub.send(lastWord);
		if (isOver()) return;
		if (state.owesResume) hub.send({type: 'resume', transfer});
		if (state.isPausedBy('you')) {
			hub.send({type: 'pause', transfer, reason: 'you'});
			return;
		}
		try {
			const staging = await open();
			state.begin(staging.writtenBytes, staging.writtenFiles);
			// What the attempt before still writes is not asked for again.
			await attempts.settled();
			if (staging.choice.isDue) await options.choose(staging, ending.signal).catch(letBe);
			if (isOver() || state.isPausedBy('you')) return;
			if (staging.isComplete) await finish(staging);
			else {
				// Whether a pause of the sender's is over, the hub says.
				if (!state.isHeld) state.goOn();
				hub.send({type: 'answer', transfer, accept: true, ranges: staging.missing().map(([from, to]) => [from, to])});
			}
		} catch (error) {
			retryOrFail(toFtError(error));
		}
	};
	/** Nothing of it is wanted: it is for others to take. */
	const letBe = (error: unknown): void => {
		const known = toFtError(error);
		if (known.code !== 'no-such-file') throw known;
		isElsewhere = true;
		fail(known);
	};
	/** A cut is answered again, so is what came changed, a full disk is waited out, everything else ends it. */
	const retryOrFail = (error: FtError): void => {
		if (isOver()) return;
		const {code, message} = error;
		if (code === 'disk-full') {
			hub.send({type: 'pause', transfer, reason: 'disk-full'});
			state.pauseFor('disk-full', message);
			retry.after(diskRetryMs);
		} else if (code === 'in-use') takenElsewhere(message);
		else if (code === 'tampered' && ++tampered <= maxTampered) retry.soon();
		else if (errorTable[code].retry || code === 'cancelled' || code === 'replaced') retry.soon();
		else {
			say({type: 'fail', transfer, code, reason: options.tell(error)});
			fail(error);
		}
	};

	const receive = async (ticket: HubMessageOf<'ticket'>, attempt: AbortSignal): Promise<void> => {
		const staging = await open();
		const connection = await hub.dialData(ticket.ticket, attempt);
		if (attempt.aborted) {
			connection.destroy();
			return;
		}
		state.goOn();
		const {ranges} = ticket;
		state.run(hasSegment(ranges, 0));
		let hasCome = false;
		const onProgress = (segments: number): void => {
			hasCome = true;
			const {writtenBytes: bytes, writtenFiles: files} = staging;
			retry.reset();
			tampered = staging.forgeries;
			hub.send({type: 'progress', transfer, attempt: ticket.attempt, segments, bytes, files});
			if (!isOver()) state.progress(bytes, files);
		};
		const receiving = receiveBody({connection, floe, staging, ranges, clock, onProgress});
		attempt.addEventListener('abort', () => {
			receiving.stop(toFtError(attempt.reason));
		});
		await receiving.done;
		await staging.verified;
		if (attempt.aborted) return;
		if (staging.isComplete) await finish(staging);
		// All that was asked for came, and it was not all: the rest was still to be chosen, or was in too many pieces.
		else if (hasCome) void answer();
		else retry.soon();
	};
	const finish = async (staging: Staging): Promise<void> => {
		if (isOver()) return;
		isFinishing = true;
		finishing = save(staging);
		await finishing;
	};
	const save = async (staging: Staging): Promise<void> => {
		state.set({phase: 'verifying'});
		try {
			const {identity, publish} = options;
			const saved = await saveIncoming({staging, offer, identity, clock, publish});
			const {receipt, paths, failed, same, left, renamed, numbered} = saved;
			say(receipt);
			state.complete();
			for (const {path, reason} of failed) onEvent({type: 'skipped', transfer, path, cause: 'failed', reason});
			for (const one of renamed) onEvent({type: 'renamed', transfer, ...one});
			for (const path of same)
				onEvent({type: 'skipped', transfer, path, cause: 'same', reason: 'it was there already'});
			end(
				{phase: 'delivered', path: paths[0] ?? options.target, failedFiles: failed.length, leftFiles: left},
				{type: 'received', transfer, from: fromName, paths, bytes: totalBytes, same: same.length, left, numbered},
			);
		} catch (error) {
			isFinishing = false;
			retryOrFail(toFtError(error));
		}
	};

	/** What the hub says of our leg: the sender's doing, the operator's, or another window of ours. A receipt on its way beats it. */
	const followState = (message: HubMessageOf<'state'>): void => {
		const reason = displaySentence(message.reason ?? '');
		if (isOver()) return;
		if (message.state === 'cancelled' || message.state === 'declined') {
			void cancelled(reason || `by ${fromName}`, 'discard');
		} else if (message.state === 'failed' || message.state === 'expired') {
			fail(new FtError(message.code ?? 'failed', reason || `${fromName} could not go on`));
		} else if (message.state === 'taken' || message.state === 'delivered') takenElsewhere('accepted in another window');
		else if (message.state === 'paused') {
			attempts.stop(new FtError('cancelled', 'paused'));
			state.pauseFor(toPauseReason(reason));
		} else if (message.state === 'accepted' && !attempts.isRunning) {
			state.goOn();
			void answer();
		}
	};

	return {
		answer,
		handle(message) {
			state.heard();
			if (message.type === 'state') followState(message);
			else if (message.user === peerId && !isOver() && !state.isPausedBy('you')) {
				void attempts.start((attempt) => receive(message, attempt), retryOrFail);
			}
		},
		offline() {
			attempts.stop(new FtError('unreachable', 'the connection to the hub was lost'));
			if (!isOver() && !state.isHeld) state.pauseFor('offline');
		},
		async cancel() {
			if (isOver()) return;
			say({type: 'cancel', transfer});
			await cancelled('by you', 'discard');
		},
		pause() {
			if (isOver()) return;
			hub.send({type: 'pause', transfer, reason: 'you'});
			attempts.stop(new FtError('cancelled', 'paused'));
			state.pauseFor('you');
		},
		resume() {
			if (isOver()) return;
			state.resume();
			void answer();
		},
		get isElsewhere() {
			return isElsewhere;
		},
		get row(): TransferRow {
			return state.row;
		},
		async close() {
			await finishing;
			stop(new FtError('cancelled', 'the client ends'));
			await leave('close');
		},
	};
}
