import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createFrameTap} from '../support/frame-tap.ts';
import type {Json} from '../support/json.ts';
import {putAll} from './folder-steps.ts';
import {createWorld, type Window, type World} from './world.ts';

/* What people see of the hub's folders on their screens, while they change: by people, and behind the hub's back. */

const shared = (world: World, ...names: string[]): string => path.join(world.dir, 'shared_uploads', ...names);
const shown = ({client}: Window): string[] => client.snapshot().files?.rows.map(({name}) => name) ?? [];
const sees = async (world: World, window: Window, ...names: string[]): Promise<void> => {
	await world.until(`${names.join(' ')} is seen`, () => shown(window).join('/') === names.join('/'));
};
const answered = async <Answer>(world: World, asked: Promise<Answer>): Promise<Answer> => {
	let isOver = false;
	const over = asked.finally(() => {
		isOver = true;
	});
	over.catch(() => undefined);
	await world.until('it is answered', () => isOver);
	return over;
};

test('what the operator copies, moves, touches and deletes on the hub shows in every open listing within two seconds', async () => {
	const world = createWorld();
	const [a, b] = [await world.open('alice'), await world.open('bob')];
	for (const window of [a, b]) window.client.actions.openFolder('shared', []);
	const change = async (act: () => void, ...names: string[]): Promise<void> => {
		act();
		const startMs = world.clock.monotonicMs();
		for (const window of [a, b]) await sees(world, window, ...names);
		expect(world.clock.monotonicMs() - startMs).toBeLessThanOrEqual(2000);
	};
	await change(() => fs.writeFileSync(shared(world, 'a'), 'a'), 'a');
	await change(() => fs.mkdirSync(shared(world, 'photos')), 'photos', 'a');
	await change(() => fs.renameSync(shared(world, 'a'), shared(world, 'b')), 'photos', 'b');
	await change(() => fs.copyFileSync(shared(world, 'b'), shared(world, 'c')), 'photos', 'b', 'c');
	fs.appendFileSync(shared(world, 'c'), 'more');
	await world.until('it grew', () => a.client.snapshot().files?.rows[2]?.bytes === 5);
	await change(() => fs.rmSync(shared(world, 'b')), 'photos', 'c');
	await change(() => fs.rmSync(shared(world), {recursive: true}));
	await change(() => fs.writeFileSync(shared(world, 'again'), ''), 'again');
});

test('a folder that is changed all the time is listed again at most once a second', async () => {
	const world = createWorld();
	const heard: string[] = [];
	const a = await world.open('alice');
	a.client.link.subscribe((event) => {
		if (event.type === 'message') heard.push(event.message.type);
	});
	a.client.actions.openFolder('shared', []);
	await world.until('it is open', () => a.client.snapshot().files?.isLoading === false);
	await world.pass(1000);
	heard.length = 0;
	for (let count = 0; count < 40; count++) {
		fs.writeFileSync(shared(world, `f${count}`), '');
		await world.pass(100);
	}
	const changes = heard.filter((type) => type === 'changed').length;
	expect([changes >= 3, changes <= 6]).toEqual([true, true]);
});

test('after a cut, and after a restart of the hub, the open folder is shown and followed again', async () => {
	const world = createWorld();
	fs.writeFileSync(shared(world, 'a'), '');
	const a = await world.open('alice');
	a.client.actions.openFolder('shared', []);
	await sees(world, a, 'a');
	await world.stopHub();
	fs.writeFileSync(shared(world, 'b'), '');
	await world.until('it is offline', () => a.client.snapshot().connection.phase === 'offline');
	expect(shown(a)).toEqual(['a']);
	world.startHub();
	await sees(world, a, 'a', 'b');
	await world.pass(2000);
	fs.writeFileSync(shared(world, 'c'), '');
	await sees(world, a, 'a', 'b', 'c');
});

test('a private folder is shown to its owner only, and what is in it is the owner\u2019s to delete', async () => {
	const world = createWorld();
	const [a, b] = [await world.open('alice'), await world.open('bob')];
	for (const window of [a, b]) window.client.actions.openFolder('private', []);
	await world.until('both have one', () => fs.existsSync(path.join(world.dir, 'uploads/bob')));
	fs.writeFileSync(path.join(world.dir, 'uploads/alice/diary'), 'x');
	await sees(world, a, 'diary');
	await world.pass(3000);
	expect(shown(b)).toEqual([]);
	expect(a.client.snapshot().files?.rows[0]).toMatchObject({isMine: true, userName: undefined});
	a.client.actions.removeFile('private', ['diary']);
	await sees(world, a);
	expect(world.hubEvents).toContainEqual({type: 'removed', space: 'private', path: 'diary', bytes: 1, user: 'alice'});
});

test('what somebody deletes is gone from the screens of the others, and what is not theirs stays, with a reason', async () => {
	const world = createWorld();
	fs.writeFileSync(shared(world, 'operators'), 'x');
	const [a, b] = [await world.open('alice'), await world.open('bob')];
	b.client.actions.openFolder('shared', []);
	await sees(world, b, 'operators');
	a.client.actions.removeFile('shared', ['operators']);
	await world.until('it is refused', () => a.of('error').length > 0);
	expect(a.of('error')[0]?.message).toBe(
		"alice cannot delete shared:operators: it is the operator's; only the operator may",
	);
	expect(a.client.snapshot().log.at(-1)?.text).toContain('cannot delete shared:operators');
	expect(fs.existsSync(shared(world, 'operators'))).toBe(true);
});

test('a removal whose answer was lost is asked for again, and is done', async () => {
	const world = createWorld();
	let cuts = 0;
	const a: Window = await world.open('alice', {
		makeTap: () =>
			createFrameTap({
				change(towards, message) {
					if (towards === 'hub' || message.type !== 'removed') return [message];
					cuts++;
					a.line.cutControl();
					return [];
				},
			}),
	});
	await answered(world, a.client.listings.list('private', [], {sort: 'name'}));
	fs.writeFileSync(path.join(world.dir, 'uploads/alice/a'), '');
	await answered(world, a.client.listings.remove('private', ['a']));
	expect([cuts, fs.readdirSync(path.join(world.dir, 'uploads/alice'))]).toEqual([1, []]);
	const never = a.client.listings.remove('private', ['a']);
	await expect(answered(world, never)).rejects.toMatchObject({code: 'no-such-file'});
});

test('a long folder is open at once, sorted, filtered, and at its end', async () => {
	const world = createWorld();
	const folder = path.join(world.dir, 'shared_files', 'many');
	fs.mkdirSync(folder);
	for (let index = 0; index < 3000; index++)
		fs.writeFileSync(path.join(folder, `f${String(index).padStart(4, '0')}`), '');
	const a = await world.open('alice');
	const {actions} = a.client;
	actions.openFolder('public', ['many']);
	await world.until('it is open', () => a.client.snapshot().files?.total === 3000);
	actions.needRows(2960, 3000);
	await world.until('its end is there', () => shown(a).at(-1) === 'f2999');
	expect(shown(a).length).toBeLessThanOrEqual(1000);
	actions.setFilter('f29');
	await world.until('it is filtered', () => a.client.snapshot().files?.total === 100);
	actions.setFilter('');
	actions.setSort('date');
	await world.until('all are back', () => a.client.snapshot().files?.total === 3000);
});

test('names of every nasty kind are listed, found and deleted', async () => {
	const world = createWorld();
	const a = await world.open('alice');
	const names = [
		'-rf',
		'...',
		' ',
		'CON',
		'x'.repeat(255),
		'a\nb\u001b[2J',
		'dot.',
		'%2e%2e',
		'\u202egpj',
		'cafe\u0301',
		'"\'\\',
		'12:30',
	];
	a.client.actions.openFolder('private', []);
	await world.until('it is there', () => fs.existsSync(path.join(world.dir, 'uploads/alice')));
	for (const name of names) fs.writeFileSync(path.join(world.dir, 'uploads/alice', name), 'x');
	await world.until('all are listed', () => shown(a).length === names.length);
	const {listings} = a.client;
	for (const row of a.client.snapshot().files?.rows ?? []) {
		const page = await answered(world, listings.list('private', row.path, {sort: 'name'}));
		expect(page.rows).toMatchObject([{name: row.name, bytes: 1}]);
		await answered(world, listings.remove('private', row.path));
	}
	expect(fs.readdirSync(path.join(world.dir, 'uploads/alice'))).toEqual([]);
});

test('what others upload to shared is told in the log', async () => {
	const world = createWorld();
	const says: Array<(towards: 'client' | 'hub', message: Json) => void> = [];
	const makeTap = () => createFrameTap({change: (_towards, message) => [message], begin: (say) => says.push(say)});
	const a = await world.open('alice', {makeTap});
	const user = {id: 'c'.repeat(64), name: 'carol'};
	says[0]?.('client', {type: 'news', space: 'shared', path: ['my_great_idea.txt'], bytes: 12_000, user});
	await world.until('it is told', () => a.of('uploaded').length > 0);
	expect(a.of('uploaded')[0]).toMatchObject({space: 'shared', path: 'my_great_idea.txt', bytes: 12_000, user: 'carol'});
	expect(a.client.snapshot().log.at(-1)?.text).toBe('carol shared my_great_idea.txt, 12 kB');
});

test('a hub without folders says so, instead of letting anybody wait', async () => {
	const world = createWorld();
	const makeTap = () =>
		createFrameTap({
			change: (_towards, message) => [message.type === 'welcome' ? {...message, capabilities: []} : message],
		});
	const a = await world.open('alice', {makeTap});
	await expect(answered(world, a.client.listings.list('public', [], {sort: 'name'}))).rejects.toMatchObject({
		code: 'usage',
		message: 'this hub has no folders: it runs an older ft. Ask its operator to update',
	});
});

test('who stays hears of what somebody shares, and nobody of what is private', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const [a, b, own] = [await world.open(alice), await world.open('bob'), await world.open(alice)];
	await putAll(world, a, {space: 'private', paths: [alice.write('diary', 'x')]});
	await putAll(world, a, {paths: [alice.write('my_great_idea.txt', 'x'.repeat(12_000))]});
	await world.until('bob hears of it', () => b.of('uploaded').length > 0);
	await world.pass(1000);
	expect(b.of('uploaded')).toEqual([
		{type: 'uploaded', space: 'shared', path: 'my_great_idea.txt', bytes: 12_000, user: 'alice'},
	]);
	expect(b.client.snapshot().log.at(-1)?.text).toBe('alice shared my_great_idea.txt, 12 kB');
	expect([a.of('uploaded').length, own.of('uploaded').length]).toEqual([2, 0]);
	expect(world.hub.snapshot().log.map(({text}) => text)).toEqual(
		expect.arrayContaining(['alice uploaded private:diary, 1 B', 'alice shared my_great_idea.txt, 12 kB']),
	);
});

test('what somebody put is shown as theirs, and they delete it', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const [a, b] = [await world.open(alice), await world.open('bob')];
	for (const window of [a, b]) window.client.actions.openFolder('shared', []);
	await putAll(world, a, {paths: [alice.write('idea', 'x')]});
	for (const {client} of [a, b])
		await world.until('it is seen as hers', () => client.snapshot().files?.rows[0]?.userName === 'alice');
	const rows = [a, b].map(({client}) => client.snapshot().files?.rows[0]);
	expect(rows).toMatchObject([
		{userName: 'alice', isMine: true},
		{userName: 'alice', isMine: false},
	]);
	expect(rows[1]?.uploadedMs).toBeGreaterThan(0);
	b.client.actions.removeFile('shared', ['idea']);
	await world.until('it is refused', () => b.of('error').length > 0);
	expect(b.of('error')[0]?.message).toBe(
		"bob cannot delete shared:idea: it is alice's; only alice or the operator may",
	);
	a.client.actions.removeFile('shared', ['idea']);
	for (const window of [a, b]) await sees(world, window);
});

test('the folders that an upload made on its way are whose the upload is, and not those that were there', async () => {
	const world = createWorld();
	fs.mkdirSync(path.join(world.dir, 'shared_uploads/old'), {recursive: true});
	const a = await world.open('alice');
	await putAll(world, a, {paths: [a.person.write('idea', 'x')], folder: ['old', 'new', 'newer']});
	const owners: Array<string | undefined> = [];
	for (const [folder, name] of [
		[[], 'old'],
		[['old'], 'new'],
		[['old', 'new'], 'newer'],
	] as const) {
		a.client.actions.openFolder('shared', folder);
		await world.until(`${name} is seen`, () => a.client.snapshot().files?.rows[0]?.name === name);
		owners.push(a.client.snapshot().files?.rows[0]?.userName);
	}
	expect(owners).toEqual([undefined, 'alice', 'alice']);
});
