import {existsSync, readdirSync, readFileSync} from 'node:fs';
import os from 'node:os';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {commandFlags, everywhereFlags, toOption, type Flag} from '../source/commands/command-flags.ts';
import {commands} from '../source/commands/run.ts';
import {errorTable} from '../source/protocol/errors.ts';
import {clientKeys} from '../source/state/client-keys.ts';
import {helpRows} from '../source/state/key-table.ts';
import {serverKeys} from '../source/state/server-keys.ts';
import {eventTable} from './support/event-table.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');
const names = [
	...readdirSync(root).filter((name) => name.endsWith('.md')),
	...readdirSync(`${root}docs`, {recursive: true, encoding: 'utf8'})
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
];
const pages = names.map((name) => ({name, text: read(name)}));
const readme = read('README.md');
const source = readdirSync(`${root}source`, {recursive: true, encoding: 'utf8'})
	.filter((path) => /\.tsx?$/.test(path))
	.map((path) => read(`source/${path}`))
	.join('\n');

/** The cells of the table that follows a line, without its head. */
function tableAfter(text: string, line: string): string[][] {
	const lines = text.split('\n');
	const start = lines.indexOf(line);
	if (start < 0) throw new Error(`there is no line "${line}"`);
	const first = lines.findIndex((each, index) => index > start && each.startsWith('|'));
	const end = lines.findIndex((each, index) => index > first && !each.startsWith('|'));
	return lines.slice(first + 2, end < 0 ? undefined : end).map((row) =>
		row
			.slice(1, -1)
			.split(/(?<!\\)\|/)
			.map((cell) => cell.trim()),
	);
}

/** What stands in backticks. */
function quoted(text = ''): string[] {
	return [...text.matchAll(/`([^`]+)`/g)].map(([, inner = '']) => inner);
}

/** An option as it is typed; one that is on is turned off. */
function optionText(name: string, flag: Flag): string {
	const isOn = flag.type === 'boolean' && flag.default === true;
	return isOn ? toOption(name).replace('--', '--no-') : toOption(name);
}

/** The long options that a help text in a source lists. */
function optionsIn(path: string): string[] {
	return [...read(path).matchAll(/^ {2,6}(?:-\w, )? *--.*$/gm)].flatMap(([line]) =>
		[...line.matchAll(/(?:^|, | )(--[a-z-]+)(?=[ ,`]|$)/g)]
			.slice(0, line.includes('--help') ? 2 : 1)
			.map(([, option = '']) => option),
	);
}

describe('the README', () => {
	test('lists every command with the words of ft --help', () => {
		const rows = tableAfter(readme, '## Commands').map(([command, about]) => [quoted(command)[0], about]);
		expect(rows).toEqual(Object.entries(commands).map(([word, {about}]) => [`ft ${word}`, about]));
	});

	test.each(tableAfter(readme, '## Commands').map(([command = '', , options = '']) => ({command, options})))(
		'lists the options that $command has of its own',
		({command, options}) => {
			const [word = ''] = quoted(command).map((text) => text.replace(/^ft /, ''));
			const flags: Readonly<Record<string, Readonly<Record<string, Flag>>>> = commandFlags;
			const own = Object.entries(flags[word] ?? {}).map(([name, flag]) => optionText(name, flag));
			expect(quoted(options).sort()).toEqual(own.sort());
			const isSteering = ['pause', 'resume', 'cancel'].includes(word);
			const told = optionsIn(`source/commands/${isSteering ? 'steer' : word}.ts`);
			expect(told.filter((option) => own.includes(option) || !isSteering).sort()).toEqual(own);
		},
	);

	test('lists the options that every command takes', () => {
		const rows = tableAfter(readme, 'Options that every command takes:').flatMap(([options]) => quoted(options));
		const own = optionsIn('source/commands/arguments.ts');
		const flags = Object.entries<Flag>(everywhereFlags).map(([name, flag]) => optionText(name, flag));
		expect(own.toSorted()).toEqual([...flags, '--help', '--version'].sort());
		expect(rows.filter((option) => option.startsWith('--')).sort()).toEqual(own.sort());
	});

	test.each([
		['`ft client`:', helpRows(clientKeys)],
		['`ft server`:', helpRows(serverKeys)],
	])('lists the keys of %s as its screen does', (line, rows) => {
		const listed = tableAfter(readme, line).map(([keys, help]) => ({keys: quoted(keys).join(' '), help}));
		expect(listed).toEqual(rows);
	});

	test('lists the events of --json with their fields', () => {
		const line =
			'Events of `--json`, each with `type` and `time`; a field with `?` is not always there, and more may come:';
		const rows = tableAfter(readme, line).map(([type, fields]) => [quoted(type)[0], quoted(fields)]);
		const events = Object.entries(eventTable).map(([type, fields]) => [
			type,
			Object.entries(fields).map(([field, kind]) => (kind.endsWith('?') ? `${field}?` : field)),
		]);
		expect(rows).toEqual(events);
	});

	test('gives every error its exit code', () => {
		const rows = tableAfter(readme, '## Exit codes').flatMap(([exit, , codes]) =>
			quoted(codes).map((code) => [code, Number(exit)]),
		);
		const codes = Object.entries(errorTable).map(([code, {exit}]): [string, number] => [code, exit]);
		expect(new Map(rows as Array<[string, number]>)).toEqual(new Map(codes));
		expect(rows).toHaveLength(codes.length);
	});

	test('explains errors in the words in which they come', () => {
		const [, chapter = ''] = readme.split('## When something goes wrong');
		const headings = [...chapter.matchAll(/^### (.+)$/gm)].flatMap(([, heading]) => quoted(heading));
		expect(headings.length).toBeGreaterThan(15);
		const parts = headings.flatMap((heading) => heading.split(/<[^>]*>|[:;,.]/)).map((part) => part.trim());
		expect(parts.filter((part) => part.length > 3 && !/\d/.test(part) && !source.includes(part))).toEqual([]);
	});
});

describe('the pages', () => {
	test('name only files that exist', () => {
		const paths = pages.flatMap(({name, text}) =>
			[
				...text.matchAll(/`((?:source|test|bench|scripts|docs)\/[\w./-]+|[a-z]+\/[\w./-]+\.tsx?)`|\]\(([^):#]+)\)/g),
			].map(([, path = '', link = '']) => ({name, path: path || link})),
		);
		expect(paths.length).toBeGreaterThan(80);
		const isThere = (path: string): boolean => existsSync(root + path) || existsSync(`${root}source/${path}`);
		expect(paths.filter(({path}) => !isThere(path))).toEqual([]);
	});

	test('ARCHITECTURE.md has fewer than 200 lines', () => {
		expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThan(200);
	});

	test('have no path of this machine, and no path but those of examples', () => {
		const own = [root.replace(/\/$/, ''), os.homedir()].filter((path) => path.length > 1);
		const example =
			/^\/(?:opt\/ft|etc\/default|etc\/systemd|usr\/sbin|var\/lib\/ft-hub|tmp\/demo|tmp\/ft-|home\/a|usr\/share)(?:\/|$|<)/;
		const found = pages.flatMap(({name, text}) => [
			...own.filter((path) => text.includes(path)).map((path) => `${name}: ${path}`),
			...[...text.matchAll(/(?<=^|[\s`"'(=])\/[a-z][\w.-]*\/[\w./<>-]*/gm)]
				.filter(([path]) => !example.test(path))
				.map(([path]) => `${name}: ${path}`),
		]);
		expect(found).toEqual([]);
	});
});

test('every test that SECURITY.md names is there', () => {
	const rows = tableAfter(read('SECURITY.md'), '## Promises, and the tests that show them');
	const tests = rows.map(([, path, title = '']) => ({path: quoted(path)[0] ?? '', title}));
	expect(tests.length).toBeGreaterThan(30);
	expect(
		tests.filter(({path, title}) => title.length < 10 || !existsSync(root + path) || !read(path).includes(title)),
	).toEqual([]);
});
