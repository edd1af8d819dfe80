import {Socket, type SocketConstructorOpts} from 'node:net';
import {createSlabReader, type SlabPool, type SlabReader} from './slab-reader.ts';

/** A socket together with the reader that takes what comes in on it. It reads nothing until `reader.start`. */
export type ReadSocket = {readonly socket: Socket; readonly reader: SlabReader};

/**
 * Makes an accepted socket read into our own slabs, which `net` offers to `net.connect` only: its handle moves to a new socket
 * (half the CPU of `data` events; decision 6). Where the private handle is not what we know, `data` events stay. What was
 * already read from `accepted` must have been consumed; it tells `close` when its handle has moved.
 */
export function takeOverSocket(accepted: Socket, pool: SlabPool, depth: number): ReadSocket {
	// eslint-disable-next-line prefer-const -- the reader is made first because the socket needs its `onread`.
	let socket: Socket;
	const reader = createSlabReader(pool, depth, () => {
		if (!socket.destroyed) socket.resume();
	});
	socket = toUserBufferSocket(accepted, reader) ?? toEventSocket(accepted, reader);
	socket.once('close', () => {
		reader.close();
	});
	return {socket, reader};
}

type Handle = {readonly useUserBuffer: unknown; readStop(): void};

function isKnownHandle(handle: unknown): handle is Handle {
	return (
		typeof handle === 'object' &&
		handle !== null &&
		'useUserBuffer' in handle &&
		'readStop' in handle &&
		typeof handle.useUserBuffer === 'function' &&
		typeof handle.readStop === 'function'
	);
}

function toUserBufferSocket(accepted: Socket, reader: SlabReader): Socket | undefined {
	const handle: unknown = Reflect.get(accepted, '_handle');
	if (!isKnownHandle(handle)) return undefined;
	handle.readStop();
	Reflect.set(accepted, '_handle', null);
	// Without its handle this closes nothing; it takes the socket off the server's count and tells its listeners so.
	accepted.destroy();
	const options: SocketConstructorOpts = {onread: reader.onread, allowHalfOpen: true};
	Reflect.set(options, 'handle', handle);
	Reflect.set(options, 'pauseOnCreate', true);
	return new Socket(options);
}

function toEventSocket(accepted: Socket, reader: SlabReader): Socket {
	accepted.pause();
	accepted.on('data', (bytes) => {
		if (!reader.take(bytes)) accepted.pause();
	});
	// Adding the listener does not start an explicitly paused socket; `reader.start` does.
	return accepted;
}
