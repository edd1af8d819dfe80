import {expect, test} from 'vitest';
import {createStagedColumns, type StagedEntry} from '../../source/files/staged-entries.ts';

const entry = (index: number): StagedEntry => ({
	path: index % 3 === 0 ? `deep/folder-${index}` : `deep/${index}`,
	kind: index % 3 === 0 ? 'folder' : 'file',
	bytes: index % 3 === 0 ? 0 : 2 ** 40 + index,
	position: 2 ** 50 + index,
	modifiedMs: -index,
	isExecutable: index % 5 === 0,
});

test('a thousand entries come back as they were added, by number and one after the other', () => {
	const folders = ['', 'deep'];
	const list = createStagedColumns(folders);
	const wanted = Array.from({length: 1000}, (_, index) => entry(index));
	for (const {path, kind, ...rest} of wanted) {
		const folder = kind === 'folder' ? folders.push(path) - 1 : 1;
		list.add({...rest, folder, name: kind === 'folder' ? undefined : path.slice('deep/'.length)});
	}
	expect([...list]).toEqual(wanted);
	expect([...list.entries()]).toEqual([...wanted.entries()]);
	expect([0, 7, 999].map((index) => list.at(index))).toEqual([0, 7, 999].map(entry));
	expect([list.at(-1), list.at(1000)]).toEqual([undefined, undefined]);
	expect([list.length, list.files, list.bytes(8), list.position(8)]).toEqual([1000, 666, 2 ** 40 + 8, 2 ** 50 + 8]);
});

test('what lies at the top has no folder before its name', () => {
	const list = createStagedColumns(['', 'folder']);
	for (const name of ['file', undefined])
		list.add({folder: name === undefined ? 1 : 0, name, bytes: 0, position: 0, modifiedMs: 0, isExecutable: false});
	expect([...list].map(({path, kind}) => [path, kind])).toEqual([
		['file', 'file'],
		['folder', 'folder'],
	]);
});
