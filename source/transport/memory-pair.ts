import type {Clock} from '../base/clock.ts';
import {FtError} from '../protocol/errors.ts';
import type {Channel, Peer} from './channel.ts';
import type {DataConnection} from './data-connection.ts';
import {createMemoryPipe, type MemoryFaults, type MemoryPipe} from './memory-pipe.ts';
import {createSessionChannel} from './session-channel.ts';
import type {Wire, WireListener} from './wire.ts';

export type MemoryControlOptions = {
	readonly clock: Clock;
	/** Who the client is, as the hub sees it. */
	readonly clientPeer: Peer;
	/** Who the hub is, as the client sees it. */
	readonly hubPeer: Peer;
	/** Somebody in the middle. */
	readonly tap?: MemoryTap | undefined;
};

/** Sees the bytes that were written towards one end of a connection in memory; only what it passes goes on, then or later. */
export type MemoryTap = (towards: 'client' | 'hub', bytes: Uint8Array, pass: (bytes: Uint8Array) => void) => void;

/** Both ends of a control connection without a network: real sessions over byte arrays. The third value makes it fail. */
export function createMemoryControlPair(
	options: MemoryControlOptions,
): [client: Channel<'client'>, hub: Channel<'hub'>, faults: MemoryFaults] {
	const {clock, clientPeer, hubPeer, tap} = options;
	const exporter = crypto.getRandomValues(new Uint8Array(32));
	const [clientSide, hubSide, faults] = createWirePair(tap);
	const startedMs = clock.monotonicMs();
	const common = {clock, exporter, startedMs};
	return [
		createSessionChannel({...common, mine: 'client', peer: hubPeer, peerText: hubPeer.address, openWire: clientSide}),
		createSessionChannel({...common, mine: 'hub', peer: clientPeer, peerText: clientPeer.address, openWire: hubSide}),
		faults,
	];
}

/** Both ends of a data connection without a network, with back-pressure. The third value makes it fail. */
export function createMemoryDataPair(): [one: DataConnection, other: DataConnection, faults: MemoryFaults] {
	const ends: [DataEnd, DataEnd] = [createDataEnd(), createDataEnd()];
	const toOther = createMemoryPipe(() => {
		onEnd(ends[1]);
	});
	const toOne = createMemoryPipe(() => {
		onEnd(ends[0]);
	});
	const pipes = [toOther, toOne];
	const onEnd = (end: DataEnd): void => {
		end.ended.resolve();
		if (pipes.every((pipe) => pipe.isEnded)) for (const {closed} of ends) closed.resolve(undefined);
	};
	const breakBoth = (mine: DataEnd | undefined, error: FtError): void => {
		mine?.closed.resolve(error);
		for (const pipe of pipes) pipe.break();
		const lost = new FtError('unreachable', 'the data connection with memory was lost');
		for (const {closed} of ends) queueMicrotask(() => closed.resolve(lost));
	};
	return [
		toDataConnection(ends[0], toOther, toOne, breakBoth),
		toDataConnection(ends[1], toOne, toOther, breakBoth),
		toFaults(pipes, () => {
			breakBoth(undefined, new FtError('unreachable', 'dropped'));
		}),
	];
}

type DataEnd = {
	readonly ended: PromiseWithResolvers<void>;
	readonly closed: PromiseWithResolvers<FtError | undefined>;
};

function createDataEnd(): DataEnd {
	return {ended: Promise.withResolvers(), closed: Promise.withResolvers()};
}

function toDataConnection(
	end: DataEnd,
	outgoing: MemoryPipe,
	incoming: MemoryPipe,
	breakBoth: (mine: DataEnd, error: FtError) => void,
): DataConnection {
	let isReading = false;
	const destroy = (error?: FtError): void => {
		breakBoth(end, error ?? new FtError('cancelled', 'the data connection with memory was closed before its end'));
	};
	const watch = (): void => {
		if (isReading) return;
		isReading = true;
		incoming.read((_view, done) => {
			done();
			destroy(new FtError('protocol', 'memory sent bytes the wrong way'));
		});
	};
	return {
		address: 'memory',
		read(sink) {
			isReading = true;
			incoming.read(sink);
		},
		write(parts, done) {
			watch();
			const last = parts.length - 1;
			for (const [index, part] of parts.entries()) outgoing.write(part, index === last ? done : () => {});
			if (last < 0) queueMicrotask(done);
		},
		end() {
			watch();
			outgoing.end();
		},
		ended: end.ended.promise,
		closed: end.closed.promise,
		destroy,
	};
}

type OpenWire = (listener: WireListener) => Wire;

function createWirePair(tap: MemoryTap | undefined): [OpenWire, OpenWire, MemoryFaults] {
	const listeners: WireListener[] = [];
	let isClosed = false;
	const close = (causeOf: (listener: WireListener) => Error | undefined): void => {
		if (isClosed) return;
		isClosed = true;
		for (const pipe of pipes) pipe.break();
		for (const listener of listeners) queueMicrotask(() => listener.onClosed(causeOf(listener)));
	};
	const toHub = createMemoryPipe(() => {
		onEnd(listeners[1]);
	});
	const toClient = createMemoryPipe(() => {
		onEnd(listeners[0]);
	});
	const pipes = [toHub, toClient];
	const onEnd = (listener: WireListener | undefined): void => {
		listener?.onEnd();
		if (pipes.every((pipe) => pipe.isEnded)) close(() => undefined);
	};
	const open = (towards: 'client' | 'hub', outgoing: MemoryPipe, incoming: MemoryPipe): OpenWire => {
		const pass = (bytes: Uint8Array): void => {
			outgoing.write(bytes, () => undefined);
		};
		return (listener) => {
			listeners.push(listener);
			incoming.read((view, done) => {
				// The session may keep what the rate limit holds back.
				if (view.length > 0) listener.onBytes(view.slice());
				done();
			});
			return {
				write(bytes, done) {
					tap?.(towards, bytes, pass);
					// Behind what was passed: the back-pressure stays.
					outgoing.write(tap ? new Uint8Array(0) : bytes, done);
				},
				setReading: incoming.setReading,
				end: outgoing.end,
				destroy() {
					close((other) => (other === listener ? undefined : new Error('reset')));
				},
			};
		};
	};
	return [
		open('hub', toHub, toClient),
		open('client', toClient, toHub),
		toFaults(pipes, () => {
			close(() => new Error('dropped'));
		}),
	];
}

function toFaults(pipes: readonly MemoryPipe[], drop: () => void): MemoryFaults {
	const setDelivery = (delivery: {isSplit?: boolean; isStalled?: boolean}): void => {
		for (const pipe of pipes) pipe.setDelivery(delivery);
	};
	return {
		splitEveryByte: () => {
			setDelivery({isSplit: true});
		},
		stall: () => {
			setDelivery({isStalled: true});
		},
		resume: () => {
			setDelivery({isStalled: false});
		},
		drop,
	};
}
