import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {readRuntimeFile, removeRuntimeFile, writeRuntimeFile} from '../../source/files/runtime-file.ts';
import {temporaryFolder} from './temporary-folder.ts';

const runtime = {port: 5011, hubId: 'a'.repeat(64), code: '349p-yh2c-5jsw', dir: '/srv/hub', pid: 812};
const folderName = `ft-${process.geteuid?.() ?? 'user'}`;

function makeEnv(): {XDG_RUNTIME_DIR: string; TMPDIR: string} {
	const folder = temporaryFolder();
	const env = {XDG_RUNTIME_DIR: path.join(folder, 'run'), TMPDIR: path.join(folder, 'tmp')};
	fs.mkdirSync(env.XDG_RUNTIME_DIR, {mode: 0o700});
	fs.mkdirSync(env.TMPDIR);
	return env;
}

test('what a hub writes, a client of the same login reads', async () => {
	const env = makeEnv();
	await writeRuntimeFile(runtime, env);
	expect(await readRuntimeFile(5011, env)).toEqual(runtime);
	expect(await readRuntimeFile(5012, env)).toBeUndefined();
	const file = path.join(env.XDG_RUNTIME_DIR, 'ft', '5011');
	expect(fs.statSync(file).mode & 0o777).toBe(0o600);
	removeRuntimeFile(5011, env);
	expect(fs.existsSync(file)).toBe(false);
});

test('without a runtime folder it lies in the temporary one, in a folder of our own', async () => {
	const env = {...makeEnv(), XDG_RUNTIME_DIR: '/nowhere/at/all'};
	await writeRuntimeFile(runtime, env);
	expect(fs.statSync(path.join(env.TMPDIR, folderName)).mode & 0o777).toBe(0o700);
	expect(await readRuntimeFile(5011, env)).toEqual(runtime);
});

test('a client that has a runtime folder finds a hub that had none', async () => {
	const env = makeEnv();
	await writeRuntimeFile(runtime, {TMPDIR: env.TMPDIR});
	expect(await readRuntimeFile(5011, env)).toEqual(runtime);
});

test('a runtime folder that others may enter is not used', async () => {
	const env = makeEnv();
	fs.chmodSync(env.XDG_RUNTIME_DIR, 0o755);
	await writeRuntimeFile(runtime, env);
	expect(fs.existsSync(path.join(env.TMPDIR, folderName, '5011'))).toBe(true);
});

test('a link planted under our name in the temporary folder is refused', async () => {
	const env = makeEnv();
	const elsewhere = path.join(env.TMPDIR, 'elsewhere');
	fs.mkdirSync(elsewhere, {mode: 0o700});
	fs.symlinkSync(elsewhere, path.join(env.TMPDIR, folderName));
	await expect(writeRuntimeFile(runtime, {TMPDIR: env.TMPDIR})).rejects.toMatchObject({code: 'disk-error'});
	fs.writeFileSync(path.join(elsewhere, '5011'), JSON.stringify(runtime), {mode: 0o600});
	expect(await readRuntimeFile(5011, {TMPDIR: env.TMPDIR})).toBeUndefined();
});

test.each(['', '{', '{"port":5011}', JSON.stringify({...runtime, port: 1})])(
	'broken content %j is as good as none',
	async (text) => {
		const env = makeEnv();
		await writeRuntimeFile(runtime, env);
		fs.writeFileSync(path.join(env.XDG_RUNTIME_DIR, 'ft', '5011'), text);
		expect(await readRuntimeFile(5011, env)).toBeUndefined();
	},
);
