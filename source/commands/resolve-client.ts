import path from 'node:path';
import {systemClock} from '../base/clock.ts';
import {loadPins, type Pins} from '../client/pins.ts';
import {nameFolder} from '../files/home.ts';
import {pinsFile} from '../files/pins-file.ts';
import {FtError} from '../protocol/errors.ts';
import {isHubLink} from '../protocol/hub-link.ts';
import {userNameProblem} from '../protocol/user-name.ts';
import type {Dialler} from '../transport/data-connection.ts';
import {createDialler} from '../transport/dial.ts';
import type {EverywhereFlags} from './arguments.ts';
import {loadIdentity, type StoredIdentity} from './identity-store.ts';
import {homeOfLogin, nameOfLogin, readConfig} from './login.ts';
import type {Output} from './output.ts';
import {openOwnFolders} from './own-folders.ts';
import {parseServerAddress, type ServerAddress} from './server-address.ts';

/** Who a command line means to be, and to which hub. */
export type ClientParts = {
	readonly name: string;
	readonly server: ServerAddress;
	readonly stored: StoredIdentity;
	readonly pins: Pins;
	/** What this name keeps on this machine. */
	readonly stateFolder: string;
};

/** Who a command line means to be, and the folder where that name keeps its key. Throws FtError `usage`, `disk-error`. */
export async function resolveName(given: string | undefined, output: Output) {
	const warn = (text: string): void => {
		output.note(text);
	};
	const config = await readConfig(warn);
	const name = chooseName(given ?? process.env['FT_NAME'] ?? config.name);
	return {name, folder: nameFolder(homeOfLogin().configDir, name), config, warn};
}

/** Resolves name, hub, keys, pins and folders; `chosen` was asked for on the screen. Throws FtError `usage`, `disk-error`. */
export async function resolveClient(
	flags: EverywhereFlags,
	output: Output,
	chosen: {readonly name?: string | undefined; readonly server?: string | undefined} = {},
): Promise<ClientParts> {
	const {name, config, warn} = await resolveName(chosen.name ?? flags.name, output);
	const typed = chosen.server ?? flags.server;
	if (typed !== undefined && isHubLink(typed) && process.argv.some((argument) => argument.includes(typed)))
		output.note(
			'a link on the command line can be read by other users of this machine, with the code in it: better give it with FT_SERVER',
		);
	const server = parseServerAddress(typed ?? process.env['FT_SERVER'] ?? config.server ?? 'localhost');
	const {configFolder, stateFolder} = openOwnFolders(homeOfLogin(), name, warn);
	const stored = await loadIdentity(configFolder, warn);
	return {name, server, stored, pins: await loadPins(pinsFile(path.join(configFolder, 'pins.json'))), stateFolder};
}

/** How this name reaches its hub. */
export function openDialler({server, stored}: ClientParts): Dialler {
	return createDialler({host: server.host, port: server.port, certificate: stored.certificate, clock: systemClock});
}

function chooseName(name: string | undefined): string {
	if (name === undefined) return nameOfLogin();
	const problem = userNameProblem(name);
	if (problem !== undefined)
		throw new FtError(
			'usage',
			`the name ${JSON.stringify(name)} cannot be used: ${problem}. Choose another name (--name)`,
		);
	return name;
}
