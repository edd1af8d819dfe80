import {execFile} from 'node:child_process';
import {copyFile, mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const tool = (name: string): string => path.join(root, 'node_modules/.bin', name);

/** A source in which text from a peer, or text that may be one's, becomes a string as `expression` says. */
const shown = (expression: string): string =>
	`import path from 'node:path';
import {display} from '../base/display.ts';
import type {PeerText} from '../base/peer-text.ts';
export const shown = (text: PeerText, either: string | PeerText): string => ${expression};
export const used = [path, display];
`;

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
	'source/hub/peer-in-template.ts': ['restrict-template-expressions', shown('`${text} said`')],
	'source/hub/peer-or-own-in-template.ts': ['restrict-template-expressions', shown('`${either} said`')],
	'source/hub/peer-added.ts': ['no-base-to-string', shown("'said ' + text")],
	'source/hub/peer-as-string.ts': ['no-base-to-string', shown('String(text)')],
	'source/hub/peer-joined.ts': ['no-base-to-string', shown("[text].join(', ')")],
	'source/hub/equal.ts': ['eqeqeq', 'export const isOne = (value: unknown): boolean => value == 1;\n'],
};

/** What the compiler has to see. */
const uncompilable: Readonly<Record<string, string>> = {
	'source/hub/peer-returned.ts': shown('text'),
	'source/hub/peer-or-own-returned.ts': shown('either'),
	'source/hub/peer-in-path.ts': shown("path.join('downloads', text)"),
	'source/hub/peer-cut.ts': shown('text.slice(0, 5)'),
	'source/hub/peer-compared.ts': shown("text === 'all' ? 'a' : 'b'"),
};
/** What neither may object to. */
const right: Readonly<Record<string, string>> = {
	'source/hub/peer-displayed.ts': shown('`${display(text)}, ${display(either)}`'),
};

let folder: string;
let found: Array<{readonly filename: string; readonly code: string}>;
let compiled: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'ft-lint-'));
	await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
	for (const name of ['.oxlintrc.json', 'package.json', 'tsconfig.json'])
		await copyFile(path.join(root, name), path.join(folder, name));
	const files = [
		...Object.entries(planted).map(([name, [, text]]): [string, string] => [name, text]),
		...Object.entries(uncompilable),
		...Object.entries(right),
	];
	for (const [name, text] of files) {
		await mkdir(path.dirname(path.join(folder, name)), {recursive: true});
		await writeFile(path.join(folder, name), text);
	}
	for (const name of ['source/base/display.ts', 'source/base/peer-text.ts'])
		await copyFile(path.join(root, name), path.join(folder, name));
	const run = (name: string, options: readonly string[]): Promise<string> =>
		new Promise((resolve) => {
			execFile(tool(name), options, {cwd: folder, timeout: 30_000}, (_error, stdout) => {
				resolve(stdout);
			});
		});
	const output = await run('oxlint', ['--type-aware', '--format', 'json']);
	found = (JSON.parse(output) as {diagnostics: typeof found}).diagnostics;
	compiled = await run('tsc', ['--noEmit', '--pretty', 'false']);
}, 40_000);

afterAll(async () => {
	await rm(folder, {recursive: true, force: true});
});

test.each(Object.entries(planted))('%s is seen by its rule', (name, [rule]) => {
	expect(found.filter(({filename}) => filename === name).map(({code}) => code)).toContainEqual(
		expect.stringContaining(rule),
	);
});

test.each(Object.keys(uncompilable))('%s is seen by the compiler', (name) => {
	// Not assignable, no such property, nothing to compare: not merely unused.
	expect(compiled.split('\n').filter((line) => line.startsWith(name))).toContainEqual(
		expect.stringMatching(/^\S+\(4,\d+\): error TS(?:2322|2339|2345|2367|2769):/),
	);
});

test.each(Object.keys(right))('%s passes both', (name) => {
	expect(found.filter(({filename}) => filename === name)).toEqual([]);
	expect(compiled).not.toContain(name);
});
