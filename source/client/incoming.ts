import {sleep, type Clock} from '../base/clock.ts';
import {openBody} from '../crypto/offer.ts';
import type {Identity} from '../crypto/identity.ts';
import {sha256} from '../crypto/random.ts';
import {createReceipt} from '../crypto/receipt.ts';
import {openStaging, type Staging} from '../files/staging.ts';
import type {TransfersTable} from '../files/transfers-table.ts';
import {errorTable, FtError} from '../protocol/errors.ts';
import type {HubMessageOf, LegState} from '../protocol/messages.ts';
import type {Summary} from '../protocol/summary.ts';
import {receiveBody, type Receiving} from '../transfer/receive-body.ts';
import type {ClientEvent} from './events.ts';
import type {Link} from './link.ts';
import type {TransferPhase, TransferRow} from './snapshot.ts';
import {createTransferProgress} from './transfer-progress.ts';

/** How long after a cut the recipient answers again, and how often it looks for room on a full disk. */
const retryMs = 1000;
const diskRetryMs = 5000;

/** What an incoming transfer works with. */
export type IncomingOptions = {
	readonly clock: Clock;
	readonly link: Link;
	readonly identity: Identity;
	readonly transfers: TransfersTable;
	readonly offer: HubMessageOf<'offer'>;
	readonly fromName: string;
	readonly transferKey: Uint8Array;
	readonly summary: Summary;
	readonly downloads: string;
	readonly ifExists: 'rename' | 'skip' | 'overwrite';
	readonly onEvent: (event: ClientEvent) => void;
	/** It ended, one way or another. */
	readonly onEnd: () => void;
};

/** One accepted offer on its way to our disk: steps 2 to 6, each of which may be repeated. */
export type Incoming = {
	/** Answers with what is missing: at the first accept, and whenever the hub shows the offer again. */
	answer(): Promise<void>;
	handle(message: HubMessageOf<'ticket' | 'state'>): void;
	/** The control connection ended. */
	offline(): void;
	/** Ends it here and tells the sender. Staging is deleted. */
	cancel(): Promise<void>;
	pause(): void;
	resume(): void;
	readonly row: TransferRow;
	/** Stops without ending it: staging stays. */
	close(): Promise<void>;
};

/** Creates an incoming transfer that has not answered yet. */
export function createIncoming(options: IncomingOptions): Incoming {
	const {clock, link, offer, summary, fromName, onEvent} = options;
	const floe = openBody({transferKey: options.transferKey, header: offer.header, transfer: offer.transfer, senderId: offer.from});
	const progress = createTransferProgress(clock, offer.bytes);
	const ending = new AbortController();
	let state: TransferPhase = {phase: 'queued'};
	let opening: Promise<Staging> | undefined;
	let staging: Staging | undefined;
	let receiving: Receiving | undefined;
	let isFinishing = false;

	const hasEnded = (): boolean => ending.signal.aborted;
	const end = (phase: TransferPhase, event: ClientEvent): void => {
		if (hasEnded()) return;
		state = phase;
		ending.abort();
		onEvent(event);
		options.onEnd();
	};
	const fail = (error: FtError, isOurs: boolean): void => {
		if (hasEnded()) return;
		if (isOurs) link.send({type: 'fail', transfer: offer.transfer, code: error.code, reason: error.message.slice(0, 500)});
		receiving?.stop(error);
		end(
			{phase: 'failed', code: error.code, reason: error.message},
			{type: 'failed', transfer: offer.transfer, user: fromName, code: error.code, reason: error.message},
		);
		void staging?.close();
	};
	const pauseFor = (reason: 'disk-full' | 'offline' | 'peer' | 'you' | 'limit'): void => {
		if (hasEnded() || (state.phase === 'paused' && state.reason === reason)) return;
		state = {phase: 'paused', reason};
		onEvent({type: 'paused', transfer: offer.transfer, user: fromName, reason});
	};
	const open = async (): Promise<Staging> => {
		opening ??= openStaging({
			downloads: options.downloads,
			transfer: offer.transfer,
			recipientShortId: options.identity.shortId,
			manifestBytes: summary.manifestBytes,
			files: offer.files,
			bytes: offer.bytes,
			offerJson: JSON.stringify(offer),
			floeTag: (number, iv, isLast, parts) => floe.tagOf(number, iv, isLast, parts),
			hash: sha256,
		});
		try {
			staging = await opening;
			return staging;
		} catch (error) {
			opening = undefined;
			throw error;
		}
	};
	const tellProgress = (attempt: number, segments: number): void => {
		if (!staging) return;
		const {writtenBytes: bytes, writtenFiles: files} = staging;
		link.send({type: 'progress', transfer: offer.transfer, attempt, segments, bytes, files});
		if (progress.set(bytes, files) && !hasEnded()) tellEvent();
	};
	const tellEvent = (): void => {
		const {bytesPerSecond, etaSeconds} = progress.speed();
		const {bytes, files} = progress;
		onEvent({type: 'progress', transfer: offer.transfer, user: fromName, direction: 'receive', bytes, total: offer.bytes, files, bytesPerSecond, etaSeconds});
	};

	const answer = async (): Promise<void> => {
		if (hasEnded() || isFinishing) return;
		try {
			const opened = await open();
			// All is there from an earlier run, but not read back yet: nothing to ask for, nothing to publish.
			if (opened.missing().length === 0) await opened.verified;
			if (hasEnded()) return;
			if (opened.isComplete) await finish(opened);
			else {
				if (state.phase === 'paused') onEvent({type: 'resumed', transfer: offer.transfer, user: fromName});
				state = {phase: 'queued'};
				link.send({type: 'answer', transfer: offer.transfer, accept: true, ranges: opened.missing().map(([from, to]) => [from, to])});
			}
		} catch (error) {
			retryOrFail(toFtError(error));
		}
	};
	/** A cut is answered again, a full disk waited out, everything else ends it. */
	const retryOrFail = (error: FtError): void => {
		if (hasEnded() || state.phase === 'paused') return;
		if (error.code === 'disk-full') {
			pauseFor('disk-full');
			link.send({type: 'pause', transfer: offer.transfer, reason: 'disk-full'});
			void again(diskRetryMs);
		} else if (errorTable[error.code].retry || error.code === 'replaced' || error.code === 'cancelled') {
			if (link.connection.phase === 'online') void again(retryMs);
		} else fail(error, true);
	};
	const again = async (delayMs: number): Promise<void> => {
		await sleep(clock, delayMs, ending.signal).catch(() => undefined);
		const isWaitingForUs = state.phase !== 'paused' || state.reason === 'disk-full';
		if (!hasEnded() && isWaitingForUs && !receiving && link.connection.phase === 'online') await answer();
	};

	const receive = async (ticket: HubMessageOf<'ticket'>): Promise<void> => {
		receiving?.stop(new FtError('replaced', 'a newer ticket came'));
		try {
			const opened = await open();
			const connection = await link.dialData(ticket.ticket, ending.signal);
			progress.start();
			state = {phase: 'running', ...progress.speed()};
			const own = receiveBody({
				connection,
				floe,
				staging: opened,
				ranges: ticket.ranges,
				clock,
				onProgress: (segments) => {
					tellProgress(ticket.attempt, segments);
				},
			});
			receiving = own;
			await own.done.finally(() => {
				if (receiving === own) receiving = undefined;
			});
			await opened.verified;
			if (opened.isComplete) await finish(opened);
			else void again(retryMs);
		} catch (error) {
			const known = toFtError(error);
			if (!receiving) retryOrFail(known);
		}
	};

	const finish = async (opened: Staging): Promise<void> => {
		if (isFinishing || hasEnded()) return;
		isFinishing = true;
		state = {phase: 'verifying'};
		try {
			const trailer = opened.trailer();
			if (trailer.failed.length > 0 && trailer.failed.length >= opened.entries.length) {
				throw new FtError('source-changed', `nothing of ${summary.title} could be read by ${fromName}: ${trailer.failed[0]?.reason ?? ''}`);
			}
			const receipt = createReceipt({
				identity: options.identity,
				transfer: offer.transfer,
				senderId: offer.from,
				bytes: offer.bytes,
				trailerHash: opened.trailerHash(),
				timeMs: clock.nowMs(),
			});
			const published = await opened.publish({
				ifExists: options.ifExists,
				onDone: () => {
					const json = JSON.stringify({type: 'receipt', ...receipt});
					options.transfers.saveReceipt({transfer: offer.transfer, hubId: link.hubId ?? '', receipt: json, timeMs: clock.nowMs()});
				},
			});
			link.send({type: 'receipt', ...receipt});
			progress.set(offer.bytes, offer.files);
			tellEvent();
			for (const {entry, reason} of trailer.failed) {
				onEvent({type: 'skipped', transfer: offer.transfer, path: opened.entries[entry]?.path ?? '', reason});
			}
			end(
				{phase: 'delivered', path: published.paths[0] ?? options.downloads, failedFiles: trailer.failed.length},
				{type: 'received', transfer: offer.transfer, from: fromName, paths: published.paths, bytes: offer.bytes},
			);
		} catch (error) {
			isFinishing = false;
			retryOrFail(toFtError(error));
		}
	};

	const stopBytes = (error: FtError): void => {
		receiving?.stop(error);
		receiving = undefined;
	};
	return {
		answer,
		handle(message) {
			if (hasEnded()) return;
			if (message.type === 'ticket') {
				void receive(message);
				return;
			}
			followState(message.state, message.reason ?? '');
		},
		offline() {
			stopBytes(new FtError('unreachable', 'the connection to the hub was lost'));
			if (!isFinishing) pauseFor('offline');
		},
		async cancel() {
			link.send({type: 'cancel', transfer: offer.transfer});
			stopBytes(new FtError('cancelled', 'cancelled'));
			end({phase: 'cancelled'}, {type: 'cancelled', transfer: offer.transfer, user: fromName, code: 'cancelled', reason: 'by you'});
			await staging?.discard();
		},
		pause() {
			link.send({type: 'pause', transfer: offer.transfer, reason: 'you'});
			stopBytes(new FtError('cancelled', 'paused'));
			pauseFor('you');
		},
		resume() {
			link.send({type: 'resume', transfer: offer.transfer});
			void answer();
		},
		get row(): TransferRow {
			return {
				transfer: offer.transfer,
				direction: 'receive',
				title: summary.title,
				peerId: offer.from,
				peerName: fromName,
				files: offer.files,
				bytes: progress.bytes,
				totalBytes: offer.bytes,
				state: state.phase === 'running' ? {phase: 'running', ...progress.speed()} : state,
			};
		},
		async close() {
			ending.abort();
			stopBytes(new FtError('cancelled', 'the client ends'));
			await staging?.close();
		},
	};

	/** What the hub says of our leg: the sender's doing, the operator's, or another window of ours. */
	function followState(next: LegState, reason: string): void {
		if (next === 'cancelled') {
			stopBytes(new FtError('cancelled', 'cancelled'));
			const text = reason || `by ${fromName}`;
			end({phase: 'cancelled'}, {type: 'cancelled', transfer: offer.transfer, user: fromName, code: 'cancelled', reason: text});
			void staging?.discard();
		} else if (next === 'failed') fail(new FtError('failed', reason || `${fromName} could not go on`), false);
		else if (next === 'taken') {
			stopBytes(new FtError('cancelled', 'accepted in another window'));
			end({phase: 'cancelled'}, {type: 'cancelled', transfer: offer.transfer, user: fromName, code: 'cancelled', reason: 'accepted in another window'});
			void staging?.close();
		} else if (next === 'paused') {
			stopBytes(new FtError('cancelled', 'paused'));
			if (!isFinishing) pauseFor(reason === 'offline' || reason === 'disk-full' || reason === 'limit' ? reason : 'peer');
		} else if (next === 'accepted' && !receiving) void answer();
	}
}

function toFtError(error: unknown): FtError {
	return error instanceof FtError ? error : new FtError('internal', 'receiving failed by an error of ft itself', {cause: error});
}
