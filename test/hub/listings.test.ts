import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {rawText} from '../../source/base/peer-text.ts';
import {openSpaceFolders} from '../../source/files/space-folders.ts';
import {openUploadsTable, type Upload} from '../../source/files/uploads-table.ts';
import type {HubEvent} from '../../source/hub/events.ts';
import {createListings, type Listings} from '../../source/hub/listings.ts';
import type {SpaceRequest} from '../../source/hub/session.ts';
import {createSpaces, type Spaces} from '../../source/hub/spaces.ts';
import {maxLargeFrameBytes, maxListingsWaiting, missPauseMs} from '../../source/protocol/limits.ts';
import {parseMessage, type HubMessage, type HubMessageOf} from '../../source/protocol/messages.ts';
import {temporaryFolder, writeTree, type Tree} from '../files/temporary-folder.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';
import {fakeSession, userIdOf, type FakeSession} from './session-fixture.ts';

type Desk = {
	readonly dir: string;
	readonly clock: ManualClock;
	readonly spaces: Spaces;
	readonly listings: Listings;
	readonly events: HubEvent[];
	/** Asks and returns what was told last. */
	ask(session: FakeSession, message: Asked): Promise<HubMessage | undefined>;
	/** Notes that a user uploaded these to `shared`. */
	put(user: string, ...names: string[]): Promise<void>;
};
type Asked = SpaceRequest extends infer One ? (One extends unknown ? Omit<One, 'request'> : never) : never;

/** A hub's folders with this in them, and members whose folders have their names. */
function open(tree: Tree = {}): Desk {
	const dir = temporaryFolder();
	const {folders} = openSpaceFolders(dir);
	writeTree(dir, tree);
	const clock = createManualClock();
	const uploads = openUploadsTable(':memory:', 0);
	const spaces = createSpaces({folders, uploads, clock});
	const events: HubEvent[] = [];
	const listings = createListings({
		spaces,
		clock,
		findUser: (id) =>
			names.has(id) ? {...known, id, name: names.get(id) ?? '', folder: names.get(id) ?? ''} : undefined,
		freeBytes: () => 77,
		onEvent: (event) => events.push(event),
	});
	onTestFinished(() => {
		spaces.close();
		uploads.close();
	});
	return {
		...{dir, clock, spaces, listings, events},
		async ask(session, message) {
			await listings.handle(session, {...message, request: 1});
			const told = session.told.at(-1);
			// What goes out is what a client would take.
			return parseMessage('hub', JSON.parse(JSON.stringify(told)));
		},
		async put(user, ...paths) {
			const {space, index} = await spaces.of('shared', {folder: user});
			const upload: Upload = {userId: userIdOf(user), userName: user, timeMs: 9};
			const placed = await Promise.all(
				paths.map(async (text) => ({path: text.split('/'), entry: await space.stat(text.split('/'))})),
			);
			await index.record(
				(async function* () {
					for (const {path, entry} of placed) if (entry) yield [{path, entry}];
				})(),
				upload,
			);
		},
	};
}
const names = new Map(['alice', 'bob'].map((name) => [userIdOf(name), name]));
const known = {
	statement: {identity: '', key: '', time: 0, signature: ''},
	...{sinceMs: 0, releasedMs: undefined, lastSeenMs: 0},
};
const list = (space: 'public' | 'shared' | 'private', ...folder: string[]): Asked =>
	({type: 'list', space, folder, sort: 'name', limit: 500}) as unknown as Asked;
const remove = (space: 'public' | 'shared' | 'private', ...path: string[]): Asked =>
	({type: 'remove', space, path}) as unknown as Asked;
const namesOf = (message: HubMessage | undefined): string[] =>
	(message as HubMessageOf<'page'>).entries.map(({name}) => rawText(name));

test('a page says what is there, whose it is, how much there is, and how much room', async () => {
	const desk = open({shared_uploads: {a: 'a', 'b.txt': 'bb', photos: {}}});
	await desk.put('bob', 'b.txt');
	fs.utimesSync(path.join(desk.dir, 'shared_uploads/a'), 5, 5);
	const page = await desk.ask(fakeSession('alice'), list('shared'));
	expect(page).toMatchObject({type: 'page', request: 1, folder: [], offset: 0, total: 3, free: 77});
	expect(namesOf(page)).toEqual(['photos', 'a', 'b.txt']);
	expect((page as HubMessageOf<'page'>).entries[1]).toEqual({name: 'a', kind: 'file', bytes: 1, modified: 5000});
	expect((page as HubMessageOf<'page'>).entries[2]).toMatchObject({
		user: {id: userIdOf('bob'), name: 'bob'},
		uploaded: 9,
	});
});

test('a folder is found as people type it, and told as it is spelled', async () => {
	const desk = open({shared_files: {Photos: {'caf\u00E9': {x: ''}}}});
	const page = await desk.ask(fakeSession('alice'), list('public', 'PHOTOS', 'cafe\u0301'));
	expect(page).toMatchObject({folder: ['Photos', 'caf\u00E9'], total: 1});
});

test('of a file there is a page with it alone', async () => {
	const desk = open({shared_uploads: {photos: {a: 'aa', b: ''}}});
	await desk.put('bob', 'photos/a');
	const page = await desk.ask(fakeSession('alice'), list('shared', 'photos', 'A'));
	expect(page).toMatchObject({
		folder: ['photos'],
		offset: 0,
		total: 1,
		entries: [{name: 'a', bytes: 2, user: {name: 'bob'}}],
	});
});

test('pages follow one another by cursor, and begin anywhere by offset', async () => {
	const desk = open({shared_files: Object.fromEntries(Array.from({length: 7}, (_, index) => [`f${index}`, '']))});
	const alice = fakeSession('alice');
	const first = (await desk.ask(alice, {...list('public'), limit: 3} as Asked)) as HubMessageOf<'page'>;
	const next = await desk.ask(alice, {...list('public'), limit: 3, after: first.after} as Asked);
	expect([namesOf(next), (next as HubMessageOf<'page'>).offset]).toEqual([['f3', 'f4', 'f5'], 3]);
	const last = await desk.ask(alice, {...list('public'), limit: 3, offset: 5} as Asked);
	expect([namesOf(last), (last as HubMessageOf<'page'>).after]).toEqual([['f5', 'f6'], undefined]);
	const beyond = await desk.ask(alice, {...list('public'), limit: 3, offset: 99} as Asked);
	expect(beyond).toMatchObject({entries: [], offset: 7, total: 7});
	const filtered = await desk.ask(alice, {...list('public'), filter: 'F3'} as unknown as Asked);
	expect(namesOf(filtered)).toEqual(['f3']);
});

test('a page of names that take six bytes for each of theirs is cut so that it fits a frame, and goes on', async () => {
	const long = (index: number): string => `${String(index).padStart(3, '0')}${'\u0001'.repeat(252)}`;
	const desk = open({shared_files: Object.fromEntries(Array.from({length: 300}, (_, index) => [long(index), '']))});
	const alice = fakeSession('alice');
	const page = (await desk.ask(alice, list('public'))) as HubMessageOf<'page'>;
	expect(JSON.stringify(alice.told[0]).length).toBeLessThanOrEqual(maxLargeFrameBytes);
	expect([page.total, page.entries.length > 100, page.entries.length < 300]).toEqual([300, true, true]);
	const next = await desk.ask(alice, {...list('public'), after: page.after} as Asked);
	expect(namesOf(next)[0]).toBe(long(page.entries.length));
	const found = (await desk.ask(alice, {
		type: 'search',
		space: 'public',
		text: '\u0001',
		limit: 500,
	} as unknown as Asked)) as HubMessageOf<'found'>;
	expect([found.entries.length > 100, found.after !== undefined]).toEqual([true, true]);
});

test('what is not there is refused with what may have been meant and how to look', async () => {
	const desk = open({shared_files: {'report.pdf': ''}});
	const miss = desk.ask(fakeSession('alice'), list('public', 'reprot.pdf'));
	await expect(miss).rejects.toMatchObject({
		code: 'no-such-file',
		message: 'no reprot.pdf in public (did you mean report.pdf?). See what is there: ft ls public',
	});
});

test('nobody names their way out of a space', async () => {
	const desk = open({secret: 'x', uploads: {operators: 'x', bob: {his: ''}, alice: {}}, '.ft': {code: 'x'}});
	fs.symlinkSync(path.join(desk.dir, 'secret'), path.join(desk.dir, 'shared_uploads', 'out'));
	fs.symlinkSync(path.join(desk.dir, 'uploads', 'bob'), path.join(desk.dir, 'shared_uploads', 'his'));
	const alice = fakeSession('alice');
	for (const names of [['..'], ['..', 'bob'], ['../bob'], ['.'], ['/etc'], ['out'], ['his'], ['\0'], ['.ft-partial']]) {
		for (const space of ['public', 'shared', 'private'] as const) {
			for (const message of [list(space, ...names), remove(space, ...names)]) {
				const asked = desk.ask(fakeSession('alice'), message);
				await expect(asked).rejects.toMatchObject({code: expect.stringMatching(/no-such-file|usage/)});
			}
		}
	}
	expect(namesOf(await desk.ask(alice, list('shared')))).toEqual([]);
	expect(namesOf(await desk.ask(alice, list('private')))).toEqual([]);
	const bob = fakeSession('bob');
	await desk.ask(bob, {type: 'watch', space: 'private', folder: []});
	for (const space of ['public', 'shared', 'private'] as const) {
		for (const text of ['s', 'x', 'code']) {
			const found = await desk.ask(alice, {type: 'search', space, text, limit: 100} as unknown as Asked);
			expect(found).toMatchObject({entries: []});
		}
		// It may be asked for, and is never told of.
		for (const folder of [['..', 'bob'], ['his'], ['..']]) {
			await desk.ask(alice, {type: 'watch', space, folder} as unknown as Asked);
			fs.writeFileSync(path.join(desk.dir, 'uploads/bob', `${space} ${folder.join(' ')}`), 'x');
			await desk.clock.settle(3000);
		}
	}
	const changes = ({told}: FakeSession): number => told.filter(({type}) => type === 'changed').length;
	expect([changes(bob) > 0, changes(alice)]).toEqual([true, 0]);
	expect(fs.existsSync(path.join(desk.dir, 'uploads/bob/his'))).toBe(true);
});

test('private is the own folder of whoever asks', async () => {
	const desk = open({uploads: {bob: {his: ''}, alice: {hers: ''}}});
	expect(namesOf(await desk.ask(fakeSession('alice'), list('private')))).toEqual(['hers']);
	expect(namesOf(await desk.ask(fakeSession('bob'), list('private')))).toEqual(['his']);
	await desk.ask(fakeSession('bob'), remove('private', 'his'));
	await expect(desk.ask(fakeSession('bob'), remove('private', 'hers'))).rejects.toMatchObject({code: 'no-such-file'});
	expect(fs.readdirSync(path.join(desk.dir, 'uploads/alice'))).toEqual(['hers']);
	await expect(desk.ask(fakeSession('mallory'), list('private'))).rejects.toMatchObject({code: 'no-such-user'});
});

test('what is one’s own is deleted and told, what is of others is not, and the refusal says whose it is', async () => {
	const desk = open({
		shared_files: {p: ''},
		shared_uploads: {hers: 'abc', his: '', both: {a: '', b: ''}, operators: ''},
	});
	await desk.put('alice', 'hers', 'both/a');
	await desk.put('bob', 'his', 'both/b');
	const alice = fakeSession('alice');
	const refused = async (message: Asked, text: string): Promise<void> => {
		await expect(desk.ask(alice, message)).rejects.toMatchObject({code: 'not-allowed', message: text});
	};
	await refused(remove('shared', 'his'), "alice cannot delete shared:his: it is bob's; only bob or the operator may");
	const notAll = 'it is not all yours; whoever uploaded each file or the operator may';
	await refused(remove('shared', 'both'), `alice cannot delete shared:both: ${notAll}`);
	await refused(
		remove('shared', 'operators'),
		"alice cannot delete shared:operators: it is the operator's; only the operator may",
	);
	await refused(remove('public', 'p'), 'cannot delete public:p: only the operator may delete in public');
	expect(await desk.ask(alice, remove('shared', 'hers'))).toMatchObject({
		type: 'removed',
		path: ['hers'],
		files: 1,
		bytes: 3,
	});
	expect(fs.readdirSync(path.join(desk.dir, 'shared_uploads')).sort()).toEqual(['both', 'his', 'operators']);
	expect(desk.events).toEqual([{type: 'removed', space: 'shared', path: 'hers', bytes: 3, user: 'alice'}]);
	await expect(desk.ask(alice, remove('shared', 'hers'))).rejects.toMatchObject({code: 'no-such-file'});
});

test('what is asked to be deleted twice at once, as after a lost connection, is deleted once and is not there the second time', async () => {
	const files = Object.fromEntries(Array.from({length: 300}, (_, index) => [`f${index}`, 'x']));
	const desk = open({shared_uploads: {photos: {deep: files}}});
	await desk.put('alice', 'photos', 'photos/deep', ...Object.keys(files).map((name) => `photos/deep/${name}`));
	const first = desk.ask(fakeSession('alice'), remove('shared', 'photos'));
	const second = desk.ask(fakeSession('alice'), remove('shared', 'photos'));
	await expect(second).rejects.toMatchObject({code: 'no-such-file'});
	expect(await first).toMatchObject({type: 'removed', files: 300});
	expect(desk.events).toHaveLength(1);
});

test('a folder into which an upload is being saved is not deleted', async () => {
	const desk = open({shared_uploads: {photos: {a: ''}}});
	await desk.put('alice', 'photos', 'photos/a');
	const {holds} = await desk.spaces.of('shared', {folder: 'bob'});
	const {promise, resolve} = Promise.withResolvers<undefined>();
	const saving = holds.save(['photos'], async () => promise);
	const alice = fakeSession('alice');
	await expect(desk.ask(alice, remove('shared', 'photos'))).rejects.toMatchObject({code: 'in-use'});
	resolve(undefined);
	await saving;
	expect(await desk.ask(alice, remove('shared', 'photos'))).toMatchObject({type: 'removed', files: 1});
});

test('a session watches one folder, the newer in place of the older, until it leaves', async () => {
	const desk = open({shared_uploads: {a: {}, b: {}}});
	const alice = fakeSession('alice');
	const watch = (...folder: string[]): Asked => ({type: 'watch', space: 'shared', folder}) as unknown as Asked;
	const heard = (): unknown[] => alice.told.filter(({type}) => type === 'changed');
	const touch = async (folder: string): Promise<void> => {
		fs.writeFileSync(path.join(desk.dir, 'shared_uploads', folder, 'x'), '');
		await desk.put('bob', `${folder}/x`);
		await desk.clock.settle(2000);
	};
	expect(await desk.ask(alice, watch('a'))).toMatchObject({type: 'watching'});
	await touch('a');
	expect(heard()[0]).toEqual({type: 'changed', space: 'shared', folder: ['a']});
	const first = heard().length;
	await desk.ask(alice, watch('b'));
	await touch('a');
	expect(heard()).toHaveLength(first);
	await touch('b');
	expect(heard().at(-1)).toEqual({type: 'changed', space: 'shared', folder: ['b']});
	desk.listings.left(alice);
	const count = heard().length;
	await touch('b');
	expect(heard()).toHaveLength(count);
});

test('a session that watches nothing more hears nothing more', async () => {
	const desk = open({shared_uploads: {}});
	const alice = fakeSession('alice');
	await desk.ask(alice, {type: 'watch', space: 'shared', folder: []} as unknown as Asked);
	await desk.ask(alice, {type: 'watch'} as unknown as Asked);
	fs.writeFileSync(path.join(desk.dir, 'shared_uploads', 'x'), '');
	await desk.put('bob', 'x');
	await desk.clock.settle(2000);
	expect(alice.told.map(({type}) => type)).toEqual(['watching', 'watching']);
});

test('as many questions of a session may wait as the limit, one more is refused', async () => {
	const desk = open();
	const alice = fakeSession('alice');
	const asked = Array.from({length: maxListingsWaiting + 1}, async () => desk.ask(alice, list('public')));
	const results = await Promise.allSettled(asked);
	expect(results.map(({status}) => status)).toEqual([
		...Array.from({length: maxListingsWaiting}, () => 'fulfilled'),
		'rejected',
	]);
	expect(await desk.ask(alice, list('public'))).toMatchObject({type: 'page'});
	expect(await desk.ask(fakeSession('bob'), list('public'))).toMatchObject({type: 'page'});
});

test('after a name that is not there the next answer waits', async () => {
	const desk = open();
	const alice = fakeSession('alice');
	await expect(desk.ask(alice, list('public', 'x'))).rejects.toMatchObject({code: 'no-such-file'});
	let isAnswered = false;
	const next = desk.ask(alice, list('public')).then(() => {
		isAnswered = true;
	});
	// Others do not wait for that.
	expect(await desk.ask(fakeSession('bob'), list('public'))).toMatchObject({type: 'page'});
	await desk.clock.settle(missPauseMs - 1);
	expect(isAnswered).toBe(false);
	desk.clock.advance(1);
	await next;
});

test('who has left is not answered, and a search of theirs ends', async () => {
	const desk = open({shared_files: Object.fromEntries(Array.from({length: 50}, (_, index) => [`d${index}`, {x: ''}]))});
	const alice = fakeSession('alice');
	const searching = desk.ask(alice, {type: 'search', space: 'public', text: 'x', limit: 500} as unknown as Asked);
	const waiting = desk.ask(alice, list('public'));
	desk.listings.left(alice);
	await Promise.allSettled([searching, waiting]);
	expect(alice.told).toEqual([]);
});
