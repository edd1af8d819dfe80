import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {keepBoth} from '../../source/files/choice.ts';
import {maxOpenInFolders} from '../../source/protocol/limits.ts';
import {harmfulIn} from '../support/controls.ts';
import {bytes} from './steps.ts';
import {get, getAll, hubFile, hubFiles, put, putAll, writeHubFile} from './folder-steps.ts';
import {createWorld} from './world.ts';

test('what alice puts into shared lies there, is hers, and both sides tell it', async () => {
	const world = createWorld();
	const a = await world.open('alice');
	const {transfer} = await putAll(world, a, {paths: [a.person.write('idea.txt', 'great')]});
	expect(hubFile(world, 'shared_uploads/idea.txt')).toBe('great');
	expect(fs.existsSync(path.join(world.dir, 'shared_uploads/.ft-partial'))).toBe(false);
	const told = {type: 'uploaded', space: 'shared', path: 'idea.txt', bytes: 5, user: 'alice'};
	expect(world.hubEvents.at(-1)).toEqual(told);
	expect(a.events.slice(-2)).toMatchObject([told, {type: 'delivered', transfer, user: 'shared'}]);
	expect(world.hub.snapshot().transfers).toMatchObject([{fromName: 'alice', toName: 'shared: idea.txt', bytes: 5}]);
	expect(fs.readdirSync(path.join(a.person.folder, 'outbox'))).toEqual([]);
});

test('what bob gets from public lies where he wants it, and both sides tell it', async () => {
	const world = createWorld();
	writeHubFile(world, 'shared_files/docs/report.pdf', bytes(300_000));
	const b = await world.open('bob', {takesOffers: false});
	const out = path.join(b.person.folder, 'out');
	await getAll(world, b, {space: 'public', paths: [['docs', 'report.pdf']], out});
	expect(fs.readFileSync(path.join(out, 'report.pdf')).equals(bytes(300_000))).toBe(true);
	expect(fs.readdirSync(out)).toEqual(['report.pdf']);
	const told = {type: 'downloaded', space: 'public', path: 'docs/report.pdf', bytes: 300_000, user: 'bob'};
	await world.until('the hub has his word', () => world.hubEvents.some(({type}) => type === 'downloaded'));
	expect(world.hubEvents.at(-1)).toEqual(told);
	expect(b.events.slice(-2)).toMatchObject([told, {type: 'received', from: 'public', bytes: 300_000}]);
	expect(fs.readdirSync(path.join(world.dir, 'hub-outbox'))).toEqual([]);
	expect(world.hub.snapshot().transfers).toMatchObject([{fromName: 'public: report.pdf', toName: 'bob'}]);
});

test('a tree goes in and comes out as it was: the executable bit, times, empty folders and odd names', async () => {
	const world = createWorld();
	const a = await world.open('alice');
	const script = a.person.write('tree/run.sh', '#!/bin/sh\n');
	fs.chmodSync(script, 0o755);
	fs.utimesSync(script, 1_000_000, 1_000_000);
	for (const name of ['-rf', 'a b', 'ä\u0308ö', '日本.txt', 'x'.repeat(200), 'tab\there', '\u001B[2J'])
		a.person.write(`tree/odd/${name}`, name);
	fs.mkdirSync(path.join(a.person.folder, 'tree/empty/inner'), {recursive: true});
	await putAll(world, a, {paths: [path.join(a.person.folder, 'tree')], folder: ['in', 'here']});
	expect(fs.statSync(path.join(world.dir, 'shared_uploads/in/here/tree/run.sh')).mode & 0o111).not.toBe(0);
	await getAll(world, a, {paths: [['in', 'here', 'tree']]});
	const there = fs.readdirSync(path.join(a.person.folder, 'tree'), {recursive: true, encoding: 'utf8'}).toSorted();
	const names = a.person.saved().filter((name) => name !== 'tree');
	// A name that no screen could bear is made safe by whoever saves it.
	expect(names).toHaveLength(there.length);
	expect(names).toEqual(
		expect.arrayContaining(there.filter((name) => harmfulIn(name).length === 0).map((name) => `tree/${name}`)),
	);
	const saved = fs.statSync(path.join(a.person.downloads, 'tree/run.sh'));
	expect([saved.mode & 0o111, saved.mtimeMs]).toEqual([expect.toSatisfy((bits) => bits !== 0), 1_000_000_000]);
});

test('the whole of a folder is got with an empty path', async () => {
	const world = createWorld();
	writeHubFile(world, 'shared_uploads/a.txt', 'one');
	writeHubFile(world, 'shared_uploads/more/b.txt', 'two');
	const b = await world.open('bob');
	await getAll(world, b, {paths: [[]]});
	expect(b.person.saved()).toEqual(['a.txt', 'more', 'more/b.txt']);
});

test('names that are taken get numbers, also when two clients put the same name at once', async () => {
	const world = createWorld();
	const [a, b] = [await world.open('alice'), await world.open('bob')];
	const [one, two] = await Promise.all([
		put(world, a, {paths: [a.person.write('notes.txt', 'of alice')]}),
		put(world, b, {paths: [b.person.write('notes.txt', 'of bob')]}),
	]);
	await world.until('both are there', () =>
		[a.phase(one.transfer), b.phase(two.transfer)].every((phase) => phase === 'delivered'),
	);
	expect(hubFiles(world)).toEqual(['notes (1).txt', 'notes.txt']);
	const contents = hubFiles(world).map((name) => hubFile(world, `shared_uploads/${name}`));
	expect(contents.toSorted()).toEqual(['of alice', 'of bob']);
	const told = [...a.of('uploaded'), ...b.of('uploaded')].map(({path}) => path);
	expect(new Set(told)).toEqual(new Set(hubFiles(world)));
});

test('in shared each overwrites what is his own, and nothing of anybody else or of the operator', async () => {
	const world = createWorld();
	const [a, b] = [await world.open('alice'), await world.open('bob')];
	const overwrite = {ifExists: 'overwrite'} as const;
	writeHubFile(world, 'shared_uploads/operators.txt', 'operator');
	await putAll(world, a, {paths: [a.person.write('notes.txt', 'first')]});
	await putAll(world, a, {paths: [a.person.write('notes.txt', 'second')], ...overwrite});
	expect(hubFile(world, 'shared_uploads/notes.txt')).toBe('second');
	await putAll(world, b, {paths: [b.person.write('notes.txt', 'of bob')], ...overwrite});
	await putAll(world, b, {paths: [b.person.write('operators.txt', 'of bob')], ...overwrite});
	expect(hubFile(world, 'shared_uploads/notes.txt')).toBe('second');
	expect(hubFile(world, 'shared_uploads/operators.txt')).toBe('operator');
	expect(hubFiles(world)).toEqual(['notes (1).txt', 'notes.txt', 'operators (1).txt', 'operators.txt']);
});

test('what lies here already is not told as downloaded, neither here nor at the hub', async () => {
	const world = createWorld();
	writeHubFile(world, 'shared_files/a/one', '1');
	const b = await world.open('bob');
	const request = {space: 'public', paths: [['a']], saving: {...keepBoth, ifExists: 'skip'}} as const;
	await getAll(world, b, request);
	await world.until('the hub has his word', () => world.hubEvents.some(({type}) => type === 'downloaded'));
	await getAll(world, b, request);
	expect(b.of('received').map(({same}) => same)).toEqual([0, 1]);
	writeHubFile(world, 'shared_files/a/two', '2');
	await getAll(world, b, request);
	await world.until('the hub has his word', () => world.hubEvents.filter(({type}) => type === 'downloaded').length > 1);
	expect(b.of('downloaded')).toHaveLength(2);
	expect(world.hubEvents.filter(({type}) => type === 'downloaded')).toHaveLength(2);
});

test("private is each one's own: what alice puts there nobody else gets, and each has another folder", async () => {
	const world = createWorld();
	const [a, b] = [await world.open('alice'), await world.open('bob')];
	await putAll(world, a, {space: 'private', paths: [a.person.write('secret.txt', 'of alice')]});
	expect(hubFile(world, 'uploads/alice/secret.txt')).toBe('of alice');
	for (const tried of [['secret.txt'], ['..', 'alice', 'secret.txt'], ['/', 'secret.txt']])
		await expect(get(world, b, {space: 'private', paths: [tried]})).rejects.toMatchObject({code: 'no-such-file'});
	await putAll(world, b, {space: 'private', paths: [b.person.write('secret.txt', 'of bob')]});
	await getAll(world, b, {space: 'private', paths: [['secret.txt']]});
	expect(b.person.read('secret.txt').toString()).toBe('of bob');
	expect(hubFile(world, 'uploads/alice/secret.txt')).toBe('of alice');
});

test('only the operator puts into public, and nothing of what was tried is kept', async () => {
	const world = createWorld();
	const a = await world.open('alice');
	const {transfer} = await put(world, a, {space: 'public', paths: [a.person.write('x.txt', 'x')]});
	await world.until('it is refused', () => a.phase(transfer) === 'failed');
	expect(a.of('failed')).toMatchObject([{code: 'not-allowed', reason: expect.stringContaining('operator')}]);
	expect(hubFiles(world, 'shared_files')).toEqual([]);
	expect(fs.readdirSync(path.join(a.person.folder, 'outbox'))).toEqual([]);
});

test.each([
	['a way up', ['..', 'x'], true],
	['what is ft’s own', ['.ft-partial', 'x'], true],
	['a link that leads out', ['out', 'x'], false],
	['a file where a folder is needed', ['file', 'x'], true],
])('nothing is put into %s', async (_what, folder, isKnownBefore) => {
	const world = createWorld();
	const a = await world.open('alice');
	fs.mkdirSync(path.join(world.dir, 'elsewhere'));
	fs.symlinkSync(path.join(world.dir, 'elsewhere'), path.join(world.dir, 'shared_uploads/out'));
	writeHubFile(world, 'shared_uploads/file', 'x');
	const before = fs.readdirSync(world.dir);
	const {transfer} = await put(world, a, {folder, paths: [a.person.write('x.txt', 'x')]});
	await world.until('it fails', () => a.phase(transfer) === 'failed');
	expect(fs.readdirSync(world.dir)).toEqual(before);
	expect(fs.readdirSync(path.join(world.dir, 'elsewhere'))).toEqual([]);
	expect(hubFiles(world)).toEqual(['file', 'out']);
	// Nobody uploads for hours to hear of it then.
	expect(world.relayedBytes() === 0).toBe(isKnownBefore);
});

test.each([
	['a way up', ['..', 'secret']],
	['a link that leads out', ['out']],
	['a pipe', ['pipe']],
	['nothing', ['reprot.txt']],
])('%s is not got: there is no such file', async (_what, wanted) => {
	const world = createWorld();
	const b = await world.open('bob');
	writeHubFile(world, 'secret', 'secret');
	writeHubFile(world, 'shared_uploads/report.txt', 'x');
	fs.symlinkSync('../secret', path.join(world.dir, 'shared_uploads/out'));
	await expect(get(world, b, {paths: [wanted]})).rejects.toMatchObject({code: 'no-such-file'});
	expect(b.client.snapshot().transfers).toEqual([]);
	expect(world.hub.snapshot().transfers).toEqual([]);
});

test('what the hub cannot send of a folder is named to whoever gets it, and the rest arrives', async () => {
	const world = createWorld();
	const b = await world.open('bob');
	writeHubFile(world, 'secret', 'secret');
	writeHubFile(world, 'shared_uploads/tree/a.txt', 'one');
	fs.symlinkSync('../../secret', path.join(world.dir, 'shared_uploads/tree/out'));
	const {skippedEntries, skipped} = await getAll(world, b, {paths: [['tree']]});
	expect(skippedEntries).toBe(1);
	expect(skipped).toMatchObject([{path: 'tree/out'}]);
	expect(b.person.saved()).toEqual(['tree', 'tree/a.txt']);
});

test('a path that was typed in another case and normalisation is found', async () => {
	const world = createWorld();
	const b = await world.open('bob');
	writeHubFile(world, 'shared_uploads/Photos/Café.txt'.normalize('NFC'), 'x');
	await getAll(world, b, {paths: [['photos', 'café.txt'.normalize('NFD')]]});
	expect(b.person.saved()).toEqual(['Café.txt'.normalize('NFC')]);
});

test('a get is shown to the process that asked, and to no other window of the same user', async () => {
	const world = createWorld();
	const bob = world.person('bob');
	writeHubFile(world, 'shared_uploads/big.bin', bytes(3_000_000));
	const [one, two] = [await world.open(bob), await world.open(bob)];
	const shown: string[] = [];
	two.client.link.subscribe((event) => {
		if (event.type === 'message') shown.push(event.message.type);
	});
	await getAll(world, one, {paths: [['big.bin']]});
	expect(shown).not.toContain('offer');
	expect(two.client.snapshot()).toMatchObject({offers: [], transfers: []});
	expect(two.of('cancelled')).toEqual([]);
});

test('somebody else’s transfer id is not taken over, nor steered', async () => {
	const world = createWorld();
	const [a, b] = [await world.open('alice'), await world.open('bob')];
	writeHubFile(world, 'shared_uploads/big.bin', bytes(3_000_000));
	b.line.onData = (connection) => ({...connection, read: () => undefined});
	const {transfer} = await get(world, b, {paths: [['big.bin']]});
	await world.until('it runs', () => world.hub.snapshot().transfers[0]?.state === 'running');
	const refused: string[] = [];
	a.client.link.subscribe((event) => {
		if (event.type === 'message' && event.message.type === 'refuse') refused.push(event.message.code);
	});
	a.client.link.send({type: 'fetch', transfer, space: 'shared', paths: [['big.bin']]});
	a.client.link.send({type: 'cancel', transfer});
	await world.until('both are refused', () => refused.length === 2);
	expect(refused.toSorted()).toEqual(['no-such-transfer', 'usage']);
	expect(world.hub.snapshot().transfers).toMatchObject([{toName: 'bob', state: 'running'}]);
});

test('more unfinished transfers with the folders than one user may have are refused, and others go on', async () => {
	const world = createWorld();
	const [a, b] = [await world.open('alice'), await world.open('bob')];
	writeHubFile(world, 'shared_uploads/small', 'x');
	a.line.onData = (connection) => ({...connection, read: () => undefined, end: () => undefined});
	for (let index = 0; index < maxOpenInFolders; index++) await get(world, a, {paths: [['small']]});
	await expect(get(world, a, {paths: [['small']]})).rejects.toMatchObject({code: 'limit'});
	await getAll(world, b, {paths: [['small']]});
	expect(b.person.saved()).toEqual(['small']);
});

test('an offer to the hub that names no folder, or one to a person that names one, is refused', async () => {
	const world = createWorld();
	const [a, b] = [await world.open('alice'), await world.open('bob')];
	const refused: unknown[] = [];
	a.client.link.subscribe((event) => {
		if (event.type === 'message' && event.message.type === 'refuse') refused.push(event.message.code);
	});
	const base64 = (size: number): string => Buffer.alloc(size).toString('base64');
	const common = {type: 'offer', bytes: 1, files: 1, time: 0, header: base64(74), summary: base64(272)} as const;
	const into = {space: 'shared', folder: [], ifExists: 'rename'} as const;
	const copyFor = (to: string) => ({to, key: base64(80), signature: base64(64)});
	a.client.link.send({...common, transfer: '1'.repeat(32), copies: [copyFor(world.hubIdentity.id)]});
	const toBob = [copyFor(b.person.identity.id)];
	a.client.link.send({...common, transfer: '2'.repeat(32), copies: toBob, into: {...into, folder: []}});
	const toBoth = [...toBob, copyFor(world.hubIdentity.id)];
	a.client.link.send({...common, transfer: '3'.repeat(32), copies: toBoth, into: {...into, folder: []}});
	await world.until('all are refused', () => refused.length === 3);
	expect(refused).toEqual(['usage', 'usage', 'usage']);
	expect(b.client.snapshot().offers).toEqual([]);
	// One that is well formed and not sealed for the hub fails, and leaves nothing.
	a.client.link.send({
		...common,
		transfer: '4'.repeat(32),
		copies: [copyFor(world.hubIdentity.id)],
		into: {...into, folder: []},
	});
	await world.until('it fails', () => world.hub.snapshot().transfers.at(-1)?.state === 'failed');
	expect(fs.existsSync(path.join(world.dir, 'shared_uploads/.ft-partial'))).toBe(false);
});
