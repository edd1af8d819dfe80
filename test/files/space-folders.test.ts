import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openSpaceFolders} from '../../source/files/space-folders.ts';
import {temporaryFolder} from './temporary-folder.ts';

test('a first start makes the folders of a hub and says which, the next finds them', () => {
	const dir = temporaryFolder();
	const names = ['shared_files', 'shared_uploads', 'uploads'];
	expect(openSpaceFolders(dir).created).toEqual(names.map((name) => path.join(dir, name)));
	expect(fs.readdirSync(dir).sort()).toEqual(names);
	expect(openSpaceFolders(dir).created).toEqual([]);
});

test('private folders are closed to other logins, and each user has one of its own', () => {
	const dir = temporaryFolder();
	const {folders} = openSpaceFolders(dir);
	expect(folders.privateRoot('alice')).toBe(path.join(dir, 'uploads', 'alice'));
	const modeOf = (name: string): number => fs.statSync(path.join(dir, name)).mode & 0o777;
	expect([modeOf('uploads'), modeOf('uploads/alice')]).toEqual([0o700, 0o700]);
});

test('a folder that was taken away is made again when it is asked for', () => {
	const dir = temporaryFolder();
	const {folders} = openSpaceFolders(dir);
	fs.rmSync(path.join(dir, 'shared_uploads'), {recursive: true});
	fs.rmSync(path.join(dir, 'uploads'), {recursive: true});
	expect([folders.sharedRoot(), folders.privateRoot('bob')].filter((root) => !fs.existsSync(root))).toEqual([]);
});

test('a file where a folder of the hub should be is an error that names it', () => {
	const dir = temporaryFolder();
	fs.writeFileSync(path.join(dir, 'shared_files'), '');
	expect(() => openSpaceFolders(dir)).toThrow(
		`cannot make the folder ${path.join(dir, 'shared_files')}: it is there already`,
	);
});
