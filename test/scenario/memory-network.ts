import type {Clock} from '../../source/base/clock.ts';
import type {Identity} from '../../source/crypto/identity.ts';
import type {Hub} from '../../source/hub/hub.ts';
import {FtError, type ErrorCode} from '../../source/protocol/errors.ts';
import type {Peer} from '../../source/transport/channel.ts';
import type {DataConnection, Dialler, IncomingData} from '../../source/transport/data-connection.ts';
import {createMemoryControlPair, createMemoryDataPair, type MemoryTap} from '../../source/transport/memory-pair.ts';
import type {MemoryFaults} from '../../source/transport/memory-pipe.ts';

/** What a computer's connections go through: a hub that may be away, connections that may break or lie. */
export type Line = Dialler & {
	/** Breaks the control connection, without a word. */
	cutControl(): void;
	/** Nothing goes through the control connection any more, and nobody is told. */
	stallControl(): void;
	cutData(): void;
	/** No new connections until it is true again. */
	isUp: boolean;
	/** Called with every data connection the client dials, as the client sees it; what it returns is used instead. */
	onData: (connection: DataConnection, faults: MemoryFaults) => DataConnection;
	/** Makes somebody in the middle of each new control connection. */
	makeTap: (() => MemoryTap) | undefined;
	/** Control connections made so far. */
	readonly dials: number;
};

/** The line between one client and whatever hub `findHub` gives now. */
export function createLine(options: {
	readonly clock: Clock;
	readonly identity: Identity;
	readonly address: string;
	readonly findHub: () => {readonly hub: Hub; readonly identity: Identity} | undefined;
}): Line {
	const {clock, identity} = options;
	let control: MemoryFaults | undefined;
	let dials = 0;
	const data = new Set<MemoryFaults>();
	const reach = (): {readonly hub: Hub; readonly identity: Identity} => {
		const found = options.findHub();
		if (!found || !line.isUp) throw new FtError('unreachable', 'cannot reach the hub in memory: connection refused');
		return found;
	};
	const line: Line = {
		address: 'memory port 1',
		isUp: true,
		onData: (connection) => connection,
		makeTap: undefined,
		get dials() {
			return dials;
		},
		cutControl() {
			control?.drop();
		},
		stallControl() {
			control?.stall();
		},
		cutData() {
			for (const faults of data) faults.drop();
			data.clear();
		},
		async control(signal) {
			signal.throwIfAborted();
			const found = reach();
			dials++;
			const clientPeer = toPeer(identity, options.address);
			const [client, hub, faults] = createMemoryControlPair({
				clock,
				clientPeer,
				hubPeer: toPeer(found.identity, 'hub'),
				tap: line.makeTap?.(),
			});
			control = faults;
			found.hub.acceptControl(hub);
			return client;
		},
		async data(ticket, signal) {
			signal.throwIfAborted();
			const {hub} = reach();
			const [one, other, faults] = createMemoryDataPair();
			data.add(faults);
			const verdict = Promise.withResolvers<void>();
			hub.acceptData(toIncoming(ticket, other, verdict));
			signal.addEventListener('abort', () => {
				verdict.reject(signal.reason);
				one.destroy();
			});
			await verdict.promise;
			return line.onData(one, faults);
		},
	};
	return line;
}

function toPeer(identity: Identity, address: string): Peer {
	return {id: identity.id, spki: identity.spki, address, isLoopback: false};
}

function toIncoming(ticket: string, connection: DataConnection, verdict: PromiseWithResolvers<void>): IncomingData {
	return {
		ticket,
		address: connection.address,
		accept() {
			verdict.resolve();
			return connection;
		},
		refuse(code: ErrorCode) {
			verdict.reject(new FtError(code, `the hub in memory refused the data connection: ${code}`));
			connection.destroy();
		},
		gone: connection.closed.then(() => undefined),
	};
}
