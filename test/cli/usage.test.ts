import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {openScene} from '../support/scene.ts';

/** Commands and the options of their own, as the interface lists them; those that are planned are not here yet. */
const options: Readonly<Record<string, readonly string[]>> = {
	server: ['--port', '--host', '--dir', '--title', '--open', '--max-users', '--no-ui'],
	client: ['--downloads', '--accept', '--max-size'],
	send: ['--to', '--note', '--stdin-name', '--exclude', '--gitignore', '--dry-run'],
	receive: ['--from', '--accept', '--max-size', '--count', '--downloads'],
	put: ['--private', '--to', '--stdin-name', '--exclude', '--gitignore', '--dry-run'],
	get: ['--out'],
	ls: ['--long', '--search', '--sort'],
	rm: [],
	users: [],
	say: ['--to'],
	offers: ['--accept', '--only', '--decline'],
	transfers: [],
	trust: ['--words', '--always', '--max-size', '--ask', '--replace', '--forget'],
	key: [],
	hub: ['--dir'],
	pause: [],
	resume: [],
	cancel: [],
	completion: [],
};
const everywhere = [
	'--server',
	'--name',
	'--code',
	'--json',
	'--quiet',
	'--verbose',
	'--yes',
	'--wait',
	'--if-exists',
	'--quick',
	'--bwlimit',
	'--accept-new',
	'--ascii',
	'--color',
	'--help',
	'--version',
];

test('ft alone (2) and ft --help (0) list every command there is, on standard output', async () => {
	const scene = await openScene();
	const [alone, help] = await Promise.all([scene.run([]), scene.run(['--help'])]);
	expect(alone.code).toBe(2);
	expect(help).toMatchObject({code: 0, stdout: alone.stdout, stderr: ''});
	expect(help.stdout.match(/^ {2}ft (\w+)/gm)?.map((line) => line.slice(5))).toEqual(Object.keys(options));
});

test('--help of every command names its options and those that work everywhere, no line wider than a terminal', async () => {
	const scene = await openScene();
	const helps = await Promise.all(
		Object.keys(options).map(async (word) => ({word, ended: await scene.run([word, '--help'])})),
	);
	for (const {word, ended} of helps) {
		const {code, stdout, stderr} = ended;
		expect({word, code, stderr}).toEqual({word, code: 0, stderr: ''});
		expect(stdout.trimStart()).toMatch(new RegExp(`^Usage: ft ${word}\\b`));
		const named = stdout.match(/(?<![\w-])--[a-z-]+/g);
		expect(named).toEqual(expect.arrayContaining([...(options[word] ?? []), ...everywhere]));
		expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
	}
});

test.each([
	['send', 'a.txt', '--to', 'bob', '--help'],
	['send', '-h'],
	['server', '--no-ui', '-h'],
])('help is given wherever it is asked for: ft %s %s …', async (...args) => {
	const scene = await openScene();
	const ended = await scene.run([...args]);
	expect(ended).toMatchObject({code: 0, stderr: ''});
	expect(ended.stdout.trimStart()).toMatch(new RegExp(`^Usage: ft ${args[0]}\\b`));
});

test('ft --version is that of package.json', async () => {
	const scene = await openScene();
	const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
		version: string;
	};
	const [alone, after] = await Promise.all([scene.run(['--version']), scene.run(['users', '--version'])]);
	expect(alone).toMatchObject({code: 0, stdout: `${version}\n`, stderr: ''});
	expect(after).toMatchObject({code: 0, stdout: `${version}\n`, stderr: ''});
});

test.each([
	[['usres'], 'there is no command usres (did you mean users?). See: ft --help'],
	[['xyzzy'], 'there is no command xyzzy. See: ft --help'],
	[['__proto__'], 'there is no command __proto__. See: ft --help'],
	[['b\u001b[31mad'], 'there is no command b'],
	[['users', '--nmae', 'a'], 'there is no option --nmae (did you mean --name?). See --help'],
	[['users', '-z'], 'there is no option -z'],
	[['send', '--constructor', 'x'], 'there is no option --constructor'],
	[['users', '--name'], '--name needs a value'],
	[['get', 'report.pdf', '--out', 'a', '--out', 'b'], 'The flag --out can only be set once'],
	[['trust', 'bob', '--replace', '--forget'], 'exclude each other'],
	[['send', '-', '--dry-run'], '--dry-run lists files'],
] as const)('ft %j is wrong usage (2), said in one line', async (args, words) => {
	const scene = await openScene();
	const ended = await scene.run([...args], {env: {FT_SERVER: 'localhost:1'}});
	expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
	expect(ended.stderr).toContain(words);
	expect(ended.stderr).not.toContain('\u001b');
	expect(ended).toMatchObject({code: 2, stdout: ''});
});

test('wrong usage with --json is an error event as well', async () => {
	const scene = await openScene();
	const ended = await scene.run(['send', '--json']);
	expect(ended.code).toBe(2);
	expect(ended.events).toEqual([expect.objectContaining({type: 'error', code: 'usage', time: expect.any(String)})]);
	expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('a reader that goes away (EPIPE) brings no stack trace', async () => {
	const scene = await openScene();
	const program = scene.start(['--help']);
	program.child.stdout?.destroy();
	const ended = await program.ended;
	expect(ended.stderr).toBe('');
});
