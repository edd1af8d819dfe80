import {idOfBase32, toBase32} from './ids.ts';

/** Where a hub is, which one it is, and a code that lets somebody in. */
export type HubLink = {readonly host: string; readonly port: number; readonly hubId: string; readonly code: string};

const form = /^ft:(?:\/\/)?(?:\[([^\s[\]/]+)\]|([^\s[\]/]+)):(\d{1,5})\/([a-z2-7]{52})\/([^\s/]+)\/?$/i;

/**
 * `ft://192.168.1.9:5011/<hub id in base32>/349p-yh2c-5jsw`: nothing in it means anything to a shell, so it needs no quotes. The port is always there,
 * so that an IPv6 address needs no brackets, which do.
 */
export function formatHubLink({host, port, hubId, code}: HubLink): string {
	return `ft://${host}:${port}/${toBase32(hubId)}/${code}`;
}

/** Does this text mean to be a link? A machine called `ft` with its port does not. */
export function isHubLink(text: string): boolean {
	return /^ft:(?!\d+$)/i.test(text.trim());
}

/** The parts of a link, the code as it stands there; undefined when it is none. Brackets around an address are taken too. */
export function parseHubLink(text: string): HubLink | undefined {
	const [, bracketed, plain, digits, id = '', code = ''] = form.exec(text.trim()) ?? [];
	const host = bracketed ?? plain;
	const port = Number(digits);
	const hubId = idOfBase32(id.toLowerCase());
	if (host === undefined || hubId === undefined || port < 1 || port > 65_535) return undefined;
	return {host, port, hubId, code};
}
