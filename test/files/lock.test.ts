import {spawn} from 'node:child_process';
import {once} from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {lockHolder, takeLock} from '../../source/files/lock.ts';
import {temporaryFolder} from './temporary-folder.ts';

test('a lock is had by one only, until it is released', () => {
	const file = path.join(temporaryFolder(), 'lock');
	const lock = takeLock(file);
	expect(takeLock(file)).toBeUndefined();
	lock?.release();
	lock?.release();
	using again = takeLock(file);
	expect(again).toBeDefined();
});

test('a lock names its holder and is readable for its owner only', () => {
	const file = path.join(temporaryFolder(), 'lock');
	using _lock = takeLock(file);
	expect(lockHolder(file)).toBe(process.pid);
	expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test('the kernel frees the lock of a process that is killed', async () => {
	const file = path.join(temporaryFolder(), 'lock');
	const module = path.resolve(import.meta.dirname, '../../source/files/lock.ts');
	const script = `const {takeLock} = await import(${JSON.stringify(module)}); globalThis.kept = takeLock(${JSON.stringify(file)}); console.log('held'); setInterval(() => {}, 1000);`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', script], {stdio: ['ignore', 'pipe', 'inherit']});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	await once(child.stdout, 'data');
	expect(takeLock(file)).toBeUndefined();
	expect(lockHolder(file)).toBe(child.pid);
	child.kill('SIGKILL');
	await once(child, 'exit');
	using lock = takeLock(file);
	expect(lock).toBeDefined();
	expect(lockHolder(file)).toBe(process.pid);
});

test('a folder may have any name', () => {
	const file = path.join(temporaryFolder(), '100%25 a?b#c', 'lock');
	fs.mkdirSync(path.dirname(file));
	using _lock = takeLock(file);
	expect(takeLock(file)).toBeUndefined();
	expect(fs.readdirSync(path.dirname(file))).toEqual(['lock', 'lock.pid']);
});

test('a link in the place of the note who holds it is not followed', () => {
	const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
	fs.writeFileSync(path.join(elsewhere, 'decoy'), 'theirs');
	fs.symlinkSync(path.join(elsewhere, 'decoy'), path.join(folder, 'lock.pid'));
	expect(() => takeLock(path.join(folder, 'lock'))).toThrow('cannot lock');
	expect(fs.readFileSync(path.join(elsewhere, 'decoy'), 'utf8')).toBe('theirs');
});

test('a lock in a folder that is not there is an error, not a lock somebody has', () => {
	expect(() => takeLock(path.join(temporaryFolder(), 'none', 'lock'))).toThrow('cannot lock');
});

test('the holder of a lock that was never taken is unknown', () => {
	expect(lockHolder(path.join(temporaryFolder(), 'lock'))).toBeUndefined();
});
