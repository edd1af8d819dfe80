import {
	appendFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {controlsIn} from '../support/controls.ts';
import {expectTableEvents} from '../support/event-table.ts';
import {failureOf, type Program} from '../support/program.ts';
import {openScene, type Hub, type Scene} from '../support/scene.ts';
import {hashFile, readTree, writeSparse} from '../support/trees.ts';

/* `ft put` and `ft get` as processes. */

type FolderScene = Scene & {readonly hub: Hub};

const openFolders = async (): Promise<FolderScene> => {
	const scene = await openScene();
	const hub = await scene.startHub();
	scene.folder('alice');
	return {...scene, hub};
};
const alice = {cwd: 'alice'} as const;
const typesOf = ({events}: {readonly events: ReadonlyArray<{readonly type: string}>}): string[] => [
	...new Set(events.map(({type}) => type)),
];

test('a session of put, ls, get and rm says what it does, in lines and in events, and so does the hub', async () => {
	const scene = await openFolders();
	writeFileSync(scene.path('alice/idea.txt'), 'great');
	const put = await scene.run(['put', 'idea.txt', '--name', 'alice'], alice);
	expect([put.code, put.stdout, put.stderr]).toEqual([
		0,
		'uploaded shared:idea.txt, 5 B\n',
		'uploading 1 file, 5 B, to shared\n',
	]);
	const own = await scene.run(['put', 'idea.txt', '--private', '--json', '--name', 'alice'], alice);
	expectTableEvents(own.events);
	expect(typesOf(own)).toEqual(['connected', 'offered', 'accepted', 'progress', 'uploaded', 'delivered']);
	expect(own.events).toContainEqual(
		expect.objectContaining({type: 'uploaded', space: 'private', path: 'idea.txt', bytes: 5, user: 'alice'}),
	);
	const listed = await scene.run(['ls', '--long', '--name', 'bob']);
	expect(listed.stdout).toMatch(/^ +5 B {2}\d{4}-\d\d-\d\d {2}alice {13}shared:idea\.txt\n$/);
	const got = await scene.run(['get', 'shared:idea.txt', '--name', 'bob'], {cwd: 'bob'});
	expect([got.code, got.stdout]).toEqual([0, `downloaded ${scene.path('bob/downloads/idea.txt')}\n`]);
	expect(got.stderr).toBe(`downloading 1 file, 5 B\nmade ${scene.path('bob/downloads')}\n`);
	expect(readFileSync(scene.path('bob/downloads/idea.txt'), 'utf8')).toBe('great');
	const json = await scene.run(['get', 'shared:idea.txt', '--out', 'o', '--json', '--name', 'bob'], {cwd: 'bob'});
	expectTableEvents(json.events);
	expect(typesOf(json)).toEqual(['connected', 'progress', 'downloaded', 'received']);
	const removed = await scene.run(['rm', 'shared:idea.txt', '--yes', '--name', 'alice']);
	expect([removed.code, removed.stdout]).toEqual([0, 'deleted shared:idea.txt, 5 B\n']);
	const told = scene.hub.program.events().filter(({type}) => /^(?:uploaded|downloaded|removed)$/.test(type));
	expectTableEvents(told);
	expect(told.map(({type, space, user}) => [user, type, space].join(' '))).toEqual([
		'alice uploaded shared',
		'alice uploaded private',
		'bob downloaded shared',
		'bob downloaded shared',
		'alice removed shared',
	]);
});

test('standard input becomes a file of the hub, and a file of the hub standard output, byte for byte', async () => {
	const scene = await openFolders();
	const text = 'line\n'.repeat(200_000);
	const put = await scene.run(['put', '-', '--stdin-name', 'log.txt', '--name', 'alice'], {input: text});
	expect(failureOf(put)).toBe('');
	const got = await scene.run(['get', 'shared:log.txt', '--out', '-', '--name', 'alice'], {cwd: 'empty'});
	expect([got.code, got.stdout === text]).toEqual([0, true]);
	expect(readdirSync(scene.path('empty'))).toEqual([]);
	const past = await scene.run(['transfers', '--name', 'alice']);
	expect(past.stdout).toMatch(/from shared +delivered {2}1 MB {2}log\.txt\n/);
});

test('a tree goes where --to says, without what is excluded, and --dry-run only tells', async () => {
	const scene = await openFolders();
	mkdirSync(scene.path('alice/site/node_modules/x'), {recursive: true});
	writeFileSync(scene.path('alice/site/index.html'), 'hello');
	writeFileSync(scene.path('alice/site/a.o'), 'object');
	writeFileSync(scene.path('alice/site/.gitignore'), 'node_modules\n');
	const args = ['put', 'site', '--to', 'shared:2026/web/', '--gitignore', '--exclude', '*.o', '--name', 'alice'];
	const dry = await scene.run([...args, '--dry-run'], alice);
	expect([dry.code, dry.stdout]).toEqual([
		0,
		`${' '.repeat(11)}site/\n     13 B  site/.gitignore\n      5 B  site/index.html\n`,
	]);
	expect(readdirSync(scene.path('hub/shared_uploads'))).toEqual([]);
	const put = await scene.run(args, alice);
	expect([put.code, put.stdout]).toEqual([0, 'uploaded shared:2026/web/site, 18 B\n']);
	expect(put.stderr).toContain('left out as asked: node_modules/ and 1 file\n');
	const there = Object.keys(readTree(scene.path('hub/shared_uploads/2026'))).toSorted();
	expect(there).toEqual(['web/', 'web/site/', 'web/site/.gitignore', 'web/site/index.html']);
});

test('what lies there already is kept, renamed, skipped or overwritten as --if-exists says, and never what is somebody else’s', async () => {
	const scene = await openFolders();
	/** Exit code, and what it said: its results, else its last note. */
	const put = async (content: string, ...args: string[]): Promise<unknown[]> => {
		writeFileSync(scene.path('alice/a.txt'), content);
		const {code, stdout, stderr} = await scene.run(['put', 'a.txt', ...args], alice);
		return [code, stdout || stderr.split('\n').at(-2)];
	};
	await put('one', '--name', 'alice');
	expect(await put('one', '--if-exists', 'skip', '--name', 'alice')).toEqual([0, '1 file was there already']);
	expect(await put('two', '--if-exists', 'overwrite', '--name', 'alice')).toEqual([0, 'uploaded shared:a.txt, 3 B\n']);
	expect(await put('three', '--name', 'alice')).toEqual([0, 'uploaded shared:a (1).txt, 5 B\n']);
	expect(await put('of bob', '--if-exists', 'overwrite', '--name', 'bob')).toEqual([
		0,
		'uploaded shared:a (2).txt, 6 B\n',
	]);
	expect(readFileSync(scene.path('hub/shared_uploads/a.txt'), 'utf8')).toBe('two');
	const get = async (...args: string[]): Promise<unknown[]> => {
		const {code, stdout, stderr} = await scene.run(['get', 'shared:a.txt', '--out', 'd', '--name', 'bob', ...args]);
		return [code, stdout || stderr.split('\n').at(-2)];
	};
	const saved = `downloaded ${scene.path('d/a.txt')}\n`;
	expect(await get()).toEqual([0, saved]);
	expect(await get('--if-exists', 'skip', '--quick')).toEqual([0, '1 file was there already']);
	expect(await get('--if-exists', 'overwrite')).toEqual([0, saved]);
	expect(await get()).toEqual([0, `downloaded ${scene.path('d/a (1).txt')}\n`]);
	expect(await get('--if-exists', 'ask')).toEqual([2, expect.stringContaining('nobody can be asked here')]);
});

const refusals: ReadonlyArray<readonly [readonly string[], number, string]> = [
	[['put', 'reprot.pdf'], 7, 'no file <scene>/alice/reprot.pdf (did you mean report.pdf?)'],
	[['put'], 2, 'what is to be uploaded? ft put report.pdf'],
	[['put', 'report.pdf', ''], 2, 'one of the paths is empty. What is to be uploaded? ft put report.pdf'],
	[['put', 'report.pdf', '--to', 'shared:../x'], 2, 'shared:../x is no path on a hub: .. leads nowhere there'],
	[
		['put', 'report.pdf', '--to', 'photos:'],
		2,
		'there is no photos on a hub. Its folders are public, shared and private: shared:photos/a.jpg',
	],
	[
		['put', 'report.pdf', '--to', 'shared:file/below'],
		2,
		'not uploaded: cannot put anything into shared:file/below: shared:file is a file. Choose another folder',
	],
	[['put', 'report.pdf', '--private', '--to', 'shared:x'], 2, '--private and --to shared:x exclude each other'],
	[['get', 'shared:fiel'], 7, 'no fiel in shared (did you mean file?). See what is there: ft ls shared'],
	[
		['get', 'shared:folder', '--out', '-'],
		2,
		'folder is a folder; to standard output goes a file. Save it with: --out <dir>',
	],
	[['get', 'shared:file', 'private:gone'], 7, 'no gone in private. See what is there: ft ls private'],
	[['get', 'shared:file/below'], 7, 'no below in shared:file. See what is there: ft ls shared:file'],
	[
		['get', '/etc/passwd'],
		2,
		'/etc/passwd is no path on a hub: a path begins at the top of public without a slash: public:etc/passwd',
	],
	[['get', 'shared:..'], 2, 'shared:.. is no path on a hub: .. leads nowhere there'],
	[['get', 'shared:out'], 7, 'no out in shared. See what is there: ft ls shared'],
];

test('what cannot be put or got is refused in one error line, with the exit code for it, and nothing is left of it', async () => {
	const scene = await openFolders();
	writeFileSync(scene.path('alice/report.pdf'), 'x');
	mkdirSync(scene.path('hub/shared_uploads/folder'));
	writeFileSync(scene.path('hub/shared_uploads/file'), 'x');
	symlinkSync('/etc/passwd', scene.path('hub/shared_uploads/out'));
	for (const [args, code, line] of refusals) {
		const ended = await scene.run([...args, '--quiet', '--name', 'alice'], alice);
		const said = `ft: ${line.replace('<scene>', scene.dir)}\n`;
		expect([args, ended.code, ended.stdout, ended.stderr]).toEqual([args, code, '', said]);
	}
	expect(readdirSync(scene.path('alice'))).toEqual(['report.pdf']);
	expect(readdirSync(scene.path('hub/shared_uploads')).toSorted()).toEqual(['file', 'folder', 'out']);
	expect(readdirSync(scene.path('hub/.ft/outbox'))).toEqual([]);
});

test('names of every nasty kind go in and come out, each a file of its own, and none of them reaches a terminal raw', async () => {
	const scene = await openFolders();
	const names = [
		'-rf',
		'--help',
		'two\nlines',
		'escape\u001b[31mred',
		'x'.repeat(255),
		'dots...',
		'CON',
		'con.txt',
		'Readme',
		'README',
		'e\u0301',
		'\u00e9',
		' blank ',
	];
	mkdirSync(scene.path('alice/odd'));
	for (const name of names) writeFileSync(scene.path('alice/odd', name), `content of ${JSON.stringify(name)}`);
	symlinkSync('.', scene.path('alice/odd/loop'));
	const put = await scene.run(['put', 'odd', '--name', 'alice'], alice);
	expect(put.code).toBe(10);
	expect(put.stderr).toContain('left out odd/loop: ');
	const got = await scene.run(['get', 'shared:odd', '--name', 'alice'], alice);
	expect(failureOf(got)).toBe('');
	const folder = scene.path('alice/downloads/odd');
	const contents = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
	expect(new Set(contents)).toEqual(new Set(names.map((name) => `content of ${JSON.stringify(name)}`)));
	const one = await scene.run(['get', 'shared:odd/-rf', '--out', '-', '--name', 'alice']);
	expect(one.stdout).toBe('content of "-rf"');
	const listed = await scene.run(['ls', 'shared:odd', '--long', '--name', 'alice']);
	expect(controlsIn([put, got, listed].map(({stdout, stderr}) => stdout + stderr).join(''))).toEqual([]);
});

/** Files that cannot be read need a login that is not root. */
const uid = process.geteuid?.() === 0 ? 65_534 : undefined;

test('an out folder that cannot be written ends with 8 and says where it is, before anything is asked of the hub', async () => {
	const scene = await openFolders();
	writeFileSync(scene.path('hub/shared_files/a'), 'x');
	const bob = scene.otherLogin('bob', uid);
	mkdirSync(scene.path('locked'), {mode: 0o555});
	const env = {FT_CODE: scene.hub.code};
	for (const out of ['locked', 'locked/inner']) {
		const got = await scene.run(['get', 'a', '--out', scene.path(out), '--name', 'bob', '--accept-new'], {
			login: bob,
			env,
		});
		expect([got.code, got.stdout]).toEqual([8, '']);
		expect(got.stderr).toContain(scene.path(out));
		expect(got.stderr.match(/^ft: /gm)).toHaveLength(1);
	}
	expect(readdirSync(scene.path('locked'))).toEqual([]);
});

const bytes = 1_000_000_000;

/** Waits until some of it has moved, but by far not all. */
async function untilMoving(program: Program): Promise<void> {
	const seen = await program.event('progress', (event) => Number(event['bytes']) > 4_000_000);
	expect(Number(seen['bytes'])).toBeLessThan(bytes);
}

const firstBytes = ({events}: Awaited<Program['ended']>): number =>
	Number(events.find(({type}) => type === 'progress')?.['bytes']);

test('files that grow, shrink or vanish while they are put fail alone, by name, and nothing of them is published (10)', async () => {
	const scene = await openFolders();
	scene.folder('alice/logs');
	writeSparse(scene.path('alice/logs/1-large'), bytes);
	for (const name of ['2-grows', '3-shrinks', '4-vanishes', '5-stays'])
		writeFileSync(scene.path('alice/logs', name), 'some lines\n');
	const putting = scene.start(['put', 'logs', '--json', '--name', 'alice'], alice);
	await putting.event('progress');
	appendFileSync(scene.path('alice/logs/2-grows'), 'more');
	truncateSync(scene.path('alice/logs/3-shrinks'), 4);
	rmSync(scene.path('alice/logs/4-vanishes'));
	const ended = await putting.ended;
	expect(ended.code).toBe(10);
	const left = ended.events.filter(({type}) => type === 'skipped').map(({path: name, reason}) => [name, reason]);
	expect(left).toEqual([
		['logs/2-grows', 'changed while it was sent'],
		['logs/3-shrinks', 'changed while it was sent'],
		['logs/4-vanishes', 'it is gone'],
	]);
	expect(readdirSync(scene.path('hub/shared_uploads/logs'))).toEqual(['1-large', '5-stays']);
});

test.each(['put', 'get'] as const)('a %s that is killed goes on with the same command where it was', async (verb) => {
	const scene = await openFolders();
	const [from, to] =
		verb === 'put' ? ['alice/large.bin', 'hub/shared_uploads'] : ['hub/shared_uploads/large.bin', 'alice/downloads'];
	writeSparse(scene.path(from), bytes);
	const args = [verb, verb === 'put' ? 'large.bin' : 'shared:large.bin', '--json', '--name', 'alice'];
	const killed = scene.start(args, alice);
	await untilMoving(killed);
	killed.kill('SIGKILL');
	await killed.ended;
	const again = await scene.run(args, alice);
	expect(failureOf(again)).toBe('');
	expect(again.stderr).toContain('going on with 1 file, 1 GB');
	expect(firstBytes(again)).toBeGreaterThan(4_000_000);
	expect(readdirSync(scene.path(to))).toEqual(['large.bin']);
	expect(await hashFile(scene.path(to, 'large.bin'))).toBe(await hashFile(scene.path(from)));
});

test.each(['put', 'get'] as const)(
	'a %s waits for a hub that is killed, says so, and goes on when it is back',
	async (verb) => {
		const scene = await openFolders();
		const [from, to] =
			verb === 'put' ? ['alice/large.bin', 'hub/shared_uploads'] : ['hub/shared_uploads/large.bin', 'alice/downloads'];
		writeSparse(scene.path(from), bytes);
		const running = scene.start(
			[verb, verb === 'put' ? 'large.bin' : 'shared:large.bin', '--json', '--name', 'alice'],
			alice,
		);
		await untilMoving(running);
		scene.hub.program.kill('SIGKILL');
		await scene.hub.program.ended;
		await running.event('reconnecting');
		await scene.startHub();
		const ended = await running.ended;
		expect(failureOf(ended)).toBe('');
		expectTableEvents(ended.events);
		expect(typesOf(ended)).toEqual(expect.arrayContaining(['paused', 'resumed']));
		expect(readdirSync(scene.path(to))).toEqual(['large.bin']);
		expect(existsSync(scene.path('hub/.ft/outbox')) ? readdirSync(scene.path('hub/.ft/outbox')) : []).toEqual([]);
		expect(await hashFile(scene.path(to, 'large.bin'))).toBe(await hashFile(scene.path(from)));
	},
);
