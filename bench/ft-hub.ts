import type {ChildProcess} from 'node:child_process';
import {mkdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import {endChild, untilLine, type Scene} from './scene.ts';

/** A hub of its own and whoever comes to it, all from the program at `cli`. */
export type FtHub = {
	readonly hub: ChildProcess;
	/** Starts a command with `--json`, as somebody with a home of their own. */
	ft(who: string, args: readonly string[]): ChildProcess;
	/** A folder of this name below the root, made when it is missing. */
	folder(leaf: string): string;
	/** The words by which a command finds the hub. */
	readonly server: readonly string[];
	/** Removes everything below the root; all processes have ended. */
	close(): void;
};

/** Starts a hub below `root`. */
export async function openFtHub(scene: Scene, root: string, cli: string): Promise<FtHub> {
	const folder = (leaf: string): string => {
		mkdirSync(path.join(root, leaf), {recursive: true, mode: 0o700});
		return path.join(root, leaf);
	};
	const env = {XDG_RUNTIME_DIR: folder('run'), NODE_OPTIONS: '', FT_SERVER: ''};
	const ft = (who: string, args: readonly string[]): ChildProcess =>
		scene.spawn(process.execPath, [cli, ...args, '--json'], {...env, FT_HOME: folder(who), FT_NAME: who});
	const start = async (): Promise<{hub: ChildProcess; port: unknown}> => {
		const hub = ft('hub', ['server', '--port', '0', '--host', '127.0.0.1', '--dir', folder('files'), '--no-ui']);
		return {hub, port: await untilLine(hub, (line) => eventOf(line, 'listening')?.['port'])};
	};
	// The first start makes the hub's keys, and takes memory for that which no later start takes.
	await endChild((await start()).hub);
	const {hub, port} = await start();
	return {
		...{hub, ft, folder},
		server: ['--server', `127.0.0.1:${String(port)}`],
		close() {
			rmSync(root, {recursive: true});
		},
	};
}

/** What a line of `--json` tells, when it is an event of this type. */
export function eventOf(line: string, type: string): Record<string, unknown> | undefined {
	if (!line.startsWith('{')) return undefined;
	const event = JSON.parse(line) as Record<string, unknown>;
	return event['type'] === type ? event : undefined;
}
