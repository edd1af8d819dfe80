import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {findTops} from '../../source/files/walk-tops.ts';
import {asStranger, temporaryFolder, writeTree} from './temporary-folder.ts';

const namesOf = (paths: readonly string[]): string[] => findTops(paths).map(({name}) => name);

test('a path stands under its last component, however it is written', () => {
	const folder = writeTree(temporaryFolder(), {a: {b: {}}});
	expect(namesOf([`${folder}/a/`, `${folder}/a/b/.`, `${folder}/a/b/..`])).toEqual(['a', 'b']);
	expect(namesOf(['/'])).toEqual(['root']);
	expect(namesOf(['.'])).toEqual([path.basename(process.cwd())]);
});

test('two paths with one name are told apart, also where only the case differs', () => {
	const folder = writeTree(temporaryFolder(), {a: {'x.txt': ''}, b: {'x.txt': '', 'x (1).txt': '', 'X.txt': ''}});
	const paths = ['a/x.txt', 'b/x.txt', 'b/x (1).txt', 'b/X.txt'].map((name) => path.join(folder, name));
	expect(namesOf(paths)).toEqual(['x.txt', 'x (1).txt', 'x (1) (1).txt', 'X (2).txt']);
});

test('a given link is followed wherever it leads and keeps its own name', () => {
	const folder = writeTree(temporaryFolder(), {real: {}, elsewhere: {}});
	fs.symlinkSync(path.join(folder, 'real'), path.join(folder, 'elsewhere', 'link'));
	expect(findTops([path.join(folder, 'elsewhere', 'link')])).toMatchObject([
		{name: 'link', place: path.join(folder, 'real')},
	]);
});

test('a missing path is an error that names the nearest one beside it', () => {
	const folder = writeTree(temporaryFolder(), {'report.pdf': ''});
	expect(() => findTops([`${folder}/report.pdf`, `${folder}/reprot.pdf`])).toThrow(
		`no file ${folder}/reprot.pdf (did you mean report.pdf?)`,
	);
	expect(() => findTops([`${folder}/x/y`])).toThrow(new RegExp(`no file ${folder}/x/y$`));
	expect(() => findTops([`${folder}/report.pdf/y`])).toThrow(expect.objectContaining({code: 'no-such-file'}));
});

test('a given link that leads nowhere is told as such', () => {
	const folder = temporaryFolder();
	fs.symlinkSync('nowhere', path.join(folder, 'link'));
	expect(() => findTops([path.join(folder, 'link')])).toThrow('it is a link that leads nowhere');
});

test('a pipe or a device is wrong usage and is not opened', () => {
	const fifo = path.join(temporaryFolder(), 'fifo');
	execFileSync('mkfifo', [fifo]);
	expect(() => findTops([fifo])).toThrow('it is a pipe (FIFO)');
	expect(() => findTops(['/dev/null'])).toThrow(expect.objectContaining({code: 'usage'}));
});

test('a given file that cannot be read fails at once', async () => {
	const folder = writeTree(temporaryFolder(), {secret: ''});
	fs.chmodSync(path.join(folder, 'secret'), 0);
	await asStranger(folder, async () => {
		expect(() => findTops([path.join(folder, 'secret')])).toThrow(`cannot read ${folder}/secret: permission denied`);
	});
});
