import {connect, createServer, type Socket} from 'node:net';
import type {Clock} from '../base/clock.ts';
import {FtError} from '../protocol/errors.ts';
import type {Channel} from './channel.ts';
import {createSessionChannel} from './session-channel.ts';
import {toWire} from './socket-channel.ts';
import {systemCodeOf} from './system-code.ts';

/** Where a running hub waits for its operator. */
export type OperatorListener = {
	/** Stops listening, says bye to whoever is there and removes the socket. Idempotent, never rejects. */
	close(): Promise<void>;
};

/**
 * Listens on a socket in the file system: who may open it is the operator. Rejects with FtError `failed`.
 * `path`: short, see `openSocketFile`.
 */
export async function listenForOperator(options: {
	readonly path: string;
	readonly clock: Clock;
	readonly onOperator: (channel: Channel<'desk'>) => void;
}): Promise<OperatorListener> {
	const {path, clock} = options;
	const channels = new Set<Channel<'desk'>>();
	const server = createServer({allowHalfOpen: true}, (socket) => {
		const channel = toChannel('desk', socket, clock);
		channels.add(channel);
		channel.subscribe((event) => {
			if (event.type === 'closed') channels.delete(channel);
		});
		options.onOperator(channel);
	});
	const listening = Promise.withResolvers<void>();
	server.once('error', (error) => {
		listening.reject(new FtError('failed', `cannot listen for the operator: ${error.message}`, {cause: error}));
	});
	server.listen(path, listening.resolve);
	await listening.promise;
	server.on('error', () => undefined);
	return {
		async close() {
			server.close();
			await Promise.all([...channels].map((channel) => channel.close()));
		},
	};
}

/** Opens the socket of a running hub. Rejects with FtError `unreachable` when none runs there, `disk-error` when it may not. */
export async function dialHub(path: string, clock: Clock): Promise<Channel<'operator'>> {
	const socket = connect({path, allowHalfOpen: true});
	const connected = Promise.withResolvers<void>();
	// Stays for good: an error between two owners must not crash the process.
	socket.on('error', connected.reject);
	socket.once('connect', connected.resolve);
	try {
		await connected.promise;
	} catch (error) {
		socket.destroy();
		if (systemCodeOf(error) === 'EACCES')
			throw new FtError('disk-error', 'the hub belongs to another login: its operator has to do that', {cause: error});
		throw new FtError('unreachable', 'no hub runs there', {cause: error});
	}
	return toChannel('operator', socket, clock);
}

/** Nothing is proved here: the file's mode says who is at the other end. */
function toChannel<Mine extends 'operator' | 'desk'>(mine: Mine, socket: Socket, clock: Clock): Channel<Mine> {
	const other = mine === 'desk' ? 'the operator' : 'the hub';
	const channel = createSessionChannel({
		mine,
		peer: {id: '', spki: new Uint8Array(), address: other, isLoopback: true},
		exporter: new Uint8Array(),
		clock,
		startedMs: clock.monotonicMs(),
		peerText: other,
		openWire: (listener) => toWire(socket, listener),
	});
	channel.admit();
	return channel;
}
