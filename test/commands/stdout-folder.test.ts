import fs from 'node:fs';
import path from 'node:path';
import {PassThrough, Writable} from 'node:stream';
import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import {openStdoutFolder, type StdoutFolder} from '../../source/commands/stdout-folder.ts';
import {temporaryFolder} from '../files/temporary-folder.ts';

/** A folder with one received file, as saving leaves it. */
function received(): {folder: StdoutFolder; file: string} {
	const folder = openStdoutFolder(temporaryFolder(), ['hub', 'public', 'a.txt']);
	const file = path.join(folder.path, 'a.txt');
	fs.writeFileSync(file, 'content', {mode: 0o644});
	return {folder, file};
}

test('what was written out is deleted, and the stream stays open for the next', async () => {
	const {folder, file} = received();
	const stdout = new PassThrough();
	await folder.write(file, stdout);
	expect(fs.existsSync(file)).toBe(false);
	stdout.end();
	expect(await text(stdout)).toBe('content');
});

test('while it is written out nobody else can read the file, and a reader that goes away leaves nothing behind', async () => {
	const {folder, file} = received();
	const modes: number[] = [];
	const broken = new Writable({
		write(_chunk, _encoding, done) {
			modes.push(fs.statSync(file).mode & 0o777);
			done(new Error('EPIPE'));
		},
	});
	await expect(folder.write(file, broken)).rejects.toThrow('EPIPE');
	expect(modes).toEqual([0o600]);
	expect(fs.readdirSync(folder.path)).toEqual([]);
});

test('to a terminal goes nothing of a file that commands it, to anything else each byte as it is', async () => {
	const content = 'one\u001B[2J\u009B2J\u202E two\r\n\tthr\u00EBe\n\n';
	const shown = async (isTTY: boolean): Promise<string> => {
		const {folder, file} = received();
		fs.writeFileSync(file, content);
		const stdout = Object.assign(new PassThrough(), {isTTY});
		await folder.write(file, stdout);
		expect(fs.existsSync(file)).toBe(false);
		stdout.end();
		return text(stdout);
	};
	expect(await shown(false)).toBe(content);
	expect(await shown(true)).toBe('one\uFFFD[2J\uFFFD2J\uFFFD two\n\tthr\u00EBe\n\n');
});
