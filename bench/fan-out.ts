import type {ChildProcess} from 'node:child_process';
import {rmSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {formatBytes} from '../source/base/size-text.ts';
import {eventOf, openFtHub, type FtHub} from './ft-hub.ts';
import {measure, type Lane, type Sample} from './lane.ts';
import {makeFile} from './payload.ts';
import {writtenBytesOf} from './process-costs.ts';
import {median, peakBytes, speedRatio, type LaneResult} from './report.ts';
import {run, untilExit, untilLine, type Scene} from './scene.ts';
import {judge} from './verdict.ts';

/** The sender of one upload may put so much more on the wire than one copy has. */
const mostWireRatio = 1.01;

/** What one send to many at once costs, against a send to each of them one after another: round after round in turn. Prints as it goes. */
export async function benchFanOut(
	scene: Scene,
	options: {readonly cli: string; readonly recipients: number; readonly bytes: number; readonly rounds: number},
): Promise<void> {
	const {recipients, bytes, rounds} = options;
	const file = makeFile(scene.folder, bytes);
	const hub = await openFtHub(scene, path.join(scene.folder, 'ft'), options.cli);
	const names = Array.from({length: recipients}, (_, index) => `r${index + 1}`);
	const standing = new Map([['hub', hub.hub]]);
	for (const name of names) {
		const downloads = ['--downloads', hub.folder(`downloads-${name}`)];
		const receiver = hub.ft(name, ['receive', '--accept', 'all', ...downloads, ...hub.server]);
		await untilLine(receiver, (line) => eventOf(line, 'connected'));
		standing.set(name, receiver);
	}
	const received = (name: string): string => path.join(hub.folder(`downloads-${name}`), path.basename(file));
	const sendTo = async (to: readonly string[], what = file): Promise<FanSample> => sendOnce(hub, {standing, to, what});
	const check = async (): Promise<void> => {
		for (const name of names) {
			await run(scene, 'cmp', [file, received(name)]);
			rmSync(received(name));
		}
	};
	// The first one makes the sender's keys; that is no part of the measurement.
	await sendTo(names, path.join(import.meta.dirname, 'fan-out.ts'));
	const ways = [
		{name: `one send to ${recipients}`, samples: [] as FanSample[], go: async () => sendTo(names)},
		{name: `${recipients} single sends`, samples: [] as FanSample[], go: async () => sendToEach(names, sendTo)},
	] as const;
	console.log(`${formatBytes(bytes)} to ${recipients}, ${rounds} rounds, Node ${process.version}`);
	for (let round = 0; round < rounds; round++) {
		for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
			const sample = await way.go();
			await check();
			way.samples.push(sample);
			console.log(`round ${round + 1}: ${lineOf(way.name, [sample])}`);
		}
	}
	const [atOnce, single] = ways;
	const wireRatio = median(atOnce.samples.map(({wireBytes}) => wireBytes)) / bytes;
	console.log(
		[
			...['', 'medians', ...ways.map(({name, samples}) => lineOf(name, samples)), ''],
			`one send is ${speedRatio(atOnce, single).toFixed(2)} times as fast as single ones`,
			judge(`the sender sends one copy: ${wireRatio.toFixed(4)} of it on the wire`, wireRatio <= mostWireRatio),
		].join('\n'),
	);
}

type FanSample = Sample & {
	/** What the sender had written, nearly all of it to the hub, when the last receipt was there. */
	readonly wireBytes: number;
};

async function sendOnce(
	{ft, server}: FtHub,
	{standing, to, what}: {standing: ReadonlyMap<string, ChildProcess>; to: readonly string[]; what: string},
): Promise<FanSample> {
	let wireBytes = Number.NaN;
	const lane: Lane = {
		...{name: '', standing, senderName: 'send', received: ''},
		send() {
			const child = ft('alice', ['send', what, '--to', to.join(','), ...server]);
			if (child.stdout)
				createInterface({input: child.stdout}).on('line', (line) => {
					// Once the process has ended nobody can tell any more.
					if (eventOf(line, 'delivered')) wireBytes = writtenBytesOf(child.pid ?? 0);
				});
			return {child, done: untilExit(child).then(() => ({}))};
		},
	};
	return {...(await measure(lane)), wireBytes};
}

/** All of them in a row, as one sample. */
async function sendToEach(
	names: readonly string[],
	sendTo: (to: readonly string[]) => Promise<FanSample>,
): Promise<FanSample> {
	const samples: FanSample[] = [];
	for (const name of names) samples.push(await sendTo([name]));
	const sum = (of: (sample: FanSample) => number): number => samples.reduce((all, sample) => all + of(sample), 0);
	const processes = [...(samples[0]?.costs.keys() ?? [])];
	const costs = processes.map((name) => {
		const cpuSeconds = sum((sample) => sample.costs.get(name)?.cpuSeconds ?? Number.NaN);
		return [name, {cpuSeconds, peakBytes: peakBytes({name, samples}, name)}] as const;
	});
	return {wallMs: sum(({wallMs}) => wallMs), wireBytes: sum(({wireBytes}) => wireBytes), costs: new Map(costs)};
}

function lineOf(name: string, samples: readonly FanSample[]): string {
	const result: LaneResult = {name, samples};
	const cpu = (is: (process: string) => boolean): string =>
		median(
			samples.map(({costs}) =>
				[...costs].reduce((sum, [process, {cpuSeconds}]) => sum + (is(process) ? cpuSeconds : 0), 0),
			),
		).toFixed(2);
	const peak = (process: string): string => `${(peakBytes(result, process) / 1e6).toFixed(0)} MB`;
	const wallMs = median(samples.map((sample) => sample.wallMs));
	const wire = formatBytes(median(samples.map(({wireBytes}) => wireBytes)));
	const isOf = (wanted: string) => (process: string) => process === wanted;
	const others = cpu((process) => process !== 'hub' && process !== 'send');
	return `${name.padEnd(18)} ${(wallMs / 1000).toFixed(2)} s · hub ${cpu(isOf('hub'))} CPU s, ${peak('hub')} · sender ${cpu(isOf('send'))} CPU s, ${peak('send')}, ${wire} on the wire · recipients ${others} CPU s`;
}
