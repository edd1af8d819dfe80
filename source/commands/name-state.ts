import path from 'node:path';
import {openTransfersTable, type TransfersTable} from '../files/transfers-table.ts';
import type {EverywhereFlags} from './arguments.ts';
import {homeOfLogin} from './login.ts';
import type {Output} from './output.ts';
import {openOwnFolders} from './own-folders.ts';
import {resolveName} from './resolve-client.ts';

/** What a name keeps on this machine, for commands that need no hub. Throws FtError `usage`, `disk-error`. */
export async function openNameState(
	flags: EverywhereFlags,
	output: Output,
): Promise<{readonly name: string; readonly folder: string; readonly transfers: TransfersTable}> {
	const {name, warn} = await resolveName(flags.name, output);
	const {stateFolder: folder} = openOwnFolders(homeOfLogin(), name, warn);
	return {name, folder, transfers: openTransfersTable(path.join(folder, 'transfers.db'))};
}
