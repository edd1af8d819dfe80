import type {Socket} from 'node:net';
import type {Clock} from '../base/clock.ts';
import {closingMs} from '../protocol/limits.ts';

/** Sends the bytes, half-closes, discards what still comes, and closes when the peer has or after `closingMs`. */
export function sayLastWords(socket: Socket, bytes: Uint8Array | string, clock: Clock): void {
	const cancel = clock.schedule(closingMs, () => socket.destroy());
	socket.once('close', cancel);
	// Unread input at close would turn into a reset, which can overtake the answer.
	socket.removeAllListeners('data');
	socket.resume();
	socket.end(bytes);
}
