import {isIPv6} from 'node:net';
import {normaliseCode} from '../crypto/join-code.ts';
import {FtError} from '../protocol/errors.ts';
import {isHubLink, parseHubLink} from '../protocol/hub-link.ts';

/** Where a hub is dialled. `text` is the key under which its address is remembered. */
export type ServerAddress = {
	readonly host: string;
	readonly port: number;
	readonly text: string;
	/** From a link: which hub is meant, and a code for it. */
	readonly hubId?: string;
	readonly code?: string;
};

/** The port a hub listens on when nothing else is said. */
export const defaultPort = 5011;

/** Parses `box`, `box:5012`, `192.168.1.9`, `::1`, `[::1]:5012`, or the link of an invitation. Throws FtError `usage`. */
export function parseServerAddress(text: string): ServerAddress {
	if (isHubLink(text)) return parseLink(text);
	// An IPv6 address has colons of its own: a port may follow it in brackets only.
	const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(text);
	const plain = /^([^\s:[\]]+)(?::(\d+))?$/.exec(text) ?? (isIPv6(text) ? [text, text] : undefined);
	const [, host, digits] = bracketed ?? plain ?? [];
	const port = digits === undefined ? defaultPort : Number(digits);
	if (host === undefined || (bracketed && !isIPv6(host)) || port < 1 || port > 65_535) {
		throw new FtError('usage', `${text} is no address of a hub. Write it like box, box:5012 or [::1]:5012`);
	}
	return {host, port, text: toText(host, port)};
}

function parseLink(link: string): ServerAddress {
	const parts = parseHubLink(link);
	const normal = parts && normaliseCode(parts.code);
	// With its port missing, an IPv6 address is cut at its last colon.
	if (!parts || normal === undefined || (parts.host.includes(':') && !isIPv6(parts.host))) {
		// Not quoted: there may be a code in it.
		throw new FtError(
			'usage',
			'that link is damaged. It looks like ft://box:5011/<id of the hub>/349p-yh2c-5jsw, in one piece',
		);
	}
	const {host, port, hubId} = parts;
	return {host, port, text: toText(host, port), hubId, code: normal};
}

function toText(host: string, port: number): string {
	return `${host.includes(':') ? `[${host}]` : host.toLowerCase()}:${port}`;
}

/** Does this host mean the machine we are on? Only then the runtime file of the login counts. */
export function isLoopbackHost(host: string): boolean {
	return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
