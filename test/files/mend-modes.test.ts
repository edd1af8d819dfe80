import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {mendModes} from '../../source/files/mend-modes.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

const modeOf = (...parts: string[]): number => fs.statSync(path.join(...parts)).mode & 0o777;

function openTree(): string {
	const folder = writeTree(path.join(temporaryFolder(), 'own'), {key: 'x', deep: {er: {list: 'x'}}});
	for (const name of ['.', 'deep', 'deep/er']) fs.chmodSync(path.join(folder, name), 0o755);
	for (const name of ['key', 'deep/er/list']) fs.chmodSync(path.join(folder, name), 0o666);
	return folder;
}

test('what is open to others is closed to them, all the way down, and told in one line', () => {
	const folder = openTree();
	const warnings: string[] = [];
	mendModes(folder, (text) => warnings.push(text));
	expect(['.', 'deep', 'deep/er'].map((name) => modeOf(folder, name))).toEqual([0o700, 0o700, 0o700]);
	expect(['key', 'deep/er/list'].map((name) => modeOf(folder, name))).toEqual([0o600, 0o600]);
	expect(warnings).toEqual([`${folder} and 4 more in ${folder} could be used by others; from now on by you only`]);
	mendModes(folder, (text) => warnings.push(text));
	expect(warnings).toHaveLength(1);
});

test('a single one is told by its name, and what is narrower than needed stays so', () => {
	const folder = path.join(temporaryFolder(), 'own');
	fs.mkdirSync(folder, {mode: 0o700});
	fs.writeFileSync(path.join(folder, 'open'), 'x', {mode: 0o640});
	fs.writeFileSync(path.join(folder, 'shut'), 'x', {mode: 0o400});
	const warnings: string[] = [];
	mendModes(folder, (text) => warnings.push(text));
	expect(warnings).toEqual([`${path.join(folder, 'open')} could be used by others; from now on by you only`]);
	expect(modeOf(folder, 'shut')).toBe(0o400);
});

test('a link is neither followed nor counted, and a folder that is not there is fine', () => {
	const elsewhere = writeTree(temporaryFolder(), {theirs: 'x'});
	fs.chmodSync(path.join(elsewhere, 'theirs'), 0o644);
	const folder = path.join(temporaryFolder(), 'own');
	fs.mkdirSync(folder, {mode: 0o700});
	fs.symlinkSync(path.join(elsewhere, 'theirs'), path.join(folder, 'file'));
	fs.symlinkSync(elsewhere, path.join(folder, 'folder'));
	const warnings: string[] = [];
	for (const place of [folder, path.join(folder, 'none')]) mendModes(place, (text) => warnings.push(text));
	expect(warnings).toEqual([]);
	expect(modeOf(elsewhere, 'theirs')).toBe(0o644);
});

test.runIf(process.geteuid?.() === 0)('what belongs to another login is refused by name', () => {
	const folder = openTree();
	fs.chownSync(path.join(folder, 'deep', 'er'), 12_345, 12_345);
	expect(() => {
		mendModes(folder, () => undefined);
	}).toThrow(`cannot use ${path.join(folder, 'deep', 'er')}: it belongs to another login (user id 12345`);
});
