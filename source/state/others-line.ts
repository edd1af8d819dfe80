import type {HubSnapshot} from '../hub/snapshot.ts';
import {firstThatFits, fitLine, span, type Line} from './line.ts';
import type {Look} from './view.ts';

/** `--port` when none is given. */
const usualPort = 5011;

/** What others give to `--server`: the first address, and the port where it is not the usual one. */
export function serverText(addresses: readonly string[], port: number): string {
	return port === usualPort ? (addresses[0] ?? 'localhost') : placeOf(addresses, port);
}

/** The first address with its port. */
export function placeOf(addresses: readonly string[], port: number): string {
	const address = addresses[0] ?? 'localhost';
	return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** All of these addresses and the port; a machine without a network has one name. */
export function placesOf(addresses: readonly string[], port: number): string {
	return `${addresses.join(' ') || 'localhost'} port ${port}`;
}

/** What others type to come here. */
export function joinText(addresses: readonly string[], port: number): string {
	return `ft client --server ${serverText(addresses, port)}`;
}

/** What somebody on this machine types. */
export function joinHereText(port: number): string {
	return `npx ft client ${port === usualPort ? '--name alice' : `--server localhost:${port}`}`;
}

/** The line under the header, until it is hidden: what others have to type, and the code for it. */
export function othersLine({addresses, port, code}: HubSnapshot, columns: number, {glyphs}: Look): Line {
	const asked: Line = code === undefined ? [] : [span('  code '), span(code, 'strong')];
	const server = serverText(addresses, port);
	const line = firstThatFits(
		[
			[span(` Others: ${joinText(addresses, port)}`), ...asked],
			[span(` ${joinText(addresses, port)}`), ...asked],
			[span(` ft client -s ${server}`), ...asked],
			// An address that is longer than that: the code is what cannot be guessed.
			[...asked.slice(0, 2), span(`  ${server}`)],
		],
		columns,
	);
	return fitLine(line, columns, glyphs.ellipsis);
}
