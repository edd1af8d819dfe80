import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {type House, importsOf, untidySources, untidyTests} from './support/tidy.ts';

/** Sources whose behaviour shows only through another file, and the test that shows it. Prefer a test of their own. */
const testedElsewhere: Readonly<Record<string, string>> = {};
/** Tests that belong to no single source. */
const extraTests: Readonly<Record<string, string>> = {
	'test/protocol/protocol-md.test.ts': 'PROTOCOL.md against the schemas',
	'test/transport/impostors.test.ts': 'certificates of other kinds and of others, at both ends',
	'test/protocol/limits-enforced.test.ts': 'the limits against the tests of those who enforce them',
	'test/transfer/co-recipient.test.ts': 'another recipient, who has the key, between both ends',
};

const root = fileURLToPath(new URL('..', import.meta.url));
const readHouse = (): House => {
	const paths = ['source', 'test'].flatMap((top) =>
		readdirSync(`${root}${top}`, {recursive: true, encoding: 'utf8'}).map(
			(path) => `${top}/${path.replaceAll('\\', '/')}`,
		),
	);
	return new Map(
		['cli.tsx', ...paths]
			.filter((path) => /\.tsx?$/.test(path))
			.map((path) => [path, readFileSync(root + path, 'utf8')]),
	);
};
const house = readHouse();

test('the sources keep the layers, the platform at its place, and the form of files', () => {
	expect(untidySources(house)).toEqual([]);
});

test('every source has its test, and every test its source', () => {
	expect(untidyTests(house, testedElsewhere, extraTests)).toEqual([]);
});

test('ARCHITECTURE.md stays below 200 lines', () => {
	const path = `${root}ARCHITECTURE.md`;
	expect(existsSync(path) ? readFileSync(path, 'utf8').split('\n').length : 0).toBeLessThan(200);
});

test('the checker saw the whole house: every file, and every import in it', () => {
	const sources = [...house].filter(([path]) => path.startsWith('source/'));
	expect(sources.length).toBeGreaterThan(30);
	for (const folder of [
		'base',
		'protocol',
		'crypto',
		'files',
		'transport',
		'transfer',
		'hub',
		'client',
		'state',
		'ui',
	]) {
		expect(sources.map(([path]) => path)).toContainEqual(expect.stringContaining(`source/${folder}/`));
	}
	// Counted another way: what a line that ends an import looks like.
	const endsIn = (text: string): number => text.match(/^(?:(?:import|export) .*|\} )from '[^']+';$/gm)?.length ?? 0;
	expect(sources.filter(([path, text]) => importsOf(path, text).length < endsIn(text)).map(([path]) => path)).toEqual(
		[],
	);
	expect(sources.reduce((sum, [, text]) => sum + endsIn(text), 0)).toBeGreaterThan(100);
});

describe('planted', () => {
	const planted = (path: string, text: string): string[] =>
		untidySources(
			new Map([
				['source/base/clock.ts', ''],
				['source/protocol/frames.ts', ''],
				['source/crypto/wrap.ts', ''],
				['source/hub/snapshot.ts', ''],
				['source/client/client.ts', ''],
				['source/state/line.ts', ''],
				['source/ui/screen.tsx', ''],
				['source/commands/send.ts', ''],
				['test/support/tidy.ts', ''],
				[path, text],
			]),
		);

	test.each([
		['base imports protocol', 'source/base/a.ts', "import {encodeFrame} from '../protocol/frames.ts';\n"],
		['base imports a type of protocol', 'source/base/a.ts', "import type {Frame} from '../protocol/frames.ts';\n"],
		[
			'protocol imports crypto over several lines',
			'source/protocol/a.ts',
			"import {\n\tsealTo,\n\topenSealed,\n} from '../crypto/wrap.ts';\n",
		],
		['files imports crypto', 'source/files/a.ts', "import * as wrap from '../crypto/wrap.ts';\n"],
		['client imports hub', 'source/client/a.ts', "import type {HubSnapshot} from '../hub/snapshot.ts';\n"],
		['hub exports again from ui', 'source/hub/a.ts', "export {Screen} from '../ui/screen.tsx';\n"],
		['state imports a value of hub', 'source/state/a.ts', "import {createSnapshot} from '../hub/snapshot.ts';\n"],
		[
			'state mixes a value into its types',
			'source/state/a.ts',
			"import {type HubSnapshot, createSnapshot} from '../hub/snapshot.ts';\n",
		],
		[
			'transfer imports commands when it is called',
			'source/transfer/a.ts',
			"const send = await import('../commands/send.ts');\n",
		],
		['ui imports client', 'source/ui/a.tsx', "import {createClient} from '../client/client.ts';\n"],
		['a source imports a test', 'source/base/a.ts', "import {untidySources} from '../../test/support/tidy.ts';\n"],
		['a file without its ending', 'source/protocol/a.ts', "import {sleep} from '../base/clock';\n"],
		['a file that does not exist', 'source/protocol/a.ts', "import {sleep} from '../base/sleep.ts';\n"],
		['the platform in base', 'source/base/a.ts', "import {readFileSync} from 'node:fs';\n"],
		['the platform under its bare name', 'source/hub/a.ts', "import fs from 'fs';\n"],
		['the file system in transfer', 'source/transfer/a.ts', "import {open} from 'node:fs/promises';\n"],
		['hashing in files', 'source/files/a.ts', "import {createHash} from 'node:crypto';\n"],
		['react in state', 'source/state/a.ts', "import {useState} from 'react';\n"],
		['react in hub, as a type', 'source/hub/a.ts', "import type {ReactNode} from 'react';\n"],
		['a module for its effect', 'source/base/a.ts', "import 'reflect-metadata';\n"],
		['double quotes', 'source/base/a.ts', 'import {readFileSync} from "node:fs";\n'],
		['an import that cannot be read', 'source/base/a.ts', 'const module = await import(name);\n'],
		['require', 'source/base/a.ts', "const fs = require('node:fs');\n"],
		['an unknown folder', 'source/utils/a.ts', "import {sleep} from '../base/clock.ts';\n"],
		['a timer', 'source/hub/a.ts', 'setTimeout(tick, 5);\n'],
		['wall time', 'source/client/a.ts', 'const now = Date.now();\n'],
		['wall time as a date', 'source/client/a.ts', 'const now = new Date();\n'],
		['monotonic time', 'source/transfer/a.ts', 'const now = performance.now();\n'],
		['a deadline', 'source/transport/a.ts', 'const signal = AbortSignal.timeout(5);\n'],
		['the environment in ui', 'source/ui/a.tsx', 'const term = process.env.TERM;\n'],
		['an exit in files', 'source/files/a.ts', 'process.exit(1);\n'],
		["a peer's text as it came", 'source/client/a.ts', 'log.add(rawText(note));\n'],
		['a name in capitals', 'source/base/createClock.ts', ''],
		['an underscore', 'source/base/create_clock.ts', ''],
		['a barrel', 'source/base/index.ts', ''],
		['a barrel under another name', 'source/base/all.ts', "export * from './clock.ts';\n"],
		['a default export', 'source/base/a.ts', 'export default function sleep() {}\n'],
		['a default export by another name', 'source/base/a.ts', 'const a = 1;\nexport {a as default};\n'],
		['301 lines', 'source/base/a.ts', '//\n'.repeat(301)],
	])('%s is seen', (_what, path, text) => {
		expect(planted(path, text)).toHaveLength(1);
		expect(planted(path, text)[0]).toContain(path);
	});

	test.each([
		['300 lines', 'source/base/a.ts', '//\n'.repeat(300)],
		[
			'a layer to the right',
			'source/transport/a.ts',
			"import {sealTo} from '../crypto/wrap.ts';\nimport net from 'node:net';\n",
		],
		['a neighbour', 'source/hub/a.ts', "import {makeSnapshot} from './snapshot.ts';\n"],
		[
			'types of hub in state',
			'source/state/a.ts',
			"import type {HubSnapshot} from '../hub/snapshot.ts';\nimport {type A, type B} from '../client/client.ts';\n",
		],
		[
			'anything in commands',
			'source/commands/a.ts',
			"import os from 'node:os';\nimport '../ui/screen.tsx';\nprocess.exit(Date.UTC(2026, 1));\n",
		],
		[
			'what a comment says',
			'source/base/a.ts',
			"// import fs from 'node:fs': setTimeout(a, 1)\n/**\n * process.exit, import('node:fs')\n */\n",
		],
		['facts about the machine in files', 'source/files/a.ts', "if (process.platform === 'win32') throw new Error();\n"],
		[
			"a peer's text as it came, where names are compared",
			'source/files/unique-names.ts',
			'const key = rawText(name);\n',
		],
		['time in the clock', 'source/base/clock.ts', 'setTimeout(tick, 5);\n'],
	])('%s is fine', (_what, path, text) => {
		expect(planted(path, text)).toEqual([]);
	});

	test('a source without a test, a test without a source, and lists that are no longer true are seen', () => {
		const files: House = new Map([
			['source/base/a.ts', 'export const a = 1;\n'],
			['source/base/only-types.ts', 'export type A = 1;\n'],
			['source/base/held.ts', 'export function held() {}\n'],
			['source/base/own.ts', 'export class Own {}\n'],
			['source/ui/screen.tsx', 'export const screen = 1;\n'],
			['test/base/own.test.ts', ''],
			['test/base/whole.test.ts', ''],
			['test/base/lost.test.ts', ''],
		]);
		const held = {'source/base/held.ts': 'test/base/whole.test.ts'};
		const extra = {'test/base/whole.test.ts': 'both together'};
		expect(untidyTests(files, held, extra)).toEqual([
			'source/base/a.ts has no test/base/a.test.ts',
			'test/base/lost.test.ts tests no file of its name in source/base',
		]);
		expect(untidyTests(files, {...held, 'source/base/gone.ts': 'test/base/own.test.ts'}, extra)).toHaveLength(3);
		expect(untidyTests(files, {...held, 'source/base/own.ts': 'test/base/whole.test.ts'}, extra)).toHaveLength(3);
		expect(untidyTests(files, held, {...extra, 'test/base/gone.test.ts': 'gone'})).toHaveLength(3);
	});
});
