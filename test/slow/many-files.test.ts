import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openHubScene} from '../support/hub-scene.ts';
import {peakMemoryOf} from '../support/processes.ts';
import {failureOf} from '../support/program.ts';
import {until} from '../support/until.ts';

const MiB = 1024 * 1024;
const filesInFolder = 1000;
/** Half a minute alone, and the machine may have other things to do. */
const withinMs = 240_000;

function makeTree(top: string, count: number): void {
	for (let number = 0; number < count; number++) {
		const folder = path.join(top, `folder-${Math.floor(number / filesInFolder)}`);
		if (number % filesInFolder === 0) mkdirSync(folder, {recursive: true});
		writeFileSync(path.join(folder, `file-${number}.txt`), 'x'.repeat(100));
	}
}

/** Sends a tree to bob, with fresh processes: the peak of each. */
async function peaksOf(count: number): Promise<Record<'sender' | 'relay' | 'recipient', number>> {
	const scene = await openHubScene();
	makeTree(scene.path('alice/tree'), count);
	const sent = scene.send(['tree']);
	let sender = 0;
	const look = (): true | undefined => {
		if (sent.hasEnded()) return true;
		sender = Math.max(sender, peakMemoryOf(sent.pid));
		return undefined;
	};
	await until('the tree is sent', look, withinMs);
	expect(failureOf(await sent.ended)).toBe('');
	const folders = readdirSync(scene.path('bob/downloads/tree'));
	expect(folders.flatMap((folder) => readdirSync(scene.path('bob/downloads/tree', folder)))).toHaveLength(count);
	const peaks = {sender, relay: peakMemoryOf(scene.hub.program.pid), recipient: peakMemoryOf(scene.bob.pid)};
	for (const each of ['alice/tree', 'bob/downloads/tree']) rmSync(scene.path(each), {recursive: true});
	return peaks;
}

test(
	'a tree of 200,000 tiny files goes through, in memory at most 64 MiB above that of ten',
	async () => {
		const few = await peaksOf(10);
		const many = await peaksOf(200_000);
		for (const who of ['sender', 'relay', 'recipient'] as const)
			expect(`${who} ${Math.max(0, many[who] - few[who] - 64 * MiB)} bytes too many`).toBe(`${who} 0 bytes too many`);
	},
	2 * withinMs,
);
