import path from 'node:path';
import {openFtLane, type FtWay} from './ft-lane.ts';
import {measure, type Sample} from './lane.ts';
import {makeTree} from './payload.ts';
import type {Scene} from './scene.ts';
import {judge} from './verdict.ts';

const MiB = 1024 * 1024;
const maxMoreBytes = 64 * MiB;

/**
 * What a tree of many tiny files takes in memory beyond one of ten, at each process, and whether its last files go as fast as
 * its first. Every measurement has new processes: what one took is not given back. Prints as it goes.
 */
export async function compareMemory(
	scene: Scene,
	{cli, count}: {readonly cli: string; readonly count: number},
): Promise<void> {
	const few = makeTree(path.join(scene.folder, 'few'), 10, tiny).path;
	const many = makeTree(path.join(scene.folder, 'many'), count, tiny).path;
	const verdict: string[] = [];
	for (const way of ['send', 'put'] as const) {
		const once = async (name: string, payload: string): Promise<Sample> =>
			measureOnce(scene, {name, way, cli}, payload);
		const small = await once(`${way} few`, few);
		const large = await once(`${way} many`, many);
		console.log(`ft ${way}: ${count} files of 100 bytes in ${(large.wallMs / 1000).toFixed(1)} s`);
		for (const [name, {peakBytes, cpuSeconds}] of large.costs) {
			const fewBytes = small.costs.get(name)?.peakBytes ?? Number.NaN;
			const text = `ft ${way}, ${name}: ${toMiB(peakBytes)} MiB, ${toMiB(peakBytes - fewBytes)} above that of 10 files (64 at most), ${cpuSeconds.toFixed(2)} CPU s`;
			verdict.push(judge(text, peakBytes - fewBytes <= maxMoreBytes));
		}
		const {lastToFirst} = large;
		if (lastToFirst !== undefined)
			verdict.push(
				judge(`ft ${way}: the last files as fast as the first: ${lastToFirst.toFixed(2)}`, lastToFirst >= 0.8),
			);
	}
	console.log(['', ...verdict].join('\n'));
}

const tiny = {least: 100, most: 100};

async function measureOnce(
	scene: Scene,
	lane: {readonly name: string; readonly way: FtWay; readonly cli: string},
	payload: string,
): Promise<Sample> {
	const opened = await openFtLane(scene, lane, payload);
	try {
		return await measure(opened);
	} finally {
		await opened.close();
	}
}

function toMiB(bytes: number): string {
	return (bytes / MiB).toFixed(0);
}
