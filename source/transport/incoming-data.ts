import type {Socket} from 'node:net';
import type {Clock} from '../base/clock.ts';
import {errorTable} from '../protocol/errors.ts';
import {dataHelloMs} from '../protocol/limits.ts';
import type {IncomingData} from './data-connection.ts';
import {sayLastWords} from './last-words.ts';
import type {SlabPool} from './slab-reader.ts';
import {createSocketDataConnection} from './socket-data-connection.ts';
import {takeOverSocket} from './user-buffer-socket.ts';

export type IncomingDataOptions = {
	readonly socket: Socket;
	readonly ticket: string;
	readonly address: string;
	readonly clock: Clock;
	readonly pool: SlabPool;
	/** Slabs a connection may have out, one of them reserved for the next read. */
	readonly depth: number;
	/** Called with the socket that carries the bytes from now on. */
	readonly onTakenOver: (socket: Socket) => void;
};

/** A data connection that waits for its verdict: it is refused by itself after `dataHelloMs`, and dropped when it says anything meanwhile. */
export function createIncomingData(options: IncomingDataOptions): IncomingData {
	const {socket, ticket, address, clock} = options;
	const gone = Promise.withResolvers<void>();
	let isDecided = false;
	const onGone = (): void => {
		if (!isDecided) gone.resolve();
		socket.destroy();
	};
	const decide = (): void => {
		isDecided = true;
		cancel();
		for (const event of ['data', 'end', 'close']) socket.removeListener(event, onGone);
	};
	const refuse: IncomingData['refuse'] = (code) => {
		if (isDecided) return;
		decide();
		sayLastWords(socket, Uint8Array.of(errorTable[code].wire), clock);
	};
	const cancel = clock.schedule(dataHelloMs, () => {
		gone.resolve();
		refuse('bad-ticket');
	});
	socket.on('data', onGone);
	socket.on('end', onGone);
	socket.on('close', onGone);
	return {
		ticket,
		address,
		accept() {
			decide();
			const taken = takeOverSocket(socket, options.pool, options.depth);
			options.onTakenOver(taken.socket);
			taken.socket.write(Uint8Array.of(0));
			return createSocketDataConnection(taken, address, address);
		},
		refuse,
		gone: gone.promise,
	};
}
