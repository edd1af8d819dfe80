import {isIPv6} from 'node:net';
import {FtError} from '../protocol/errors.ts';

/** Where a hub is dialled. `text` is the key under which its address is remembered. */
export type ServerAddress = {readonly host: string; readonly port: number; readonly text: string};

/** The port a hub listens on when nothing else is said. */
export const defaultPort = 5011;

/** Parses `box`, `box:5012`, `192.168.1.9`, `::1`, `[::1]:5012`. Throws FtError `usage`. */
export function parseServerAddress(text: string): ServerAddress {
	// An IPv6 address has colons of its own: a port may follow it in brackets only.
	const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(text);
	const plain = isIPv6(text) ? [text, text] : /^([^\s:[\]]+)(?::(\d+))?$/.exec(text);
	const [, host, digits] = bracketed ?? plain ?? [];
	const port = digits === undefined ? defaultPort : Number(digits);
	if (host === undefined || (bracketed && !isIPv6(host)) || port < 1 || port > 65_535) {
		throw new FtError('usage', `${text} is no address of a hub. Write it like box, box:5012 or [::1]:5012`);
	}
	const isV6 = host.includes(':');
	return {host, port, text: `${isV6 ? `[${host}]` : host.toLowerCase()}:${port}`};
}

/** Does this host mean the machine we are on? Only then the runtime file of the login counts. */
export function isLoopbackHost(host: string): boolean {
	return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
