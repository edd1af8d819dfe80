import {mkdirSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import type {Lane, SendFacts} from './lane.ts';
import {endChild, untilExit, untilLine, type Scene} from './scene.ts';

/** `ft send` through a hub to `ft receive`: three processes of the program at `cli`, with homes and hub folder of their own. */
export async function openFtLane(scene: Scene, name: string, cli: string, payload: string): Promise<Lane> {
	const root = path.join(scene.folder, name.replaceAll(' ', '-'));
	const folder = (leaf: string): string => {
		mkdirSync(path.join(root, leaf), {recursive: true, mode: 0o700});
		return path.join(root, leaf);
	};
	const env = {XDG_RUNTIME_DIR: folder('run'), NODE_OPTIONS: '', FT_SERVER: ''};
	const ft = (who: string, args: readonly string[]): ReturnType<Scene['spawn']> =>
		scene.spawn(process.execPath, [cli, ...args, '--json'], {...env, FT_HOME: folder(who), FT_NAME: who});

	const startHub = async (): Promise<{hub: ReturnType<Scene['spawn']>; port: unknown}> => {
		const hub = ft('hub', ['server', '--port', '0', '--host', '127.0.0.1', '--dir', folder('files'), '--no-ui']);
		return {hub, port: await untilLine(hub, (line) => eventOf(line, 'listening')?.['port'])};
	};
	// The first start makes the hub's keys, and takes memory for that which no later start takes.
	await endChild((await startHub()).hub);
	const {hub, port} = await startHub();
	const server = ['--server', `127.0.0.1:${String(port)}`];
	const downloads = folder('downloads');
	const receiver = ft('bob', ['receive', '--accept', 'all', '--downloads', downloads, ...server]);
	await untilLine(receiver, (line) => eventOf(line, 'connected'));
	const send = (file: string): ReturnType<Lane['send']> => {
		const child = ft('alice', ['send', file, '--to', 'bob', ...server]);
		return {child, done: readFacts(child)};
	};
	// The first send makes the sender's keys; that is no part of the measurement.
	await send(path.join(import.meta.dirname, 'ft-lane.ts')).done;
	return {
		name,
		senderName: 'send',
		standing: new Map([
			['hub', hub],
			['receive', receiver],
		]),
		received: path.join(downloads, path.basename(payload)),
		send: () => send(payload),
	};
}

/** The ticket follows the answer at once; the receipt is checked before `delivered` is told. */
async function readFacts(child: ReturnType<Scene['spawn']>): Promise<SendFacts> {
	let acceptedMs: number | undefined;
	let deliveredMs: number | undefined;
	if (!child.stdout) return {};
	createInterface({input: child.stdout}).on('line', (line) => {
		acceptedMs ??= timeOf(eventOf(line, 'accepted'));
		deliveredMs ??= timeOf(eventOf(line, 'delivered'));
	});
	await untilExit(child);
	return acceptedMs === undefined || deliveredMs === undefined ? {} : {insideMs: deliveredMs - acceptedMs};
}

function timeOf(event: Record<string, unknown> | undefined): number | undefined {
	return typeof event?.['time'] === 'string' ? Date.parse(event['time']) : undefined;
}

function eventOf(line: string, type: string): Record<string, unknown> | undefined {
	if (!line.startsWith('{')) return undefined;
	const event = JSON.parse(line) as Record<string, unknown>;
	return event['type'] === type ? event : undefined;
}
