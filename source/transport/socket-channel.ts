import type {Socket} from 'node:net';
import type {TLSSocket} from 'node:tls';
import type {Clock} from '../base/clock.ts';
import type {Speaker} from '../protocol/messages.ts';
import type {Channel} from './channel.ts';
import {createSessionChannel} from './session-channel.ts';
import {exporterOf, toPeer} from './tls.ts';
import type {Wire, WireListener} from './wire.ts';

export type SocketChannelOptions<Mine extends Speaker> = {
	readonly mine: Mine;
	/** After its handshake. */
	readonly socket: TLSSocket;
	readonly clock: Clock;
	/** Monotonic; when the connection began: the time for admission runs from there. */
	readonly startedMs: number;
	/** Who the peer is in error texts; its address, if absent. */
	readonly peerText?: string;
	/** Called once: at admission, or when the socket closed before. */
	readonly onSettled?: () => void;
};

/** Turns a TLS socket into a channel. Throws FtError `protocol` when the peer's certificate is none we take (`toPeer`); the socket is then the caller's to destroy. */
export function createSocketChannel<Mine extends Speaker>(options: SocketChannelOptions<Mine>): Channel<Mine> {
	const {socket} = options;
	const peer = toPeer(socket);
	return createSessionChannel({
		...options,
		peer,
		exporter: exporterOf(socket),
		peerText: options.peerText ?? peer.address,
		openWire: (listener) => toWire(socket, listener),
	});
}

/** A socket, of TLS or not, as the wire of a channel. */
export function toWire(socket: Socket, listener: WireListener): Wire {
	let cause: Error | undefined;
	let isEnded = false;
	socket.on('error', (error) => {
		cause ??= error;
	});
	socket.on('data', (bytes) => {
		listener.onBytes(bytes);
	});
	socket.on('end', () => {
		listener.onEnd();
	});
	socket.on('close', () => {
		listener.onClosed(cause);
	});
	return {
		write(bytes, done) {
			socket.write(bytes, done);
		},
		setReading(isReading) {
			if (isReading === !socket.isPaused()) return;
			if (isReading) socket.resume();
			else socket.pause();
		},
		end() {
			if (isEnded) return;
			isEnded = true;
			socket.end();
		},
		destroy() {
			socket.destroy();
		},
	};
}
