import {sleep, type Clock} from '../base/clock.ts';
import {displaySentence} from '../base/display.ts';
import {createSubscribers} from '../base/subscribers.ts';
import {watchWake} from '../base/wake.ts';
import {errorTable, FtError, type ErrorCode} from '../protocol/errors.ts';
import {approvalRetryMs, probeMs} from '../protocol/limits.ts';
import type {HubMessage, HubMessageOf, SentMessageOf} from '../protocol/messages.ts';
import type {Channel} from '../transport/channel.ts';
import type {Dialler} from '../transport/data-connection.ts';
import {receiveEvents, type ChannelEvents} from './channel-events.ts';
import type {FirstContact} from './first-contact.ts';
import {greet, type Greeting} from './greet.ts';
import type {Connection} from './snapshot.ts';
import type {End} from '../transfer/end.ts';
import {toFtError} from '../transfer/to-ft-error.ts';

export type LinkEvent =
	| {readonly type: 'online'; readonly welcome: HubMessageOf<'welcome'>}
	| {
			readonly type: 'offline';
			readonly attempt: number;
			readonly inSeconds: number;
			readonly code: ErrorCode;
			readonly reason: string;
	  }
	/** Final: dialling again cannot help. */
	| {readonly type: 'refused'; readonly error: FtError}
	| {readonly type: 'message'; readonly message: HubMessage};

/** The control connection to the hub over all its reconnects. */
export type Link = End & {
	/** Dials and greets until online. Rejects with FtError when the first attempt fails, unless the link is to keep trying. */
	connect(): Promise<void>;
	readonly connection: Connection;
	/** Id of the hub that was last reached. */
	readonly hubId: string | undefined;
	/** Asks and waits for the answer. Rejects with the hub's refusal, or `unreachable` when the connection ends first. */
	ask<Type extends HubMessage['type']>(
		expected: Type,
		make: (request: number) => SentMessageOf<'client'>,
	): Promise<HubMessageOf<Type>>;
	subscribe(listener: (event: LinkEvent) => void): () => void;
	/** Tries at once instead of waiting. */
	reconnect(): void;
	/** Says bye. Idempotent, never rejects. */
	close(): Promise<void>;
};

const firstDelayMs = 500;
const maxDelayMs = 15_000;
/** A connection that lived this long begins the count of attempts anew; a hub that only lets us in to drop us is not dialled twice a second. */
const steadyMs = 10_000;

/** Creates a link that has not dialled yet. `keepsTrying`: also when the very first attempt finds no hub (the screen does, commands do not). */
export function createLink(options: {
	readonly dialler: Dialler;
	readonly clock: Clock;
	readonly greeting: Greeting;
	readonly contact: FirstContact;
	readonly keepsTrying: boolean;
	/** How long the first attempt may wait for the operator's word; 0 when not told. */
	readonly approvalWaitMs?: number | undefined;
}): Link {
	const {dialler, clock, greeting, contact} = options;
	const events = createSubscribers<LinkEvent>();
	const ending = new AbortController();
	const asked = new Map<number, {resolve(message: HubMessage): void; reject(error: FtError): void}>();
	let connection: Exclude<Connection, {phase: 'online'}> | 'online' = {phase: 'connecting'};
	let channel: Channel<'client'> | undefined;
	let hubId: string | undefined;
	/** Of the hub at the far end of the last connection, whether it let us in or not. */
	let dialledId = '';
	let lastRequest = 0;
	let skipWait: (() => void) | undefined;

	const settle = (message: HubMessage): boolean => {
		if (!('request' in message) || message.request === undefined) return false;
		const waiter = asked.get(message.request);
		asked.delete(message.request);
		if (message.type === 'refuse') waiter?.reject(new FtError(message.code, displaySentence(message.message)));
		else waiter?.resolve(message);
		return true;
	};
	/** Reads until the connection ends; resolves with why, when the hub said so for good. */
	const read = async (source: ChannelEvents): Promise<FtError | undefined> => {
		for (;;) {
			const event = await source.next();
			if (event.type === 'closed') return event.isFinal ? event.error : undefined;
			if (!settle(event.message)) events.tell({type: 'message', message: event.message});
		}
	};
	/** Dials, greets, and reads until the connection ends. Whatever happens, it is closed then. */
	const live = async (onOnline: () => void): Promise<FtError | undefined> => {
		const fresh = await dialler.control(ending.signal);
		const stop = (): void => {
			void fresh.close();
		};
		ending.signal.addEventListener('abort', stop, {once: true});
		try {
			dialledId = fresh.peer.id;
			const source = receiveEvents(fresh);
			const welcome = await greet(fresh, source, greeting, contact);
			if (ending.signal.aborted) throw new FtError('cancelled', 'the client ends');
			channel = fresh;
			hubId = fresh.peer.id;
			connection = 'online';
			onOnline();
			events.tell({type: 'online', welcome});
			return await read(source);
		} finally {
			ending.signal.removeEventListener('abort', stop);
			channel = undefined;
			const error = new FtError('unreachable', `the connection to ${greeting.address} was lost`);
			for (const waiter of asked.values()) waiter.reject(error);
			asked.clear();
			void fresh.close();
		}
	};
	/** Sleeps until it is over, or until somebody is in a hurry. */
	const wait = async (delayMs: number): Promise<void> => {
		const waiting = new AbortController();
		skipWait = () => {
			waiting.abort();
		};
		await sleep(clock, delayMs, AbortSignal.any([waiting.signal, ending.signal])).catch(() => undefined);
		skipWait = undefined;
	};
	const refuse = (error: FtError): void => {
		connection = {phase: 'refused', code: error.code, reason: error.message};
		events.tell({type: 'refused', error});
	};
	/** Runs for the life of the link. `onFirst` hears how the first attempt went. */
	const run = async (onFirst: (error: FtError | undefined) => void): Promise<void> => {
		const startedMs = clock.monotonicMs();
		let isFirst = true;
		/** A hub that has put us on its list may be away for a while. */
		let wasAsking = false;
		let attempt = 0;
		while (!ending.signal.aborted) {
			let problem: FtError;
			let onlineMs = Number.POSITIVE_INFINITY;
			try {
				const final = await live(() => {
					onlineMs = clock.monotonicMs();
					if (isFirst) onFirst(undefined);
					isFirst = false;
				});
				problem = final ?? new FtError('unreachable', `the connection to ${greeting.address} was lost`);
			} catch (error) {
				problem = toFtError(error);
			}
			if (ending.signal.aborted) break;
			connection = {phase: 'connecting'};
			const remaining = await contact.overcome(problem, dialledId, ending.signal);
			if (!remaining) continue;
			problem = remaining;
			if (ending.signal.aborted) break;
			const isAsking = problem.code === 'approval-needed';
			wasAsking ||= isAsking;
			const mayWait = wasAsking && clock.monotonicMs() - startedMs < (options.approvalWaitMs ?? 0);
			if (!errorTable[problem.code].retry || (isFirst && !options.keepsTrying && !mayWait)) {
				if (isFirst) onFirst(problem);
				refuse(problem);
				return;
			}
			if (isFirst && options.keepsTrying) {
				onFirst(undefined);
				isFirst = false;
			}
			attempt = clock.monotonicMs() - onlineMs >= steadyMs ? 1 : attempt + 1;
			// Up to a fifth less, so that a hundred clients of a restarted hub do not come in one moment.
			const steps = isAsking ? approvalRetryMs : Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));
			const delayMs = Math.round(steps * (1 - Math.random() / 5));
			const {code, message: reason} = problem;
			connection = {phase: 'offline', attempt, retryAtMs: clock.monotonicMs() + delayMs, code, reason};
			events.tell({type: 'offline', attempt, inSeconds: delayMs / 1000, code, reason});
			await wait(delayMs);
		}
		if (isFirst) onFirst(new FtError('cancelled', 'the client ends'));
	};

	/** After a sleep nobody waits for the next try, and a connection that does not answer at once is gone. */
	const wake = async (): Promise<void> => {
		skipWait?.();
		const probed = channel;
		if (!probed || (await probed.probe(probeMs))) return;
		probed.abort(new FtError('unreachable', `the connection to ${greeting.address} was lost while this machine slept`));
	};

	return {
		async connect() {
			const stopWatching = watchWake(clock, () => void wake());
			await new Promise<void>((resolve, reject) => {
				void run((error) => {
					if (error) reject(error);
					else resolve();
				}).finally(stopWatching);
			});
		},
		get connection(): Connection {
			return connection === 'online' ? {phase: 'online', roundTripMs: channel?.roundTripMs} : connection;
		},
		get isOnline() {
			return connection === 'online';
		},
		get hubId() {
			return hubId;
		},
		send(message) {
			channel?.send(message);
		},
		async ask<Type extends HubMessage['type']>(expected: Type, make: (request: number) => SentMessageOf<'client'>) {
			const asking = channel;
			if (!asking) throw new FtError('unreachable', `the hub ${greeting.address} is not connected now`);
			const request = ++lastRequest;
			const {promise, resolve, reject} = Promise.withResolvers<HubMessage>();
			asking.send(make(request));
			asked.set(request, {resolve, reject});
			const reply = await promise;
			if (reply.type !== expected)
				throw new FtError('protocol', `the hub answered with ${reply.type} where ${expected} was asked for`);
			return reply as HubMessageOf<Type>;
		},
		dialData: (ticket, signal) => dialler.data(ticket, AbortSignal.any([signal, ending.signal])),
		subscribe: events.subscribe,
		reconnect() {
			skipWait?.();
		},
		async close() {
			ending.abort(new FtError('cancelled', 'the client ends'));
			await channel?.close();
		},
	};
}
