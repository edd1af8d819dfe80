import {execFile} from 'node:child_process';
import {copyFile, mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const tool = (name: string): string => path.join(root, 'node_modules/.bin', name);

/** Each with the one rule that has to see it. A linter whose configuration went wrong is as silent as one that is content. */
const planted: Readonly<Record<string, readonly [rule: string, text: string]>> = {
	'source/base/platform.ts': [
		'no-restricted-imports',
		"import {readFileSync} from 'node:fs';\nexport const text = readFileSync('a', 'utf8');\n",
	],
	'source/protocol/platform.ts': ['no-restricted-imports', "import {Box} from 'ink';\nexport const box = Box;\n"],
	'source/hub/default.ts': ['no-default-export', 'export default 1;\n'],
	'source/hub/any.ts': ['no-explicit-any', 'export const value: any = 1;\n'],
	'source/hub/floating.ts': ['no-floating-promises', 'export function leave(): void {\n\tPromise.resolve();\n}\n'],
	'source/hub/switch.ts': [
		'switch-exhaustiveness-check',
		"export function toNumber(word: 'a' | 'b'): number {\n\tswitch (word) {\n\t\tcase 'a':\n\t\t\treturn 1;\n\t}\n\treturn 2;\n}\n",
	],
	'source/hub/types.ts': [
		'consistent-type-imports',
		"import {type A} from './cycle.ts';\nimport {Stats} from 'node:fs';\nexport type Both = A | Stats;\n",
	],
	'source/hub/cycle.ts': [
		'no-cycle',
		"import type {Both} from './types.ts';\nexport type A = {readonly both: Both};\n",
	],
	'source/hub/equal.ts': ['eqeqeq', 'export const isOne = (value: unknown): boolean => value == 1;\n'],
};

let folder: string;
let found: Array<{readonly filename: string; readonly code: string}>;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'ft-lint-'));
	await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
	for (const name of ['.oxlintrc.json', 'tsconfig.json'])
		await copyFile(path.join(root, name), path.join(folder, name));
	for (const [name, [, text]] of Object.entries(planted)) {
		await mkdir(path.dirname(path.join(folder, name)), {recursive: true});
		await writeFile(path.join(folder, name), text);
	}
	const output = await new Promise<string>((resolve) => {
		execFile(tool('oxlint'), ['--type-aware', '--format', 'json'], {cwd: folder, timeout: 30_000}, (_error, stdout) => {
			resolve(stdout);
		});
	});
	found = (JSON.parse(output) as {diagnostics: typeof found}).diagnostics;
}, 40_000);

afterAll(async () => {
	await rm(folder, {recursive: true, force: true});
});

test.each(Object.entries(planted))('%s is seen by its rule', (name, [rule]) => {
	expect(found.filter(({filename}) => filename === name).map(({code}) => code)).toContainEqual(
		expect.stringContaining(rule),
	);
});
