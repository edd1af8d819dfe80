import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {takeLock} from '../../source/files/lock.ts';
import {
	appendFailed,
	lockOutbox,
	outboxFolders,
	readFailed,
	readMeta,
	readTrailer,
	removeOutbox,
	sweepOutbox,
	writeMeta,
} from '../../source/files/outbox-folder.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

const meta = {
	transfer: 'a'.repeat(32),
	key: Buffer.alloc(32).toString('base64'),
	header: Buffer.alloc(74).toString('base64'),
	summary: Buffer.alloc(256).toString('base64'),
	hubId: 'b'.repeat(64),
	recipients: ['c'.repeat(64)],
	paths: ['/x'],
	title: 'x',
	note: '',
	manifestBytes: 10,
	contentBytes: 5,
	files: 1,
	entries: 1,
	timeMs: 1,
};

test('an outbox exists with its description and is for its owner only', async () => {
	const folder = temporaryFolder();
	expect(await readMeta(folder)).toBeUndefined();
	await writeMeta(folder, meta);
	expect(await readMeta(folder)).toEqual(meta);
	expect(fs.statSync(path.join(folder, 'meta.json')).mode & 0o777).toBe(0o600);
});

test.each(['', '{}', JSON.stringify({...meta, key: 'short'})])(
	'a damaged description (%j) is an error',
	async (text) => {
		const folder = writeTree(temporaryFolder(), {'meta.json': text});
		await expect(readMeta(folder)).rejects.toMatchObject({
			code: 'disk-error',
			message: expect.stringContaining('it is damaged'),
		});
	},
);

test('failures are appended, and a record that was cut off spoils no other', () => {
	const folder = temporaryFolder();
	expect(readFailed(folder)).toEqual([]);
	appendFailed(folder, [
		{entry: 1, reason: 'a'},
		{entry: 2, reason: 'b'},
	]);
	fs.appendFileSync(path.join(folder, 'failed'), '\n{"failed":[[3,"c');
	appendFailed(folder, [{entry: 4, reason: 'd'}]);
	expect(readFailed(folder)).toEqual([
		{entry: 1, reason: 'a'},
		{entry: 2, reason: 'b'},
		{entry: 4, reason: 'd'},
	]);
	expect(fs.statSync(path.join(folder, 'failed')).mode & 0o777).toBe(0o600);
});

test('a trailer is undefined until it is there', () => {
	const folder = temporaryFolder();
	expect(readTrailer(folder)).toBeUndefined();
	fs.writeFileSync(path.join(folder, 'trailer'), 'x');
	expect(readTrailer(folder)?.length).toBe(1);
});

test('removing takes what is ours and leaves what is not', () => {
	const left = 'meta.json.01234567-89ab-cdef-0123-456789abcdef.tmp';
	const folder = writeTree(path.join(temporaryFolder(), 'box'), {
		'meta.json': '',
		manifest: '',
		sources: '',
		failed: '',
		trailer: '',
		[left]: '',
		mine: '',
	});
	removeOutbox(folder, lockOutbox(folder));
	expect(fs.readdirSync(folder)).toEqual(['mine']);
	fs.rmSync(path.join(folder, 'mine'));
	removeOutbox(folder, lockOutbox(folder));
	expect(fs.existsSync(folder)).toBe(false);
});

test('what is still being made is not swept away, what was left behind is', () => {
	const folder = writeTree(path.join(temporaryFolder(), 'box'), {manifest: ''});
	const lock = takeLock(path.join(folder, 'lock'));
	sweepOutbox(folder);
	expect(fs.existsSync(path.join(folder, 'manifest'))).toBe(true);
	lock?.release();
	sweepOutbox(folder);
	expect(fs.existsSync(folder)).toBe(false);
});

test('only folders named by a transfer id may be outboxes', () => {
	const folder = writeTree(temporaryFolder(), {['a'.repeat(32)]: {}, ['a'.repeat(31)]: {}, other: {}});
	expect(outboxFolders(folder)).toEqual([path.join(folder, 'a'.repeat(32))]);
	expect(outboxFolders(path.join(folder, 'none'))).toEqual([]);
});
