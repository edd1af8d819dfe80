import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {readNames} from '../../source/files/read-names.ts';
import {createSourceFilter} from '../../source/files/source-filter.ts';
import {walkTree, type WalkDisk, type Walked, type WalkOptions} from '../../source/files/walk.ts';
import {maxPathBytes, maxPathLevels} from '../../source/protocol/limits.ts';
import {slow} from '../support/count-turns.ts';
import {asStranger, temporaryFolder, writeTree, type Tree} from './temporary-folder.ts';

const makeTree = (tree: Tree): string => writeTree(path.join(temporaryFolder(), 'top'), tree);
const pathsOf = (walked: Walked): string[] =>
	[...walked.entries].map(({entry}) => entry.path.join('/') + (entry.kind === 'folder' ? '/' : ''));
const walk = async (folder: string, options?: WalkOptions): Promise<Walked> => walkTree([folder], options);

test('a folder stands before its contents, names in order', async () => {
	const walked = await walk(makeTree({b: 'bb', a: {z: '', c: {}}, 'a.txt': 'a'}));
	expect(pathsOf(walked)).toEqual(['top/', 'top/a/', 'top/a/c/', 'top/a/z', 'top/a.txt', 'top/b']);
	expect(walked.skipped).toEqual([]);
	expect([walked.entries.files, walked.entries.contentBytes]).toEqual([3, 3]);
});

test('size, time, mode and identity are those of the disk', async () => {
	const folder = makeTree({run: '12345'});
	const file = path.join(folder, 'run');
	fs.chmodSync(file, 0o755);
	fs.utimesSync(file, 1, 1_000_000.5);
	const {ino, mtimeMs, ctimeMs} = fs.statSync(file);
	const {entries} = await walk(file);
	expect([...entries]).toEqual([
		{
			entry: {path: ['run'], kind: 'file', bytes: 5, modifiedMs: 1_000_000_500, isExecutable: true},
			absolutePath: file,
			identity: {ino, size: 5, mtimeMs, ctimeMs},
		},
	]);
});

test('links are followed inside the tree, to what they mean, and nowhere else', async () => {
	const folder = makeTree({real: {file: 'x'}, sub: {}});
	writeTree(path.join(folder, '../top-secret'), {key: 'k'});
	fs.symlinkSync('../real', path.join(folder, 'sub/folder'));
	fs.symlinkSync('../real/file', path.join(folder, 'sub/file'));
	fs.symlinkSync('../../top-secret', path.join(folder, 'sub/out'));
	fs.symlinkSync('/etc/hostname', path.join(folder, 'sub/passwd'));
	fs.symlinkSync('nowhere', path.join(folder, 'sub/zz'));
	const walked = await walk(folder);
	expect(pathsOf(walked)).toEqual([
		'top/',
		'top/real/',
		'top/real/file',
		'top/sub/',
		'top/sub/file',
		'top/sub/folder/',
		'top/sub/folder/file',
	]);
	expect(walked.entries.absolutePath(6)).toBe(path.join(folder, 'real/file'));
	const leadsOut = 'a link that leads out of what is sent';
	expect(walked.skipped).toEqual([
		{path: 'top/sub/out', reason: leadsOut},
		{path: 'top/sub/passwd', reason: leadsOut},
		{path: 'top/sub/zz', reason: 'a link that leads nowhere'},
	]);
});

test('links that lead in circles end', async () => {
	const folder = makeTree({a: {}, b: {}});
	fs.symlinkSync('.', path.join(folder, 'self'));
	fs.symlinkSync('../b', path.join(folder, 'a/to-b'));
	fs.symlinkSync('../a', path.join(folder, 'b/to-a'));
	const walked = await walk(folder);
	expect(pathsOf(walked)).toEqual(['top/', 'top/a/', 'top/a/to-b/', 'top/b/', 'top/b/to-a/']);
	expect(walked.skipped.map((each) => each.path)).toEqual(['top/a/to-b/to-a', 'top/b/to-a/to-b', 'top/self']);
});

test('pipes and sockets are skipped and never opened', async () => {
	const folder = makeTree({file: 'x'});
	execFileSync('mkfifo', [path.join(folder, 'fifo')]);
	const server = createServer().listen(path.join(folder, 'socket'));
	onTestFinished(() => {
		server.close();
	});
	await new Promise((resolve) => {
		server.once('listening', resolve);
	});
	const walked = await walk(folder);
	expect(pathsOf(walked)).toEqual(['top/', 'top/file']);
	expect(walked.skipped).toEqual([
		{path: 'top/fifo', reason: 'a pipe (FIFO)'},
		{path: 'top/socket', reason: 'a socket'},
	]);
});

test.runIf(process.platform === 'linux')(
	'a name that is not UTF-8, or would steer a terminal, is skipped or shown harmlessly',
	async () => {
		const folder = makeTree({good: ''});
		fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]), '');
		fs.symlinkSync('/etc', path.join(folder, 'evil\u001b[2J'));
		const walked = await walk(folder);
		expect(pathsOf(walked)).toEqual(['top/', 'top/good']);
		expect(walked.skipped.map((each) => each.path)).toEqual([String.raw`top/caf\xe9`, 'top/evil\uFFFD[2J']);
	},
);

test('a folder that cannot be read is left out by name and the rest goes on', async () => {
	const folder = makeTree({closed: {inside: ''}, open: ''});
	fs.chmodSync(path.join(folder, 'closed'), 0);
	await asStranger(path.dirname(folder), async () => {
		const walked = await walk(folder);
		expect(pathsOf(walked)).toEqual(['top/', 'top/open']);
		expect(walked.skipped).toEqual([{path: 'top/closed', reason: 'permission denied'}]);
		await expect(walk(path.join(folder, 'closed'))).rejects.toMatchObject({code: 'disk-error'});
	});
});

test('what a filter leaves out is not gone into, and is counted instead of reported', async () => {
	const folder = makeTree({node_modules: {a: ''}, src: {'b.o': '', 'b.c': '', node_modules: {c: ''}}, 'x.o': ''});
	fs.chmodSync(path.join(folder, 'node_modules'), 0);
	await asStranger(path.dirname(folder), async () => {
		const filter = createSourceFilter({exclude: ['node_modules', '*.o'], gitignore: false});
		const walked = await walkTree([folder, path.join(folder, 'x.o')], {filter});
		expect(pathsOf(walked)).toEqual(['top/', 'top/src/', 'top/src/b.c']);
		expect(walked.skipped).toEqual([]);
		expect(walked.leftOut).toEqual({files: 3, folders: new Map([['node_modules', 2]])});
	});
});

test('folders may be as deep as the limit, one deeper is skipped', async () => {
	const folder = makeTree({});
	const deepest = path.join(folder, ...Array.from({length: maxPathLevels - 1}, () => 'd'));
	fs.mkdirSync(path.join(deepest, 'beyond'), {recursive: true});
	const walked = await walk(folder);
	expect(walked.entries.length).toBe(maxPathLevels);
	expect(walked.skipped).toMatchObject([{reason: 'too many folders in each other'}]);
});

test('a path may have as many bytes as the limit, one with more is skipped', async () => {
	// Through links inside the tree a path grows beyond what the system itself allows.
	const name = 'l'.repeat(255);
	const folder = makeTree(Object.fromEntries(Array.from({length: 16}, (_, number) => [`r${number}`, {}])));
	fs.symlinkSync('r1', path.join(folder, name));
	for (let number = 1; number < 15; number++)
		fs.symlinkSync(`../r${number + 1}`, path.join(folder, `r${number}`, name));
	const rest = maxPathBytes - 'top'.length - 15 * 256 - 1;
	writeTree(path.join(folder, 'r15'), {['f'.repeat(rest)]: '', ['g'.repeat(rest + 1)]: ''});
	const walked = await walk(folder);
	const longest = Math.max(...pathsOf(walked).map((each) => each.length));
	expect(longest).toBe(maxPathBytes);
	expect(walked.skipped).toMatchObject([{reason: 'the path is too long'}]);
});

test('progress is told and the signal ends it', async () => {
	const folder = makeTree(Object.fromEntries(Array.from({length: 1000}, (_, number) => [`f${number}`, 'x'])));
	const disk: WalkDisk = {
		lstat: slow((place: string) => fs.lstatSync(place)),
		realpath: fs.realpathSync,
		names: readNames,
	};
	const seen: number[] = [];
	await walk(folder, {disk, onProgress: (files) => seen.push(files)});
	expect(seen.length).toBeGreaterThanOrEqual(10);
	expect(seen).toEqual(seen.toSorted((a, b) => a - b));
	expect(seen.at(-1)).toBe(1000);
	const controller = new AbortController();
	const onProgress = (): void => {
		controller.abort(new Error('enough'));
	};
	await expect(walk(folder, {disk, signal: controller.signal, onProgress})).rejects.toThrow('enough');
});

test('a list may be as long as the limit, one entry more is refused', async () => {
	const folder = makeTree({a: '', b: ''});
	expect((await walk(folder, {maxEntries: 3})).entries.length).toBe(3);
	await expect(walk(folder, {maxEntries: 2})).rejects.toMatchObject({code: 'limit'});
});
