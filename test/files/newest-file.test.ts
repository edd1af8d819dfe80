import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {createNewestFile} from '../../source/files/newest-file.ts';
import {faultyDisk, systemError} from './staging-fixture.ts';
import {temporaryFolder} from './temporary-folder.ts';

const text = (content: string) => () => Buffer.from(content);
const read = (file: string): string | undefined => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined);

test('a shorter content leaves nothing of a longer one', async () => {
	const file = path.join(temporaryFolder(), 'meta');
	const newest = createNewestFile(realDisk, file);
	await newest.write(text('something long'));
	await newest.write(text('short'));
	expect(read(file)).toBe('short');
});

test('whatever call is the last before the end, the file holds the older or the newer content', async () => {
	const found = new Set<string | undefined>();
	for (let last = 0; last < 12; last++) {
		const file = path.join(temporaryFolder(), 'meta');
		await createNewestFile(realDisk, file).write(text('older'));
		let call = 0;
		const disk = faultyDisk(() => (++call > last ? systemError('EIO') : undefined));
		await createNewestFile(disk, file)
			.write(text('the newer content'))
			.catch(() => undefined);
		found.add(read(file));
	}
	expect([...found]).toEqual(['older', 'the newer content']);
});

test('what comes while one is written is joined: each caller waits for its own or a newer one', async () => {
	const file = path.join(temporaryFolder(), 'meta');
	let writes = 0;
	const newest = createNewestFile(
		faultyDisk((name) => {
			if (name === 'renameSync') writes++;
			return undefined;
		}),
		file,
	);
	const first = newest.write(text('1'));
	const others = ['2', '3', '4'].map((content) => newest.write(text(content)));
	await first;
	expect(read(file)).toBeDefined();
	await Promise.all(others);
	expect(read(file)).toBe('4');
	expect(writes).toBeLessThanOrEqual(2);
});

test('after one that failed the next is written', async () => {
	const file = path.join(temporaryFolder(), 'meta');
	let isFull = true;
	const disk = faultyDisk((name) => (isFull && name === 'writeSync' ? systemError('ENOSPC') : undefined));
	const newest = createNewestFile(disk, file);
	await expect(newest.write(text('1'))).rejects.toThrow('ENOSPC');
	isFull = false;
	await newest.write(text('2'));
	expect(read(file)).toBe('2');
});

test('once stopped it writes nothing, and what was being written is over', async () => {
	const file = path.join(temporaryFolder(), 'meta');
	const newest = createNewestFile(realDisk, file);
	const writing = newest.write(text('1'));
	await newest.stop();
	const found = read(file);
	await writing;
	await newest.write(text('2'));
	expect(read(file)).toBe(found);
});
