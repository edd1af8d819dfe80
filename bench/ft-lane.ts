import path from 'node:path';
import {createInterface} from 'node:readline';
import {eventOf, openFtHub} from './ft-hub.ts';
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
	const {hub, ft, folder, server, close} = await openFtHub(
		scene,
		path.join(scene.folder, name.replaceAll(' ', '-')),
		cli,
	);
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
	const saved = way === 'send' ? downloads : path.join(folder('files'), 'shared_uploads');
	return {
		...{name, senderName: way, standing},
		received: path.join(saved, path.basename(payload)),
		send: () => send(payload),
		async close() {
			for (const child of [...standing.values()].toReversed()) await endChild(child);
			close();
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
	// What comes after the last file is no transfer of files: the last step is told when all of them are safely saved.
	const moving = steps.filter(({files}, index) => index === 0 || files > (steps[index - 1]?.files ?? 0)).slice(0, -1);
	const third = Math.floor(moving.length / 3);
	const [from, early, late, to] = [moving[0], moving[third], moving.at(-1 - third), moving.at(-1)];
	if (third === 0 || !from || !early || !late || !to) return undefined;
	const speed = (before: Step, after: Step): number => (after.files - before.files) / (after.atMs - before.atMs);
	return speed(late, to) / speed(from, early);
}

function timeOf(event: Record<string, unknown> | undefined): number | undefined {
	return typeof event?.['time'] === 'string' ? Date.parse(event['time']) : undefined;
}
