import {closeSync, existsSync, mkdirSync, openSync, readdirSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {controlsIn} from '../support/controls.ts';
import {expectTableEvents} from '../support/event-table.ts';
import {openScene, type Scene} from '../support/scene.ts';

/* `ft ls` and `ft rm` as processes. */

const openFolders = async (): Promise<Scene> => {
	const scene = await openScene();
	await scene.startHub();
	writeFileSync(scene.path('hub/shared_files/report.pdf'), 'hello');
	mkdirSync(scene.path('hub/shared_uploads/photos'));
	writeFileSync(scene.path('hub/shared_uploads/photos/a.jpg'), 'x'.repeat(3_800_000));
	return scene;
};

test('ft ls shows what is in the folders, so that it can be typed again', async () => {
	const scene = await openFolders();
	const all = await scene.run(['ls', '--name', 'alice']);
	expect([all.code, all.stdout]).toEqual([0, 'public:report.pdf\nshared:photos/\n']);
	expect(all.stderr).toContain('private is empty. Put something there: ft put --private notes.txt\n');
	const one = await scene.run(['ls', 'shared:PHOTOS', '--long', '--name', 'alice']);
	expect(one.stdout).toMatch(/^ +3\.8 MB {2}\d{4}-\d\d-\d\d {2}operator {10}a\.jpg\n$/);
	const found = await scene.run(['ls', '--search', 'A.J', '--name', 'alice']);
	expect([found.code, found.stdout]).toEqual([0, 'shared:photos/a.jpg\n']);
	const json = await scene.run(['ls', '--json', '--name', 'alice']);
	expectTableEvents(json.events);
	expect(json.events).toEqual([
		expect.objectContaining({type: 'file', space: 'public', path: 'report.pdf', kind: 'file', bytes: 5}),
		expect.objectContaining({type: 'file', space: 'shared', path: 'photos', kind: 'folder', bytes: 0}),
	]);
});

const refusals: ReadonlyArray<readonly [readonly string[], number, string]> = [
	[
		['ls', 'public:reprot.pdf'],
		7,
		'no reprot.pdf in public (did you mean report.pdf?). See what is there: ft ls public',
	],
	[['ls', 'shared:photos/b/c'], 7, 'no b in shared:photos. See what is there: ft ls shared:photos'],
	[['ls', 'photos'], 2, 'there is no photos on a hub. Its folders are public, shared and private: shared:photos'],
	[['ls', 'shared:../hub'], 2, 'shared:../hub is no path on a hub: .. leads nowhere there'],
	[['ls', 'public', 'shared'], 2, 'ft ls takes one folder at most. See: ft ls --help'],
	[['ls', '--sort', 'colour'], 2, '--sort colour is not known. Choose one of: name, size, date, user'],
	[['ls', 'shared:photos', '--search', 'x'], 2, '--search looks through a whole folder: ft ls shared --search x'],
	[['rm'], 2, 'what is to be deleted? Say it like ft rm shared:old.zip'],
	[['rm', 'private:'], 2, 'cannot remove all of private at once. Name what is to go'],
	[['rm', 'shared:photos'], 2, 'Delete shared:photos from the hub? Nobody can be asked here: say it with --yes'],
	[['rm', 'public:report.pdf', '--yes'], 1, 'cannot delete public:report.pdf: only the operator may delete in public'],
	[
		['rm', 'shared:photos/a.jpg', '--yes'],
		1,
		"alice cannot delete shared:photos/a.jpg: it is the operator's; only the operator may",
	],
	[['rm', 'shared:zzz', '--yes'], 7, 'no zzz in shared. See what is there: ft ls shared'],
];

test('what cannot be listed or deleted is refused in one line, with the exit code for it, and nothing is gone', async () => {
	const scene = await openFolders();
	for (const [args, code, line] of refusals) {
		const ended = await scene.run([...args, '--name', 'alice']);
		expect([args, ended.code, ended.stdout, ended.stderr]).toEqual([args, code, '', `ft: ${line}\n`]);
	}
	expect(existsSync(scene.path('hub/shared_uploads/photos/a.jpg'))).toBe(true);
});

test('ft rm deletes what is mine, says so to the hub too, and of several one that fails does not keep the others', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	await scene.run(['ls', 'private', '--name', 'alice']);
	for (const name of ['a', '-rf', 'c\u001b[2J']) writeFileSync(scene.path(`hub/uploads/alice/${name}`), 'x');
	const named = ['private:a', 'private:gone', 'private:-rf'];
	const ended = await scene.run(['rm', ...named, '--yes', '--name', 'alice']);
	expect([ended.code, ended.stdout]).toEqual([7, 'deleted private:a, 1 B\ndeleted private:-rf, 1 B\n']);
	expect(ended.stderr).toBe('ft: no gone in private. See what is there: ft ls private\n');
	expect(readdirSync(scene.path('hub/uploads/alice'))).toEqual(['c\u001b[2J']);
	const json = await scene.run(['rm', 'private:c\u001b[2J', '--yes', '--json', '--name', 'alice']);
	expectTableEvents(json.events);
	expect(json.events).toMatchObject([{type: 'removed', space: 'private', path: 'c\u001b[2J', bytes: 1, user: 'alice'}]);
	expect(controlsIn(json.stdout)).toEqual([]);
	const removed = await hub.program.event('removed');
	expect(removed).toMatchObject({space: 'private', path: 'a', bytes: 1, user: 'alice'});
	expectTableEvents(hub.program.events());
});

test('a folder of 100,000 entries is listed whole, in order', async () => {
	const scene = await openScene();
	await scene.startHub();
	mkdirSync(scene.path('hub/shared_files/many'));
	for (let index = 0; index < 100_000; index++)
		closeSync(openSync(scene.path(`hub/shared_files/many/f${String(index).padStart(6, '0')}`), 'w'));
	const ended = await scene.run(['ls', 'public:many', '--name', 'alice']);
	const lines = ended.stdout.trimEnd().split('\n');
	expect([ended.code, lines.length, lines.at(0), lines.at(-1)]).toEqual([0, 100_000, 'f000000', 'f099999']);
	expect(lines).toEqual(lines.toSorted());
});
