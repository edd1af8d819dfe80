import path from 'node:path';
import {FtError} from '../protocol/errors.ts';
import {foldName, userNameProblem} from '../protocol/user-name.ts';

/** Where ft keeps things of this login, absolute: what people may edit and back up, and what comes and goes. */
export type Home = {readonly configDir: string; readonly stateDir: string};

/** The environment variables read here. */
export type HomeEnvironment = {
	readonly FT_HOME?: string | undefined;
	readonly XDG_CONFIG_HOME?: string | undefined;
	readonly XDG_STATE_HOME?: string | undefined;
};

/** `FT_HOME` moves both; else the XDG base directories, which count only when absolute, as their specification says. `loginHome` is the login's home folder. */
export function resolveHome(env: HomeEnvironment, loginHome: string): Home {
	if (env.FT_HOME) {
		const home = path.resolve(env.FT_HOME);
		return {configDir: path.join(home, 'config'), stateDir: path.join(home, 'state')};
	}
	const base = (folder: string | undefined, ...fallback: readonly string[]): string =>
		folder && path.isAbsolute(folder) ? folder : path.join(loginHome, ...fallback);
	return {
		configDir: path.join(base(env.XDG_CONFIG_HOME, '.config'), 'ft'),
		stateDir: path.join(base(env.XDG_STATE_HOME, '.local', 'state'), 'ft'),
	};
}

/** The folder of a name below a configuration or state folder; `Bob` and `bob` share it. Throws FtError `usage` for what is no user name. */
export function nameFolder(dir: string, name: string): string {
	const problem = userNameProblem(name);
	if (problem !== undefined) throw new FtError('usage', `${JSON.stringify(name)} cannot be a name: ${problem}`);
	return path.join(dir, 'names', foldName(name));
}

/** Where a name keeps its unfinished transfers, below its state folder. */
export function outboxRoot(stateFolder: string): string {
	return path.join(stateFolder, 'outbox');
}
