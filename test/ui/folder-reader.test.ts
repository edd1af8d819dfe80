import {expect, test} from 'vitest';
import type {ClientEvent} from '../../source/state/client-state.ts';
import type {FolderListing} from '../../source/state/picker.ts';
import {createFolderReader} from '../../source/ui/folder-reader.ts';

const listing: FolderListing = {
	path: '/tmp',
	parent: '/',
	entries: [
		{name: 'a', bytes: 0, modifiedMs: 0, kind: 'folder'},
		{name: 'b.txt', bytes: 1, modifiedMs: 0, kind: 'file'},
	],
};

test('what is typed is completed from its folder, and a folder has a slash', async () => {
	const asked: string[] = [];
	const events: ClientEvent[] = [];
	const reader = createFolderReader({
		listFolder: async (path) => {
			asked.push(path);
			return listing;
		},
		countFolder: () => new Promise(() => undefined),
		onEvent: (event) => events.push(event),
	});
	await reader.complete('/tmp/b');
	await reader.complete('b');
	expect(asked).toEqual(['/tmp/', '.']);
	expect(events[0]).toEqual({type: 'completed', text: '/tmp/b', names: ['a/', 'b.txt']});
});

test('a folder that cannot be read is said, and has nothing to complete', async () => {
	const events: ClientEvent[] = [];
	const reader = createFolderReader({
		listFolder: async () => {
			throw new Error('cannot open /x: no such folder');
		},
		countFolder: () => new Promise(() => undefined),
		onEvent: (event) => events.push(event),
	});
	await reader.list('/x', 3);
	await reader.complete('/x/y');
	expect(events).toEqual([
		{type: 'unlisted', request: 3, problem: 'cannot open /x: no such folder'},
		{type: 'completed', text: '/x/y', names: []},
	]);
});

test('a path that was pasted is asked for as an entry of its folder', async () => {
	const asked: Array<[path: string, isChosen: boolean | undefined]> = [];
	const reader = createFolderReader({
		listFolder: async (path, isChosen) => {
			asked.push([path, isChosen]);
			return listing;
		},
		countFolder: () => new Promise(() => undefined),
		onEvent: () => undefined,
	});
	await reader.list('/srv/x', 1, true);
	await reader.list('/srv', 2);
	expect(asked).toEqual([
		['/srv/x', true],
		['/srv', undefined],
	]);
});

test('a folder is counted in place of the one before, whose answer is dropped', async () => {
	const events: ClientEvent[] = [];
	const counts = new Map<string, () => void>();
	const reader = createFolderReader({
		listFolder: async () => listing,
		countFolder: (path) =>
			new Promise((resolve) => {
				counts.set(path, () => {
					resolve({files: 1, bytes: 1, leftOut: [], isAll: true});
				});
			}),
		onEvent: (event) => events.push(event),
	});
	const first = reader.count('/a');
	const second = reader.count('/b');
	counts.get('/a')?.();
	counts.get('/b')?.();
	await Promise.all([first, second]);
	expect(events.map((event) => ('path' in event ? event.path : ''))).toEqual(['/b']);
});
