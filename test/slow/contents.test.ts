import {chmodSync, mkdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {paddingOf} from '../../source/protocol/padding.ts';
import {controlsIn} from '../support/controls.ts';
import {expectTableEvents} from '../support/event-table.ts';
import {failureOf} from '../support/program.ts';
import {openHubScene} from '../support/hub-scene.ts';
import {openScene} from '../support/scene.ts';
import {readTree, segmentBytes, writeRandom} from '../support/trees.ts';

/** How long the manifest of one file with a name of this length is: contents begin behind it. */
function manifestBytesOf(name: string, bytes: number, modifiedMs: number): number {
	const bare = Buffer.byteLength(`${JSON.stringify([[name], bytes, modifiedMs, ''])}\n`);
	return bare + paddingOf(bare);
}

test('files of every critical size arrive as they were, each in a send of its own', async () => {
	const scene = await openHubScene();
	const sizes = [
		0,
		1,
		segmentBytes - 1,
		segmentBytes,
		segmentBytes + 1,
		2 * segmentBytes - 1,
		2 * segmentBytes,
		2 * segmentBytes + 1,
	];
	const different: string[] = [];
	for (const bytes of sizes) {
		const name = `${bytes}.bin`;
		writeRandom(scene.path('alice', name), bytes);
		const sent = await scene.send([name]).ended;
		expect(failureOf(sent)).toBe('');
		expectTableEvents(sent.events);
		if (!readFileSync(scene.path('bob/downloads', name)).equals(readFileSync(scene.path('alice', name))))
			different.push(name);
	}
	expect(different).toEqual([]);
	expectTableEvents(scene.bob.events());
	expect(scene.bob.events().filter(({type}) => type === 'received')).toHaveLength(sizes.length);
});

test('contents that with the manifest before them end one byte before, at and after a segment arrive as they were', async () => {
	const scene = await openHubScene();
	const different: string[] = [];
	for (const segments of [1, 2]) {
		for (const around of [-40, -1, 0, 1]) {
			const name = `${segments}${around + 50}.bin`;
			const bytes =
				segments * segmentBytes - manifestBytesOf(name, segments * segmentBytes, 1_700_000_000_000) + around;
			writeRandom(scene.path('alice', name), bytes);
			utimesSync(scene.path('alice', name), 1_700_000_000, 1_700_000_000);
			const sent = await scene.send([name]).ended;
			expect(failureOf(sent)).toBe('');
			if (!readFileSync(scene.path('bob/downloads', name)).equals(readFileSync(scene.path('alice', name))))
				different.push(name);
		}
	}
	expect(different).toEqual([]);
});

test('a folder arrives whole: empty folders, executables, times, and the strangest names', async () => {
	const scene = await openHubScene();
	const top = scene.path('alice/things');
	mkdirSync(path.join(top, 'empty/deeper'), {recursive: true});
	const names = [
		'new\nline',
		'escape\u001b[31mred',
		'bell\u0007',
		' blank ',
		'-dash',
		'semi;colon&$(id)',
		'x'.repeat(255),
		'ü'.repeat(127),
		'日本語.txt',
		'...',
		'~',
		'#1',
	];
	for (const name of names) writeFileSync(path.join(top, name), `content of ${JSON.stringify(name)}`);
	writeFileSync(path.join(top, 'run.sh'), '#!/bin/sh\n');
	chmodSync(path.join(top, 'run.sh'), 0o755);
	utimesSync(path.join(top, 'run.sh'), 1_600_000_000, 1_600_000_000);
	const sent = await scene.send(['things']).ended;
	expect(failureOf(sent)).toBe('');
	const arrived = readTree(scene.path('bob/downloads/things'));
	const expected = readTree(top);
	// What a terminal or another system would stumble over never becomes a path; everything else is kept.
	const harmless = Object.entries(expected).filter(([name]) => controlsIn(name).length === 0 && !/\n|[ .]$/.test(name));
	expect(Object.keys(arrived)).toHaveLength(Object.keys(expected).length);
	expect(arrived).toMatchObject(Object.fromEntries(harmless));
	expect(harmless.length).toBeGreaterThan(8);
	expect(controlsIn(Object.keys(arrived).join(''))).toEqual([]);
	expect(Object.keys(arrived).join('')).not.toContain('\n');
	expect(arrived['run.sh']).toMatch(/executable 1600000000$/);
	// Nothing raw was printed either.
	expect(
		controlsIn([sent.stdout, sent.stderr, scene.bob.stdout(), scene.bob.stderr(), scene.hub.program.stdout()].join('')),
	).toEqual([]);
});

test('a name that is not UTF-8 is left out and named, the rest arrives, and the exit code is 10 at the sender', async () => {
	const scene = await openHubScene();
	mkdirSync(scene.path('alice/mixed'));
	writeFileSync(scene.path('alice/mixed/good.txt'), 'good');
	writeFileSync(Buffer.concat([Buffer.from(scene.path('alice/mixed/bad')), Buffer.from([0xff, 0xfe])]), 'bad');
	const sent = await scene.send(['mixed']).ended;
	expect(sent.code).toBe(10);
	expect(sent.events.filter(({type}) => type === 'skipped')).toEqual([
		expect.objectContaining({path: expect.stringMatching(/^mixed\/bad/), reason: expect.stringContaining('UTF-8')}),
	]);
	expect(readTree(scene.path('bob/downloads'))).toHaveProperty('mixed/good.txt');
	expect(Object.keys(readTree(scene.path('bob/downloads/mixed')))).toHaveLength(1);
});

test('a name that cannot be at the recipient is made safe, and both who saves it and the hub say so', async () => {
	const scene = await openHubScene();
	mkdirSync(scene.path('alice/notes'));
	writeFileSync(scene.path('alice/notes/new\nline'), 'x');
	const sent = await scene.send(['notes']).ended;
	expect(failureOf(sent)).toBe('');
	expect(Object.keys(readTree(scene.path('bob/downloads/notes')))).toEqual(['new_line']);
	const told = scene.bob.events().filter(({type}) => type === 'renamed');
	expect(told).toEqual([expect.objectContaining({transfer: sent.events.at(-1)?.['transfer'], path: 'notes/new_line'})]);
	expectTableEvents(told);
	expect(failureOf(await scene.run(['put', 'notes', '--name', 'alice'], {cwd: 'alice'}))).toBe('');
	expect(await scene.hub.program.event('renamed')).toMatchObject({user: 'alice', path: 'notes/new_line'});
});

/** Files that cannot be read need a login that is not root. */
const uid = process.geteuid?.() === 0 ? 65_534 : undefined;

test('an unreadable file in a folder is left out and named (10); alone it is an error in one line', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const bob = scene.start(['receive', '--name', 'bob', '--accept', 'all', '--json'], {cwd: 'bob'});
	await bob.event('connected');
	const login = scene.otherLogin('nobody', uid);
	const options = {login, cwd: 'alice', env: {FT_CODE: hub.code}};
	mkdirSync(scene.path('alice/mixed'), {recursive: true});
	writeFileSync(scene.path('alice/mixed/good.txt'), 'good');
	writeFileSync(scene.path('alice/mixed/secret.txt'), 'secret');
	chmodSync(scene.path('alice/mixed/secret.txt'), 0);
	const sent = await scene.run(['send', 'mixed', '--to', 'bob', '--name', 'alice', '--json'], options);
	expect(sent.code).toBe(10);
	expect(sent.events.filter(({type}) => type === 'skipped')).toEqual([
		expect.objectContaining({path: 'mixed/secret.txt', reason: expect.stringContaining('permission')}),
	]);
	expect(Object.keys(readTree(scene.path('bob/downloads/mixed')))).toEqual(['good.txt']);
	const alone = await scene.run(['send', 'mixed/secret.txt', '--to', 'bob', '--name', 'alice'], options);
	expect(alone.code).toBe(8);
	expect(alone.stderr).toContain(scene.path('alice/mixed/secret.txt'));
	expect(alone.stderr).toContain('permission');
	expect(alone.stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('several paths in one send arrive side by side, and a second copy of a name gets a number', async () => {
	const scene = await openHubScene();
	writeFileSync(scene.path('alice/a.txt'), 'a');
	mkdirSync(scene.path('alice/b'));
	writeFileSync(scene.path('alice/b/c.txt'), 'c');
	expect((await scene.send(['a.txt', 'b']).ended).code).toBe(0);
	expect((await scene.send(['a.txt']).ended).code).toBe(0);
	expect(
		Object.keys(readTree(scene.path('bob/downloads')))
			.filter((name) => !name.startsWith('.'))
			.toSorted(),
	).toEqual(['a (1).txt', 'a.txt', 'b/', 'b/c.txt']);
	const files = scene.bob.events().filter(({type}) => type === 'received');
	expect(files.map((event) => event['paths'])).toEqual([
		[scene.path('bob/downloads/a.txt'), scene.path('bob/downloads/b')],
		[scene.path('bob/downloads/a (1).txt')],
	]);
});
