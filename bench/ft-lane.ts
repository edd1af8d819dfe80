import {mkdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import type {Lane, SendFacts} from './lane.ts';
import {endChild, untilExit, untilLine, type Scene} from './scene.ts';

/** What is measured: `ft send` through a hub to `ft receive`, or `ft put` to the hub's shared folder. */
export type FtWay = 'send' | 'put';

/** The two or three processes of the program at `cli`, with homes and hub folder of their own. */
export async function openFtLane(
	scene: Scene,
	{name, way, cli}: {readonly name: string; readonly way: FtWay; readonly cli: string},
	payload: string,
): Promise<Lane & {close(): Promise<void>}> {
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
	const standing = new Map([['hub', hub]]);
	if (way === 'send') {
		const receiver = ft('bob', ['receive', '--accept', 'all', '--downloads', downloads, ...server]);
		await untilLine(receiver, (line) => eventOf(line, 'connected'));
		standing.set('receive', receiver);
	}
	const send = (file: string): ReturnType<Lane['send']> => {
		const child = ft('alice', [way, file, ...(way === 'send' ? ['--to', 'bob'] : []), ...server]);
		return {child, done: readFacts(child)};
	};
	// The first one makes the sender's keys; that is no part of the measurement.
	await send(path.join(import.meta.dirname, 'ft-lane.ts')).done;
	const saved = way === 'send' ? downloads : path.join(root, 'files', 'shared_uploads');
	return {
		...{name, senderName: way, standing},
		received: path.join(saved, path.basename(payload)),
		send: () => send(payload),
		async close() {
			for (const child of [...standing.values()].toReversed()) await endChild(child);
			rmSync(root, {recursive: true});
		},
	};
}

/** The ticket follows the answer at once; the receipt is checked before `delivered` is told. */
async function readFacts(child: ReturnType<Scene['spawn']>): Promise<SendFacts> {
	let acceptedMs: number | undefined;
	let deliveredMs: number | undefined;
	const steps: Step[] = [];
	if (!child.stdout) return {};
	createInterface({input: child.stdout}).on('line', (line) => {
		acceptedMs ??= timeOf(eventOf(line, 'accepted'));
		deliveredMs ??= timeOf(eventOf(line, 'delivered'));
		const progress = eventOf(line, 'progress');
		const atMs = timeOf(progress);
		if (atMs !== undefined) steps.push({atMs, files: Number(progress?.['files'])});
	});
	await untilExit(child);
	return acceptedMs === undefined || deliveredMs === undefined
		? {}
		: {insideMs: deliveredMs - acceptedMs, lastToFirst: lastToFirst(steps)};
}

type Step = {readonly atMs: number; readonly files: number};

/** Files per second in the last third of the steps as a part of those in the first; undefined of too few. */
function lastToFirst(steps: readonly Step[]): number | undefined {
	// What comes after the last file is no transfer of files.
	const moving = steps.filter(({files}, index) => index === 0 || files > (steps[index - 1]?.files ?? 0));
	const third = Math.floor(moving.length / 3);
	const [from, early, late, to] = [moving[0], moving[third], moving.at(-1 - third), moving.at(-1)];
	if (third === 0 || !from || !early || !late || !to) return undefined;
	const speed = (before: Step, after: Step): number => (after.files - before.files) / (after.atMs - before.atMs);
	return speed(late, to) / speed(from, early);
}

function timeOf(event: Record<string, unknown> | undefined): number | undefined {
	return typeof event?.['time'] === 'string' ? Date.parse(event['time']) : undefined;
}

function eventOf(line: string, type: string): Record<string, unknown> | undefined {
	if (!line.startsWith('{')) return undefined;
	const event = JSON.parse(line) as Record<string, unknown>;
	return event['type'] === type ? event : undefined;
}
