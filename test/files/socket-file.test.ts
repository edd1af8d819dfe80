import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openSocketFile} from '../../source/files/socket-file.ts';
import {codeOf} from '../support/code-of.ts';
import {temporaryFolder} from './temporary-folder.ts';

async function listen(at: string): Promise<net.Server> {
	const server = net.createServer();
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(at, resolve);
	});
	onTestFinished(() => {
		server.close();
	});
	return server;
}

test('a socket is for its owner only, whatever the umask', async () => {
	const folder = temporaryFolder();
	const file = openSocketFile(folder, 'a.sock');
	const before = process.umask(0);
	await listen(file.path);
	process.umask(before);
	file.narrow();
	expect(fs.statSync(path.join(folder, 'a.sock')).mode & 0o777).toBe(0o600);
	file.close();
});

test.runIf(process.platform === 'linux')('however deep the folder lies, its socket can be used', async () => {
	const folder = path.join(temporaryFolder(), 'deep'.repeat(20), 'deeper'.repeat(20));
	fs.mkdirSync(folder, {recursive: true});
	const file = openSocketFile(folder, 'a.sock');
	expect(Buffer.byteLength(file.path)).toBeLessThan(50);
	await listen(file.path);
	expect(fs.lstatSync(path.join(folder, 'a.sock')).isSocket()).toBe(true);
	file.close();
	file.close();
});

test('what a crashed hub left is removed, and nothing else that has the name', async () => {
	const folder = temporaryFolder();
	const file = openSocketFile(folder, 'a.sock');
	await listen(file.path);
	await expect(listen(file.path)).rejects.toMatchObject({code: 'EADDRINUSE'});
	file.removeStale();
	expect(fs.readdirSync(folder)).toEqual([]);
	file.removeStale();
	fs.writeFileSync(path.join(folder, 'a.sock'), 'not ours');
	file.removeStale();
	expect(fs.readFileSync(path.join(folder, 'a.sock'), 'utf8')).toBe('not ours');
	file.close();
});

test.runIf(process.geteuid?.() === 0)('a folder of another login is not used', () => {
	const folder = temporaryFolder();
	fs.chownSync(folder, 12_345, 12_345);
	expect(codeOf(() => openSocketFile(folder, 'a.sock'))).toBe('disk-error');
});

test('a folder that is not there is an error of ours', () => {
	expect(codeOf(() => openSocketFile(path.join(temporaryFolder(), 'none'), 'a.sock'))).toBe('disk-error');
});
