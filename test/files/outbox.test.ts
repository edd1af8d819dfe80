import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {
	createOutbox,
	findUnfinished,
	listOutboxes,
	openOutbox,
	type NewOutbox,
	type Outbox,
} from '../../source/files/outbox.ts';
import {walkTree} from '../../source/files/walk.ts';
import {maxSeveralBytes} from '../../source/protocol/limits.ts';
import {createManifestParser} from '../../source/protocol/manifest.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

const [hubId, bob, carol] = ['b'.repeat(64), 'c'.repeat(64), 'd'.repeat(64)];

async function makeNew(folder: string, change: Partial<NewOutbox> = {}): Promise<NewOutbox> {
	const {entries} = await walkTree([writeTree(path.join(folder, 'logs'), {a: 'abc', b: ''})]);
	return {
		transfer: 'a'.repeat(32),
		key: Buffer.alloc(32, 1).toString('base64'),
		seal: () => ({header: Buffer.alloc(74, 2).toString('base64'), summary: Buffer.alloc(256, 3).toString('base64')}),
		hubId,
		recipients: [bob, carol],
		paths: [path.join(folder, 'logs')],
		title: 'logs/ (2 files)',
		note: 'for you',
		timeMs: 5,
		entries,
		createHasher: () => createHash('sha256'),
		...change,
	};
}

const closed = (outbox: Outbox): Outbox => {
	onTestFinished(() => {
		outbox.close();
	});
	return outbox;
};

test('an outbox is found again by the next run with all that was put into it', async () => {
	const folder = temporaryFolder();
	const root = path.join(folder, 'outbox');
	const made = await makeNew(folder);
	const outbox = await createOutbox(root, made);
	outbox.recordFailed([{entry: 1, reason: 'permission denied'}]);
	await outbox.recordTrailer(Buffer.from('trailer'));
	outbox.close();
	outbox.close();
	const again = closed(await openOutbox(outbox.folder));
	expect(again.meta).toEqual({...outbox.meta, contentBytes: 3, files: 2, entries: 3});
	expect(again.meta.key).toBe(made.key);
	expect(again.failed).toEqual([{entry: 1, reason: 'permission denied'}]);
	expect(Buffer.from(again.trailer ?? [])).toEqual(Buffer.from('trailer'));
	expect([...(await again.sources())]).toEqual([...made.entries]);
	const manifest = fs.readFileSync(again.manifestPath);
	expect(manifest.length).toBe(again.meta.manifestBytes);
	expect(createManifestParser().push(manifest)).toHaveLength(3);
});

test('for several recipients the offer is sealed with the hash of the manifest, and the trailer will have one of each segment; for one there is nothing of it', async () => {
	const folder = temporaryFolder();
	const sealed: unknown[] = [];
	const make = async (recipients: string[], transfer: string): Promise<Outbox> => {
		const made = await makeNew(folder, {recipients, transfer: transfer.repeat(32)});
		const seal: NewOutbox['seal'] = (manifest) => {
			sealed.push(manifest);
			return made.seal(manifest);
		};
		return closed(await createOutbox(path.join(folder, 'outbox'), {...made, seal}));
	};
	const several = await make([bob, carol], 'a');
	const one = await make([bob], 'b');
	const manifest = createHash('sha256').update(fs.readFileSync(several.manifestPath)).digest('base64');
	const {manifestBytes} = several.meta;
	expect(sealed).toEqual([{manifestBytes, several: {manifest}}, {manifestBytes}]);
	expect([several.hashes, one.hashes]).toEqual([1, 0]);
	several.close();
	expect(closed(await openOutbox(several.folder)).hashes).toBe(1);
	several.openHashes().close();
	expect(fs.readdirSync(several.folder)).toContain('hashes');
});

test('to several people a tebibyte can be sent, manifest included, and one byte more is refused before anything is made', async () => {
	const folder = temporaryFolder();
	const made = await makeNew(folder);
	const root = path.join(folder, 'outbox');
	const send = async (contentBytes: number, recipients: string[]): Promise<Outbox> => {
		const entries = Object.create(made.entries, {contentBytes: {value: contentBytes}}) as typeof made.entries;
		return createOutbox(root, {...made, recipients, entries});
	};
	const first = await send(0, [bob, carol]);
	const room = maxSeveralBytes - first.meta.manifestBytes;
	first.remove();
	(await send(room, [bob, carol])).remove();
	await expect(send(room + 1, [bob, carol])).rejects.toThrow(
		/^cannot send 1\.1 TB to several people at once: at most 1\.1 TB are possible. Send it in parts, or to each of them alone$/,
	);
	expect(fs.existsSync(first.folder)).toBe(false);
	(await send(room + 1, [bob])).remove();
});

test('the offer is sealed with the length of the manifest, before the outbox is there', async () => {
	const folder = temporaryFolder();
	const root = path.join(folder, 'outbox');
	const lengths: number[] = [];
	const seal: NewOutbox['seal'] = ({manifestBytes}) => {
		lengths.push(manifestBytes);
		throw new Error('no key');
	};
	await expect(createOutbox(root, await makeNew(folder, {seal}))).rejects.toThrow('no key');
	expect(fs.readdirSync(root)).toEqual([]);
	const outbox = closed(await createOutbox(root, await makeNew(folder)));
	expect(lengths).toEqual([outbox.meta.manifestBytes]);
});

test('everything in it is for its owner only', async () => {
	const folder = temporaryFolder();
	const outbox = closed(await createOutbox(path.join(folder, 'outbox'), await makeNew(folder)));
	outbox.recordFailed([]);
	await outbox.recordTrailer(Buffer.from('t'));
	expect(fs.statSync(outbox.folder).mode & 0o777).toBe(0o700);
	for (const name of fs.readdirSync(outbox.folder))
		expect([name, fs.statSync(path.join(outbox.folder, name)).mode & 0o777]).toEqual([name, 0o600]);
});

test('one process serves it at a time', async () => {
	const folder = temporaryFolder();
	const outbox = closed(await createOutbox(path.join(folder, 'outbox'), await makeNew(folder)));
	await expect(openOutbox(outbox.folder)).rejects.toMatchObject({
		code: 'in-use',
		message: `another ft (pid ${process.pid}) is sending this already. Let it go on, or end it`,
	});
	outbox.close();
	closed(await openOutbox(outbox.folder));
});

test('a removed outbox is gone', async () => {
	const folder = temporaryFolder();
	const outbox = await createOutbox(path.join(folder, 'outbox'), await makeNew(folder));
	outbox.remove();
	outbox.close();
	expect(fs.readdirSync(path.join(folder, 'outbox'))).toEqual([]);
	await expect(openOutbox(outbox.folder)).rejects.toMatchObject({code: 'no-such-transfer'});
});

test('one that cannot be made leaves nothing', async () => {
	const folder = temporaryFolder();
	const root = path.join(folder, 'outbox');
	await expect(createOutbox(root, await makeNew(folder, {key: 'short'}))).rejects.toThrow('Invalid format');
	expect(fs.readdirSync(root)).toEqual([]);
});

test('the same hub, recipients and paths go on where they were, anything else is new', async () => {
	const folder = temporaryFolder();
	const root = path.join(folder, 'outbox');
	expect(await findUnfinished(root, await makeNew(folder))).toBeUndefined();
	closed(await createOutbox(root, await makeNew(folder)));
	const same = {hubId, recipients: [carol, bob], paths: [path.join(folder, 'logs')]};
	expect((await findUnfinished(root, same))?.meta.transfer).toBe('a'.repeat(32));
	expect(await findUnfinished(root, {...same, filter: {exclude: [], gitignore: false}})).toBeDefined();
	for (const other of [
		{hubId: bob},
		{recipients: [bob]},
		{paths: ['/x']},
		{recipients: [bob, carol, carol]},
		{filter: {exclude: ['*.o'], gitignore: false}},
		{filter: {exclude: [], gitignore: true}},
	]) {
		expect(await findUnfinished(root, {...same, ...other})).toBeUndefined();
	}
});

test('the newest stands first; a damaged one is told and left, an unfinished one swept away', async () => {
	const folder = temporaryFolder();
	const root = path.join(folder, 'outbox');
	for (const [letter, timeMs] of [
		['a', 1],
		['b', 3],
		['c', 2],
	] as const) {
		closed(await createOutbox(root, await makeNew(folder, {transfer: letter.repeat(32), timeMs})));
	}
	writeTree(root, {['d'.repeat(32)]: {'meta.json': 'broken'}, ['e'.repeat(32)]: {manifest: ''}});
	const errors: string[] = [];
	const found = await listOutboxes(root, (error) => errors.push(error.message));
	expect(found.map(({meta}) => meta.transfer[0])).toEqual(['b', 'c', 'a']);
	expect(errors).toEqual([expect.stringContaining('it is damaged')]);
	expect(fs.readdirSync(root).map((name) => name[0])).toEqual(['a', 'b', 'c', 'd']);
});
