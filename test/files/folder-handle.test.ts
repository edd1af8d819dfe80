import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {openFolder, openPrivateSubfolder, openSubfolder, type FolderHandle} from '../../source/files/folder-handle.ts';
import {faultyDisk} from './staging-fixture.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

function kept(handle: FolderHandle): FolderHandle {
	onTestFinished(() => {
		handle.close();
	});
	return handle;
}

test.runIf(process.platform === 'linux')(
	'what is below is meant through the folder, not through its name',
	async () => {
		const [root, elsewhere] = [temporaryFolder(), temporaryFolder()];
		const folder = kept(openFolder(realDisk, writeTree(path.join(root, 'a'), {})));
		fs.renameSync(path.join(root, 'a'), path.join(root, 'b'));
		fs.symlinkSync(elsewhere, path.join(root, 'a'));
		fs.writeFileSync(folder.at('file'), 'x');
		await folder.sync();
		expect([fs.readdirSync(path.join(root, 'b')), fs.readdirSync(elsewhere)]).toEqual([['file'], []]);
	},
);

test('without /proc, a folder put in its place is noticed', () => {
	const root = writeTree(temporaryFolder(), {a: {}});
	const disk = {
		...realDisk,
		statSync: ((file: fs.PathLike, options: object) =>
			String(file).startsWith('/proc/') ? undefined : fs.statSync(file, options)) as typeof fs.statSync,
	};
	const folder = kept(openFolder(disk, path.join(root, 'a')));
	expect(folder.at('x')).toBe(path.join(root, 'a', 'x'));
	fs.renameSync(path.join(root, 'a'), path.join(root, 'b'));
	fs.mkdirSync(path.join(root, 'a'));
	expect(() => folder.at('x')).toThrow('another folder was put in its place');
});

test('the user\u2019s own folder may be a link, one below it may not', () => {
	const [root, elsewhere] = [temporaryFolder(), temporaryFolder()];
	fs.symlinkSync(elsewhere, path.join(root, 'link'));
	kept(openFolder(realDisk, path.join(root, 'link')));
	const parent = kept(openFolder(realDisk, root));
	for (const makeMode of [undefined, 0o755]) {
		expect(() => openSubfolder(realDisk, parent, 'link', makeMode)).toThrow(
			expect.objectContaining({code: 'disk-error'}),
		);
	}
});

test('a file in the place of a folder is an error that names it', () => {
	const root = writeTree(temporaryFolder(), {file: 'x'});
	const parent = kept(openFolder(realDisk, root));
	expect(() => openSubfolder(realDisk, parent, 'file', 0o755)).toThrow(`cannot use ${path.join(root, 'file')}`);
});

test('a private folder is closed to others, also one that was open before', () => {
	const root = writeTree(temporaryFolder(), {open: {}});
	fs.chmodSync(path.join(root, 'open'), 0o777);
	const parent = kept(openFolder(realDisk, root));
	for (const name of ['open', 'new']) {
		kept(openPrivateSubfolder(realDisk, parent, name));
		expect(fs.statSync(path.join(root, name)).mode & 0o777).toBe(0o700);
	}
});

test.runIf(process.geteuid?.() === 0)('a private folder of another login is refused', () => {
	const root = writeTree(temporaryFolder(), {theirs: {}});
	fs.chownSync(path.join(root, 'theirs'), 65_534, 65_534);
	const parent = kept(openFolder(realDisk, root));
	expect(() => openPrivateSubfolder(realDisk, parent, 'theirs')).toThrow('it belongs to another login');
});

test('closing twice closes one descriptor', () => {
	let closes = 0;
	const disk = faultyDisk((name) => {
		if (name === 'closeSync') closes++;
		return undefined;
	});
	const folder = openFolder(disk, temporaryFolder());
	folder.close();
	folder.close();
	expect(closes).toBe(1);
});
