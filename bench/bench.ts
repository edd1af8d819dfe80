// Compares ft with what a machine has: a plain relay in Node, scp, rsync. `npm run bench -- --help` says how.
import {existsSync, rmSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {formatBytes, parseBytes} from '../source/base/size-text.ts';
import {benchFanOut} from './fan-out.ts';
import {openFtLane} from './ft-lane.ts';
import {compareMemory} from './memory.ts';
import {measure, type Lane, type Sample} from './lane.ts';
import {makeFile, makeTree} from './payload.ts';
import {openPlainTreeLane} from './plain-tree-lane.ts';
import {openPlainUploadLane} from './plain-upload-lane.ts';
import {reportLines} from './report.ts';
import {openRsyncLane} from './rsync-lane.ts';
import {openScene, run, type Scene} from './scene.ts';
import {openScpLane} from './scp-lane.ts';
import {benchScreens} from './screen.ts';
import {openSocketLane} from './socket-lane.ts';
import {bulkVerdict, treeVerdict} from './verdict.ts';

const help = `npm run bench -- [options]      (build first: npm run build)

      --rounds <n>     how often each is run, in turn (5)
      --bytes <size>   size of the random file (1GiB)
      --files          small files (1 to 16 KiB) instead of a large one, against rsync
      --count <n>      how many of them (10000; with --memory 200000)
      --memory         what a tree of tiny files takes in memory beyond one of ten
      --fan-out        one send to many at once, against a send to each one after another
      --recipients <n> how many (8)
      --cli <path>     which build of ft (dist/cli.js); repeat it to compare builds: the first is measured against the others
      --only-ft        nothing but ft
      --screen         CPU and bytes of both screens with eight running gauges, and nothing else`;

const options = {
	rounds: {type: 'string', default: '5'},
	bytes: {type: 'string', default: '1GiB'},
	files: {type: 'boolean', default: false},
	count: {type: 'string'},
	memory: {type: 'boolean', default: false},
	'fan-out': {type: 'boolean', default: false},
	recipients: {type: 'string', default: '8'},
	cli: {type: 'string', multiple: true},
	'only-ft': {type: 'boolean', default: false},
	screen: {type: 'boolean', default: false},
	help: {type: 'boolean', short: 'h', default: false},
} as const;

const {values} = parseArgs({options});
if (values.help) console.log(help);
else process.exitCode = await main();

async function main(): Promise<number> {
	const rounds = Number(values.rounds);
	const asked = parseBytes(values.bytes);
	const count = Number(values.count ?? (values.memory ? 200_000 : 10_000));
	const recipients = Number(values.recipients);
	const clis = (values.cli ?? [path.join(import.meta.dirname, '../dist/cli.js')]).map((cli) => path.resolve(cli));
	const missing = clis.find((cli) => !existsSync(cli));
	if (
		!Number.isInteger(rounds) ||
		rounds < 1 ||
		!asked ||
		!Number.isInteger(count) ||
		count < 1 ||
		!(Number.isInteger(recipients) && recipients >= 2) ||
		missing !== undefined
	) {
		console.error(missing === undefined ? help : `no ${missing}; build it with: npm run build`);
		return 2;
	}
	if (values.screen) {
		console.log(await benchScreens(clis[0] ?? ''));
		return 0;
	}
	const largest = values['fan-out'] ? asked * (recipients + 2) : asked;
	const scene = openScene(values.files ? count * 17 * 1024 : largest);
	const ended = untilSignal();
	const cli = clis[0] ?? '';
	const measureAll = async (): Promise<number> => {
		if (values.memory) await compareMemory(scene, {cli, count});
		else if (values['fan-out']) await benchFanOut(scene, {cli, recipients, bytes: asked, rounds});
		else return await compare(scene, {rounds, bytes: asked, count, clis});
		return 0;
	};
	const work = measureAll();
	try {
		return await Promise.race([work, ended]);
	} catch (error) {
		console.error(error, scene.lastWords.join('\n'));
		return 1;
	} finally {
		await scene.close();
	}
}

async function compare(
	scene: Scene,
	{rounds, bytes: asked, count, clis}: {rounds: number; bytes: number; count: number; clis: readonly string[]},
): Promise<number> {
	const payload = values.files ? makeTree(scene.folder, count) : {path: makeFile(scene.folder, asked), bytes: asked};
	const {path: file, bytes} = payload;
	const lanes: Lane[] = [];
	for (const [index, cli] of clis.entries()) {
		const number = index === 0 ? '' : ` ${index + 1}`;
		for (const way of ['send', 'put'] as const)
			lanes.push(await openFtLane(scene, {name: `ft ${way}${number}`, way, cli}, file));
	}
	const others: Array<[string, (scene: Scene, payload: string) => Promise<Lane>]> = values.files
		? [
				['plain copy in Node', openPlainTreeLane],
				['rsync', openRsyncLane],
			]
		: [
				['plain socket relay', openSocketLane],
				['plain 4 KiB upload', openPlainUploadLane],
				['scp', openScpLane],
				['rsync', openRsyncLane],
			];
	for (const [name, open] of values['only-ft'] ? [] : others) {
		try {
			lanes.push(await open(scene, file));
		} catch (error) {
			console.log(`without ${name}: ${scene.lastWords.at(-1) ?? String(error)}`);
		}
	}
	const what = values.files ? `${count} files, ${formatBytes(bytes)}` : formatBytes(bytes);
	console.log(`${what}, ${rounds} rounds, from and to ${path.dirname(scene.folder)}, Node ${process.version}`);
	const results = lanes.map((lane) => ({name: lane.name, samples: [] as Sample[]}));
	for (let round = 0; round < rounds; round++) {
		const walls = new Map<string, string>();
		for (let turn = 0; turn < lanes.length; turn++) {
			// Each round begins with another lane: none has always the same one before it.
			const index = (round + turn) % lanes.length;
			const lane = lanes[index];
			if (!lane) continue;
			const sample = await measure(lane);
			await run(scene, 'diff', ['-rq', file, lane.received]).catch((cause: unknown) => {
				throw new Error(`what came by ${lane.name} is not what was sent`, {cause});
			});
			rmSync(lane.received, {recursive: true});
			results[index]?.samples.push(sample);
			walls.set(lane.name, `${lane.name} ${(sample.wallMs / 1000).toFixed(2)}`);
		}
		console.log(`round ${round + 1}: ${lanes.map((lane) => walls.get(lane.name)).join(' · ')}`);
	}
	const verdict = values.files ? treeVerdict(results) : bulkVerdict(results, bytes);
	console.log(['', ...reportLines(results, bytes), '', ...verdict].join('\n'));
	return 0;
}

/** ^C and the like end the run; what it made is cleaned away all the same. */
function untilSignal(): Promise<number> {
	return new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.once(signal, () => {
				resolve(130);
			});
		}
	});
}
