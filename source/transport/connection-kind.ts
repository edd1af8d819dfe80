import {ticketBytes} from '../protocol/limits.ts';

/** What the first bytes of a connection say it is. */
export type ConnectionKind =
	| {readonly kind: 'undecided'}
	| {readonly kind: 'control'}
	/** `ticket`: base64, as in the `ticket` message. */
	| {readonly kind: 'data'; readonly ticket: string}
	| {readonly kind: 'http'}
	| {readonly kind: 'unknown'};

/** What a data connection says first, before its ticket. */
export const dataHello = 'FTD1';

/** Tells the kind of a connection from all that came so far; a data connection that says more than its ticket is `unknown`. */
export function toConnectionKind(bytes: Uint8Array): ConnectionKind {
	if (bytes[0] === tlsHandshake) return {kind: 'control'};
	const opening = Buffer.from(bytes.subarray(0, dataHello.length)).toString('latin1');
	if (!openings.some((known) => known.startsWith(opening))) return {kind: 'unknown'};
	if (opening.length < dataHello.length) return {kind: 'undecided'};
	if (opening !== dataHello) return {kind: 'http'};
	if (bytes.length < dataHello.length + ticketBytes) return {kind: 'undecided'};
	if (bytes.length > dataHello.length + ticketBytes) return {kind: 'unknown'};
	return {kind: 'data', ticket: Buffer.from(bytes.subarray(dataHello.length)).toString('base64')};
}

/** The first byte of a TLS record that holds a ClientHello (RFC 8446, 5.1). */
const tlsHandshake = 0x16;

/** Our hello and the methods of HTTP, each cut to four characters. */
const openings = [dataHello, 'GET ', 'HEAD', 'POST', 'PUT ', 'DELE', 'OPTI', 'CONN', 'PATC', 'TRAC', 'PRI '];
