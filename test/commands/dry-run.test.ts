import fs from 'node:fs';
import path from 'node:path';
import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {describeLeftOut, runDryRun} from '../../source/commands/dry-run.ts';
import {createOutput} from '../../source/commands/output.ts';
import {temporaryFolder, writeTree} from '../files/temporary-folder.ts';

const run = async (folder: string, isJson = false): Promise<{code: number; out: string; notes: string}> => {
	const [stdout, stderr] = [new PassThrough(), new PassThrough()];
	const output = createOutput({stdout, stderr, isJson, isQuiet: false, isVerbose: false, now: () => 0});
	const filter = {exclude: ['node_modules'], gitignore: true};
	const code = await runDryRun({paths: [folder], filter, output, signal: new AbortController().signal});
	return {code, out: String(stdout.read() ?? ''), notes: String(stderr.read() ?? '')};
};
const makeTree = (): string =>
	writeTree(path.join(temporaryFolder(), 'site'), {
		'.gitignore': '*.log\n',
		'a.log': 'x',
		'b.txt': 'x'.repeat(1200),
		'new\nline': '',
		node_modules: {c: ''},
	});

test('what would be sent is listed, harmlessly, and what would be left out as asked is counted', async () => {
	expect(await run(makeTree())).toEqual({
		code: 0,
		out: '           site/\n      6 B  site/.gitignore\n   1.2 kB  site/b.txt\n      0 B  site/new\uFFFDline\n',
		notes: 'would send 3 files, 1.2 kB; left out as asked: node_modules/ and 1 file\n',
	});
});

test('with --json each entry is an event; what cannot be sent makes the exit code 10', async () => {
	const folder = makeTree();
	fs.symlinkSync('/etc/passwd', path.join(folder, 'out'));
	const {code, out} = await run(folder, true);
	const events = out
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as Record<string, unknown>);
	expect(code).toBe(10);
	expect(events[0]).toMatchObject({type: 'file', path: 'site', kind: 'folder', bytes: 0});
	expect(events.at(-2)).toMatchObject({path: 'site/new\nline', modified: expect.stringMatching(/^\d{4}-.*Z$/)});
	expect(events.at(-1)).toMatchObject({type: 'skipped', path: 'site/out'});
});

test('many left out folders are told in a line', () => {
	const folders = new Map([
		['dist', 1],
		['node_modules', 3000],
		['a', 2],
		['b', 2],
		['c', 1],
		['d', 1],
	] as const);
	expect(describeLeftOut({files: 12, folders})).toBe(
		'node_modules/ (3,000), a/ (2), b/ (2), dist/, 2 more folders and 12 files',
	);
	expect(describeLeftOut({files: 0, folders: new Map()})).toBe('');
});
