import fs from 'node:fs';
import path from 'node:path';
import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {copyStream} from '../../source/files/stdin-copy.ts';
import {temporaryFolder} from './temporary-folder.ts';

async function* chunksOf(...chunks: readonly string[]): AsyncGenerator<Uint8Array> {
	for (const chunk of chunks) yield Buffer.from(chunk);
}
const makeFile = (): string => path.join(temporaryFolder(), 'stdin');

test('a stream becomes a file with a size, for its owner only', async () => {
	const file = makeFile();
	const seen: number[] = [];
	expect(
		await copyStream(chunksOf('ab', '', 'cde'), file, {reserveBytes: 0, onProgress: (bytes) => seen.push(bytes)}),
	).toBe(5);
	expect(fs.readFileSync(file, 'utf8')).toBe('abcde');
	expect(fs.statSync(file).mode & 0o777).toBe(0o600);
	expect(seen).toEqual([2, 2, 5]);
});

test('an empty stream is an empty file', async () => {
	const file = makeFile();
	expect(await copyStream(chunksOf(), file, {reserveBytes: 0})).toBe(0);
	expect(fs.statSync(file).size).toBe(0);
});

test('it may fill the disk down to the reserve exactly, one byte more is refused and nothing stays', async () => {
	const room = (file: string) => async (): Promise<number> => 110 - (fs.existsSync(file) ? fs.statSync(file).size : 0);
	const [fits, toolarge] = [makeFile(), makeFile()];
	expect(await copyStream(chunksOf('12345', '67890'), fits, {reserveBytes: 100, freeBytes: room(fits)})).toBe(10);
	await expect(
		copyStream(chunksOf('12345', '678901'), toolarge, {reserveBytes: 100, freeBytes: room(toolarge)}),
	).rejects.toMatchObject({
		code: 'disk-full',
		message: expect.stringContaining('after 5 B only the reserve of 100 B is free'),
	});
	expect(fs.existsSync(toolarge)).toBe(false);
});

test('a disk that does not say how much is free is written to', async () => {
	expect(await copyStream(chunksOf('a'), makeFile(), {reserveBytes: 5, freeBytes: async () => undefined})).toBe(1);
});

test('the signal ends the wait for a stream that says nothing', async () => {
	const file = makeFile();
	const stream = new PassThrough();
	const controller = new AbortController();
	stream.write('a');
	const onProgress = (): void => {
		setImmediate(() => {
			controller.abort(new Error('stopped'));
		});
	};
	await expect(copyStream(stream, file, {reserveBytes: 0, signal: controller.signal, onProgress})).rejects.toThrow(
		'stopped',
	);
	expect(fs.existsSync(file)).toBe(false);
	stream.destroy();
});

test('a file that is there is never overwritten', async () => {
	const file = makeFile();
	fs.writeFileSync(file, 'mine');
	await expect(copyStream(chunksOf('a'), file, {reserveBytes: 0})).rejects.toMatchObject({code: 'disk-error'});
	expect(fs.readFileSync(file, 'utf8')).toBe('mine');
});

test('a stream that breaks leaves nothing', async () => {
	const file = makeFile();
	const broken = async function* (): AsyncGenerator<Uint8Array> {
		yield Buffer.from('a');
		throw new Error('EIO');
	};
	await expect(copyStream(broken(), file, {reserveBytes: 0})).rejects.toThrow('cannot keep standard input');
	expect(fs.existsSync(file)).toBe(false);
});
