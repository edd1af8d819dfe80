import os from 'node:os';
import path from 'node:path';
import {configFile, type Config} from '../files/config-file.ts';
import {resolveHome, type Home} from '../files/home.ts';
import {makePrivateFolder} from '../files/private-file.ts';
import {proposeUserName} from '../protocol/user-name.ts';
import type {KnownHub} from '../state/first-run.ts';
import {usedHubs} from './used-hubs.ts';

/** Where this login keeps what it remembers. */
export function homeOfLogin(): Home {
	return resolveHome(process.env, os.homedir());
}

/** A name made of the login's; `user` for one that the system knows no name of. */
export function nameOfLogin(): string {
	try {
		return proposeUserName(os.userInfo().username);
	} catch {
		return proposeUserName('user');
	}
}

/** What all names of this login share. A file that is damaged, or was open to others, is told to `warn`. */
export async function readConfig(warn?: (text: string) => void): Promise<Config> {
	return ownConfig().read(warn);
}

/** Changes what all names of this login share. */
export async function remember(change: (config: Config) => Config): Promise<void> {
	makePrivateFolder(homeOfLogin().configDir);
	await ownConfig().change(change);
}

/** What the first screen opens with: the remembered name, one made of the login's, and what was chosen there before. */
export async function rememberedName(): Promise<
	Pick<Config, 'name' | 'server' | 'unaskedBytes' | 'bell' | 'mouse'> & {
		readonly proposal: string;
		readonly hubs: readonly KnownHub[];
	}
> {
	const config = await readConfig();
	const {name, server, unaskedBytes, bell, mouse} = config;
	return {name, proposal: name ?? nameOfLogin(), server, unaskedBytes, hubs: usedHubs(config), bell, mouse};
}

function ownConfig(): ReturnType<typeof configFile> {
	return configFile(path.join(homeOfLogin().configDir, 'config.json'));
}
