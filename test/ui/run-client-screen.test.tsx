import {afterEach, describe, expect, test} from 'vitest';
import type {ClientSnapshot} from '../../source/client/snapshot.ts';
import type {FolderCount, FolderListing} from '../../source/state/picker.ts';
import {runClientScreen} from '../../source/ui/run-client-screen.tsx';
import {fakeClientActions} from '../support/fake-client-actions.ts';
import {openFakeTerminal, type FakeTerminal} from '../support/fake-terminal.ts';
import {createFakePublisher} from '../support/fake-publisher.ts';
import {
	clientSnapshot,
	fileRow,
	filesView,
	fingerprintOf,
	fullClientSnapshot,
	hostileClientSnapshot,
	offerRow,
	tenWords,
	transferRow,
	userRow,
} from '../support/snapshots.ts';

const open: FakeTerminal[] = [];
afterEach(async () => {
	for (const fake of open.splice(0)) await fake.terminal.close();
});

const listing: FolderListing = {
	path: '/home/alice',
	parent: '/home',
	entries: [
		{name: 'debian.iso', bytes: 3_800_000_000, modifiedMs: 0, kind: 'file'},
		{name: 'notes.txt', bytes: 12_000, modifiedMs: 0, kind: 'file'},
	],
};

async function start(
	snapshot: ClientSnapshot,
	options: Parameters<typeof openFakeTerminal>[0] & {
		listFolder?: (path: string) => Promise<FolderListing>;
		countFolder?: (path: string, signal: AbortSignal) => Promise<FolderCount>;
	} = {},
) {
	const fake = openFakeTerminal(options);
	open.push(fake);
	const publisher = createFakePublisher(snapshot);
	const calls: unknown[][] = [];
	const actions = fakeClientActions((name, ...values) => {
		// The screen opens the first folder by itself, and tells which rows it shows.
		const isOwn = name === 'needRows' || (name === 'openFolder' && values[0] === 'public');
		if (!isOwn) calls.push([name, ...values]);
	});
	let stops = 0;
	const done = runClientScreen({
		terminal: fake.terminal,
		publisher,
		actions,
		listFolder: options.listFolder ?? (async () => listing),
		countFolder: options.countFolder ?? (() => new Promise(() => undefined)),
		stopProcess: () => stops++,
	});
	await fake.waitFor((screen) => screen.trim() !== '');
	return {fake, publisher, calls, done, stops: () => stops};
}

/** Every row is as wide as the screen, down to the right border. */
function expectWhole(fake: FakeTerminal): void {
	const rows = fake.rows();
	expect(rows).toHaveLength(fake.emulator.rows);
	const bordered = rows.slice(1, -1).filter((row) => /^[┌┏│└]/.test(row));
	expect(bordered.length).toBeGreaterThanOrEqual(rows.length - 3);
	for (const row of bordered) expect(row).toMatch(/[┐│┘]$/);
	expect(rows.at(-1)).toMatch(/^ (?:\?help|enter|esc|\d+ running)/);
	expect(rows[0]).toMatch(/^ ft/);
}

describe.each([
	[60, 15],
	[80, 24],
	[100, 30],
	[120, 40],
])('at %ix%i', (columns, rows) => {
	test.each([
		['empty', clientSnapshot()],
		['full', fullClientSnapshot()],
		['hostile', hostileClientSnapshot()],
	])('the screen is whole with a snapshot that is %s', async (_name, snapshot) => {
		const {fake} = await start(snapshot, {columns, rows});
		expectWhole(fake);
		expect(fake.emulator.buffer.active.type).toBe('alternate');
		expect(fake.emulator.buffer.active.baseY).toBe(0);
	});
});

test('the screen follows every resize, and comes back from one that is too small', async () => {
	const {fake} = await start(fullClientSnapshot());
	for (const [columns, rows] of [
		[120, 40],
		[60, 15],
		[200, 50],
		[61, 40],
		[199, 16],
		[80, 24],
	] as const) {
		fake.resize(columns, rows);
		await fake.settle();
		expectWhole(fake);
	}
	fake.resize(59, 15);
	await fake.settle();
	expect(fake.screen().trim().split(/\s+/u).join(' ')).toBe(
		'Make the window 60x15 or larger, it is 59x15. Transfers go on.',
	);
	fake.resize(80, 24);
	await fake.settle();
	expectWhole(fake);
});

test('keys that come as one chunk are keys one by one: a text is typed, edited and sent', async () => {
	const {fake, calls} = await start(clientSnapshot({users: [userRow('bob')]}));
	fake.send('thallo\u001b[H\u001b[C\u001b[3~e\u001b[F \u001b[200~wor\r\nld\u001b[201~\u007f\u007f!\r');
	await fake.settle();
	expect(calls).toEqual([['say', ['id-bob'], 'hello wor !']]);
});

test('jjj is three rows down', async () => {
	const {fake} = await start(fullClientSnapshot());
	fake.send('jjj');
	await fake.settle();
	expect(fake.screen()).toContain('│> erin');
});

test('a file is found, chosen, confirmed and sent', async () => {
	const {fake, calls} = await start(clientSnapshot({users: [userRow('bob')]}));
	fake.send('s');
	await fake.waitFor('> ');
	fake.send('/deb\r\r');
	await fake.waitFor('Send debian.iso 3.8 GB to bob?');
	expect(calls).toEqual([]);
	fake.send('\r');
	await fake.settle();
	expect(calls).toEqual([['send', ['/home/alice/debian.iso'], ['id-bob'], '', {gitignore: false}]]);
});

describe.each([
	[60, 15],
	[80, 24],
	[120, 40],
])('the files at %ix%i', (columns, rows) => {
	test('are marked and downloaded, a folder is opened, and a file of one’s own is deleted after a yes', async () => {
		const entries = [fileRow('photos', {kind: 'folder'}), fileRow('a.iso', {isMine: true}), fileRow('c.txt')];
		const {fake, calls} = await start(clientSnapshot({files: filesView(entries)}), {columns, rows});
		await fake.waitFor('[shar');
		fake.send('2jj ');
		await fake.waitFor('1 marked');
		fake.send('d');
		await fake.settle();
		fake.send('\u001b[H\r');
		await fake.settle();
		fake.send('jD');
		await fake.waitFor('Delete a.iso from shared?');
		fake.send('\r');
		await fake.settle();
		fake.send('Dj\r');
		await fake.settle();
		expect(calls).toEqual([
			['get', 'shared', [['c.txt']]],
			['openFolder', 'shared', ['photos']],
			['removeFile', 'shared', ['a.iso']],
		]);
	});

	test('have a sheet each, with the download chosen and whom it is no secret from', async () => {
		const {fake, calls} = await start(clientSnapshot({files: filesView([fileRow('a.iso')])}), {columns, rows});
		fake.send('2\r');
		await fake.waitFor('> download');
		const shown = fake.screen().replaceAll(/[\s│]+/g, ' ');
		expect(shown).toContain('bob, 2026-09-15 09:05');
		expect(shown).toContain('and its operator, can read it there');
		fake.send('\r');
		await fake.settle();
		expect(calls).toEqual([['get', 'shared', [['a.iso']]]]);
	});
});

test('files are uploaded into the open folder, after a question that says who can read them there', async () => {
	const {fake, calls} = await start(clientSnapshot({files: filesView([], {folder: ['in'], title: 'shared:in'})}));
	fake.send('2U');
	await fake.waitFor('Upload to shared:in: /home/alice');
	fake.send('/deb\r\r');
	await fake.waitFor('Upload debian.iso 3.8 GB to shared:in?');
	expect(fake.screen()).toContain('operator');
	expect(calls).toEqual([]);
	fake.send('\r');
	await fake.settle();
	expect(calls).toEqual([['put', ['/home/alice/debian.iso'], 'shared', ['in'], {gitignore: false}]]);
});

test('the picker counts a folder behind the list, and leaves out what .gitignore names when told to', async () => {
	const site = {name: 'site', bytes: 0, modifiedMs: 0, kind: 'folder'} as const;
	const {fake, calls} = await start(clientSnapshot({users: [userRow('bob')]}), {
		listFolder: async () => ({path: '/home/alice', parent: '/home', entries: [site]}),
		countFolder: async () => ({
			files: 20_312,
			bytes: 3_100_000_000,
			leftOut: [{name: 'node_modules', files: 18_900, bytes: 3_000_000_000}],
			isAll: true,
		}),
	});
	fake.send('s');
	await fake.waitFor('site/ 20,312 files 3.1 GB, 18,900 of them in node_modules');
	fake.send('xs');
	await fake.waitFor('Send site/ (1,412 files 100 MB, without 18,900 in node_modules) to bob?');
	fake.send('\r');
	await fake.settle();
	expect(calls).toEqual([['send', ['/home/alice/site'], ['id-bob'], '', {gitignore: true}]]);
});

test('a count that fails shows nothing, and the one for another folder takes its place', async () => {
	const folder = (name: string) => ({name, bytes: 0, modifiedMs: 0, kind: 'folder'}) as const;
	const asked: Array<{readonly path: string; readonly signal: AbortSignal}> = [];
	const {fake} = await start(clientSnapshot({users: [userRow('bob')]}), {
		listFolder: async () => ({path: '/home', parent: undefined, entries: [folder('a'), folder('b')]}),
		countFolder: (path, signal) => {
			asked.push({path, signal});
			return path === '/home/a' ? Promise.reject(new Error('no permission')) : new Promise(() => undefined);
		},
	});
	fake.send('s');
	await fake.waitFor('> a/'.replace('> ', '>  '));
	fake.send('j');
	await fake.settle();
	expect(asked.map(({path, signal}) => [path, signal.aborted])).toEqual([
		['/home/a', true],
		['/home/b', false],
	]);
	expect(fake.screen()).not.toContain('no permission');
});

test('a folder that cannot be read is one line, and the picker goes on', async () => {
	const listFolder = async (): Promise<FolderListing> => {
		throw new Error('cannot read /root: no permission');
	};
	const {fake} = await start(clientSnapshot({users: [userRow('bob')]}), {listFolder});
	fake.send('s');
	await fake.waitFor('! cannot read /root: no permission');
	fake.send('\u001b');
	await fake.waitFor('1 Users');
	expect(fake.screen()).toContain('> bob');
});

test('a cancel asks with "no" chosen: Enter alone cancels nothing, down and Enter does', async () => {
	const {fake, calls} = await start(clientSnapshot({transfers: [transferRow('a.iso')]}));
	fake.send('3x\r');
	await fake.settle();
	expect(calls).toEqual([]);
	fake.send('x');
	await fake.waitFor('> no, go on');
	fake.send('j\r');
	await fake.settle();
	expect(calls).toEqual([['cancel', 'transfer-a.iso']]);
});

test('digits do not answer a question', async () => {
	const {fake, calls} = await start(clientSnapshot({transfers: [transferRow('a.iso')]}));
	fake.send('3x22');
	await fake.settle();
	expect(calls).toEqual([]);
	expect(fake.screen()).toContain('Are you sure?');
});

const unknown = clientSnapshot({
	connection: {phase: 'connecting'},
	hub: undefined,
	question: {
		kind: 'unknown-hub',
		address: 'box:5011',
		fingerprint: fingerprintOf('hub2'),
		words: tenWords,
		problem: '',
	},
});

describe.each([
	[60, 15],
	[80, 24],
	[100, 30],
	[120, 40],
])('an unknown hub at %ix%i', (columns, rows) => {
	test('shows fingerprint and words whole; Enter is a no, down and Enter a yes', async () => {
		const {fake, calls} = await start(unknown, {columns, rows});
		expectWhole(fake);
		const shown = fake.screen().replaceAll(/[\s│]+/g, ' ');
		expect(shown).toContain(fingerprintOf('hub2'));
		expect(shown).toContain(tenWords);
		fake.send('1y\r');
		await fake.settle();
		fake.send('\u001b[B\r');
		await fake.settle();
		expect(calls).toEqual([
			['answerHub', false],
			['answerHub', true],
		]);
	});
});

test('a join code is typed in sight, is wrong, and is typed again from the beginning', async () => {
	const {fake, publisher, calls} = await start(unknown);
	fake.send('c');
	await fake.waitFor('Join code');
	fake.send('aaaa-aaaa-aaaa');
	await fake.settle();
	expect(fake.screen()).toContain('code aaaa-aaaa-aaaa');
	fake.send('\r');
	await fake.settle();
	const problem = 'that is not the code of this hub';
	publisher.publish({...unknown, question: {kind: 'code', address: 'box:5011', problem}});
	await fake.waitFor(`! ${problem}`);
	fake.send('bbbb-bbbb-bbbb\r');
	await fake.settle();
	expect(calls).toEqual([
		['giveCode', 'aaaa-aaaa-aaaa'],
		['giveCode', 'bbbb-bbbb-bbbb'],
	]);
	publisher.publish(clientSnapshot());
	await fake.waitFor('1 Users');
});

test('w accepts this offer and those to come, after a size and a yes', async () => {
	const {fake, calls} = await start(clientSnapshot({users: [userRow('bob')], offers: [offerRow('debian.iso')]}));
	fake.send('ow');
	await fake.waitFor('size 1 GB');
	fake.send('\r\r');
	await fake.settle();
	expect(calls).toEqual([]);
	fake.send('w\u00155 GB\r');
	await fake.waitFor('up to 5 GB each');
	fake.send('j\r');
	await fake.settle();
	expect(calls).toEqual([
		['accept', 'offer-debian.iso', undefined],
		['alwaysAccept', 'id-bob', 5_000_000_000],
	]);
});

test('i shows the words to compare, and V marks after a yes only', async () => {
	const words = {userId: 'id-bob', words: tenWords};
	const {fake, calls} = await start(clientSnapshot({users: [userRow('bob')], words}), {columns: 60, rows: 15});
	fake.send('iV');
	await fake.waitFor('Has bob read the same ten words to you?');
	expect(fake.screen().replaceAll(/[\s│]+/g, ' ')).toContain(tenWords);
	fake.send('\r');
	await fake.settle();
	fake.send('V');
	await fake.waitFor('> no');
	fake.send('j\r');
	await fake.settle();
	fake.send('\u001b');
	await fake.waitFor('1 Users');
	fake.send('4i');
	await fake.waitFor('lab-hub  localhost:5011');
	fake.send('Vj\r');
	await fake.settle();
	expect(calls).toEqual([['showWords', 'id-bob'], ['verify', 'id-bob'], ['verifyHub']]);
});

test('an offer rings once, stands in header and title, and steals nothing', async () => {
	const {fake, publisher, calls} = await start(clientSnapshot({users: [userRow('bob')]}));
	const before = fake.raw().length;
	publisher.publish(clientSnapshot({users: [userRow('bob')], offers: [offerRow('debian.iso')]}));
	await fake.settle();
	const written = fake.raw().slice(before);
	expect(written).toContain('\u001b]2;ft: bob offers debian.iso\u0007');
	expect(written.replaceAll(/\u001b\][^\u0007]*\u0007/g, '').split('\u0007')).toHaveLength(2);
	expect(fake.rows()[0]).toContain('bob offers debian.iso 3.8 GB: o');
	fake.send('oa');
	await fake.settle();
	expect(calls).toEqual([['accept', 'offer-debian.iso', undefined]]);
});

test('with transfers running q asks, and a second q quits', async () => {
	const {fake, done} = await start(clientSnapshot({transfers: [transferRow('a'), transferRow('b'), transferRow('c')]}));
	fake.send('q');
	await fake.waitFor('3 running, they resume next time. q again: quit, esc: stay');
	fake.send('q');
	await done;
	await fake.settle();
	expect(fake.emulator.buffer.active.type).toBe('normal');
});

test('after the end nothing of the screen is left, and the terminal is as before', async () => {
	const {fake, done} = await start(fullClientSnapshot());
	fake.send('\u0003\u0003');
	await done;
	await fake.terminal.close();
	await fake.settle();
	expect(fake.screen().trim()).toBe('');
	expect(fake.input.isRaw).toBe(false);
	expect(fake.emulator.modes.bracketedPasteMode).toBe(false);
	expect(fake.emulator.modes.wraparoundMode).toBe(true);
	expect(fake.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThan(fake.raw().lastIndexOf('\u001b[?25l'));
});

test('a terminal that is closed under the screen ends it', async () => {
	const {fake, done} = await start(fullClientSnapshot());
	await fake.terminal.close();
	await expect(done).resolves.toEqual({type: 'quit'});
	await fake.settle();
	expect(fake.emulator.buffer.active.type).toBe('normal');
});

test('a snapshot that breaks a component restores the terminal and rejects with the error', async () => {
	const {fake, publisher, done} = await start(clientSnapshot());
	publisher.publish({
		...clientSnapshot(),
		get log(): ClientSnapshot['log'] {
			throw new Error('broken row');
		},
	});
	await expect(done).rejects.toThrow('broken row');
	await fake.settle();
	expect(fake.input.isRaw).toBe(false);
	expect(fake.emulator.buffer.active.type).toBe('normal');
});

test('^L draws everything afresh, ^Z stops the process and comes back', async () => {
	const {fake, stops} = await start(fullClientSnapshot());
	const screen = fake.screen();
	fake.emulator.write('\u001b[5;5Hgarbage');
	fake.send('\u000c');
	await fake.settle();
	expect(fake.screen().replaceAll(/\.+ */g, '')).toBe(screen.replaceAll(/\.+ */g, ''));
	fake.send('\u001a');
	await fake.settle();
	expect(stops()).toBe(1);
	expect(fake.input.isRaw).toBe(true);
	expectWhole(fake);
	fake.send('?');
	await fake.waitFor('this page');
});

test('without colour or UTF-8 the screen is ASCII, and no colour is sent', async () => {
	const {fake} = await start(fullClientSnapshot(), {env: {LANG: 'C', NO_COLOR: '1', TERM: 'xterm'}});
	expect(fake.screen()).toMatch(/^[\n -~]*$/);
	expect(fake.screen()).toContain('#1 Users');
	// eslint-disable-next-line no-control-regex -- colours are escape sequences
	expect(fake.raw()).not.toMatch(/\u001b\[(?:\d+;)*(?:3[0-7]|4[0-7]|9\d)m/);
	expect(fake.raw()).toContain('\u001b[7m');
});

test(':disconnect ends the screen and says where to, and y puts a name on the clipboard', async () => {
	const {fake, done} = await start(clientSnapshot({users: [userRow('bob')]}));
	fake.send('y');
	await fake.waitFor('copied: bob');
	expect(fake.raw()).toContain(`\u001b]52;c;${Buffer.from('bob').toString('base64')}\u0007`);
	fake.send(':disc\t\r');
	expect(await done).toEqual({type: 'switch'});
});

test('the bare view has no frame, and the panes come back', async () => {
	const {fake} = await start(clientSnapshot({users: [userRow('bob'), userRow('carol')]}));
	fake.send('v');
	await fake.waitFor((screen) => !screen.includes('│'));
	expect(fake.rows()[1]).toMatch(/^bob {2}k7qf2m4x/);
	fake.send('v');
	await fake.waitFor('1 Users 2');
});

test('what is typed ahead of the completion of a path waits for it, in one chunk too', async () => {
	const asked: string[] = [];
	const {fake} = await start(clientSnapshot({users: [userRow('bob')]}), {
		listFolder: async (path) => {
			asked.push(path);
			for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
			return listing;
		},
	});
	fake.send('sp\u0015/home/alice/no\t.bak\r');
	await fake.waitFor(() => asked.length === 3);
	expect(asked).toEqual(['.', '/home/alice/', '/home/alice/notes.txt.bak']);
});
