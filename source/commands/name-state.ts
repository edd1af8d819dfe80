import os from 'node:os';
import path from 'node:path';
import {configFile} from '../files/config-file.ts';
import {resolveHome} from '../files/home.ts';
import {openTransfersTable, type TransfersTable} from '../files/transfers-table.ts';
import {proposeUserName} from '../protocol/user-name.ts';
import type {EverywhereFlags} from './arguments.ts';
import {openOwnFolders} from './own-folders.ts';

/** What a name keeps on this machine, for commands that need no hub. */
export async function openNameState(
	flags: EverywhereFlags,
	warn: (text: string) => void,
): Promise<{readonly name: string; readonly folder: string; readonly transfers: TransfersTable}> {
	const home = resolveHome(process.env, os.homedir());
	const config = await configFile(path.join(home.configDir, 'config.json')).read(warn);
	const name = flags.name ?? process.env['FT_NAME'] ?? config.name ?? proposeUserName(os.userInfo().username);
	const {stateFolder: folder} = openOwnFolders(home, name, warn);
	return {name, folder, transfers: openTransfersTable(path.join(folder, 'transfers.db'))};
}
