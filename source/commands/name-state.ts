import os from 'node:os';
import path from 'node:path';
import {configFile} from '../files/config-file.ts';
import {nameFolder, resolveHome} from '../files/home.ts';
import {makePrivateFolder} from '../files/private-file.ts';
import {openTransfersTable, type TransfersTable} from '../files/transfers-table.ts';
import {proposeUserName} from '../protocol/user-name.ts';
import type {EverywhereFlags} from './arguments.ts';

/** What a name keeps on this machine, for commands that need no hub. */
export async function openNameState(
	flags: EverywhereFlags,
): Promise<{readonly name: string; readonly folder: string; readonly transfers: TransfersTable}> {
	const home = resolveHome(process.env, os.homedir());
	const config = await configFile(path.join(home.configDir, 'config.json')).read();
	const name = flags.name ?? process.env['FT_NAME'] ?? config.name ?? proposeUserName(os.userInfo().username);
	const folder = nameFolder(home.stateDir, name);
	makePrivateFolder(folder);
	return {name, folder, transfers: openTransfersTable(path.join(folder, 'transfers.db'))};
}
