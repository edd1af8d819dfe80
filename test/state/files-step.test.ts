import {expect, test} from 'vitest';
import type {FilesView} from '../../source/client/snapshot.ts';
import {toFolderTarget} from '../../source/state/files-step.ts';
import {createClientDesk, type ClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, fileRow, filesView, peerPath} from '../support/snapshots.ts';

const entries = [
	fileRow('photos', {kind: 'folder', bytes: 0}),
	fileRow('a.iso', {isMine: true}),
	fileRow('b.txt', {isMine: true}),
	fileRow('c.txt'),
];
const inPhotos = {folder: ['photos'], title: 'shared:photos'};

/** On the files, with what the first rows gave rise to forgotten. */
function openDesk(view: FilesView = filesView(entries)): ClientDesk {
	const desk = createClientDesk(clientSnapshot({files: view}));
	desk.press('2');
	desk.effects.length = 0;
	return desk;
}

test.each([
	[']', 'private'],
	['.', 'private'],
	['[', 'public'],
	[',', 'public'],
])('%s opens the space %s', (key, space) => {
	const desk = openDesk();
	desk.press(key);
	expect(desk.effects).toEqual([{type: 'open-folder', space, folder: []}]);
});

test('spaces go around', () => {
	const desk = openDesk(filesView(entries, {space: 'private', title: 'private'}));
	desk.press(']');
	expect(desk.effects).toEqual([{type: 'open-folder', space: 'public', folder: []}]);
});

test.each(['enter', 'l', 'right'])('%s opens a folder, and of a file its sheet', (key) => {
	const desk = openDesk();
	desk.press(key);
	expect(desk.effects).toEqual([{type: 'open-folder', space: 'shared', folder: ['photos']}]);
	desk.press('j', key);
	expect(desk.state.mode).toMatchObject({mode: 'file', space: 'shared', title: 'shared', row: entries[1]});
});

test('a folder is opened by what it is called on the disk, not by what can be shown of it', () => {
	const desk = openDesk(filesView([fileRow('a�b', {path: peerPath('x', 'a\u0007b'), kind: 'folder'})]));
	desk.press('enter');
	expect(desk.effects).toEqual([{type: 'open-folder', space: 'shared', folder: ['x', 'a\u0007b']}]);
});

test.each(['h', 'left', 'backspace'])('%s opens the folder above; in the root there is none', (key) => {
	const desk = openDesk(filesView(entries, inPhotos));
	desk.press(key);
	expect(desk.effects).toEqual([{type: 'open-folder', space: 'shared', folder: []}]);
	const root = openDesk();
	root.press(key);
	expect(root.effects).toEqual([]);
	expect(root.state.notice).toContain('there is no folder above');
});

test('Enter on ../ opens the folder above', () => {
	const desk = openDesk(filesView(entries, inPhotos));
	desk.press('g', 'enter');
	expect(desk.effects.at(-1)).toEqual({type: 'open-folder', space: 'shared', folder: []});
});

test('space marks and goes down, A marks all or none, * inverts', () => {
	const desk = openDesk();
	const marked = (): string[] => desk.state.files.marked.map(({name}) => name);
	desk.press('space', 'space');
	expect(marked()).toEqual(['photos', 'a.iso']);
	expect(desk.state.files.name).toBe('b.txt');
	desk.press('*');
	expect(marked()).toEqual(['b.txt', 'c.txt']);
	desk.press('A');
	expect(marked()).toHaveLength(4);
	desk.press('A');
	expect(marked()).toEqual([]);
});

test('d downloads what is marked, and then nothing is marked; else what is under the cursor', () => {
	const desk = openDesk();
	desk.press('d');
	desk.press('space', 'space', 'd', 'd');
	expect(desk.effects).toEqual([
		{type: 'get', space: 'shared', paths: [['photos']]},
		{type: 'get', space: 'shared', paths: [['photos'], ['a.iso']]},
		{type: 'get', space: 'shared', paths: [['b.txt']]},
	]);
});

test('D asks with the name in the question, and deletes after a yes only', () => {
	const desk = openDesk();
	desk.press('j', 'D');
	expect(desk.state.mode).toMatchObject({
		mode: 'confirming',
		question: 'Delete a.iso from shared? It cannot be brought back.',
		no: 'no, keep',
	});
	desk.dispatch({type: 'chosen', answer: 0});
	expect(desk.effects).toEqual([]);
	desk.press('D');
	desk.dispatch({type: 'chosen', answer: 1});
	expect(desk.effects).toEqual([{type: 'remove', space: 'shared', paths: [['a.iso']]}]);
	expect(desk.state.mode.mode).toBe('browsing');
});

test('of several the first are named, a folder with what goes with it, and no mark stays', () => {
	const mine = entries.map((row) => ({...row, isMine: true}));
	const desk = openDesk(filesView(mine));
	desk.press('A', 'D');
	expect(desk.state.mode).toMatchObject({
		question: 'Delete photos/ with all in it, a.iso and 2 more from shared? It cannot be brought back.',
		yes: 'delete 4 entries',
	});
	desk.press('esc');
	expect(desk.state.files.marked).toHaveLength(4);
	desk.press('D');
	desk.dispatch({type: 'chosen', answer: 1});
	expect(desk.state.files.marked).toEqual([]);
});

test('S goes through the orders', () => {
	for (const [sort, next] of [
		['name', 'size'],
		['size', 'date'],
		['date', 'user'],
		['user', 'name'],
	] as const) {
		const desk = openDesk(filesView(entries, {sort}));
		desk.press('S');
		expect(desk.effects).toEqual([{type: 'sort-files', sort: next}]);
	}
});

test('the hub filters while one types; Enter keeps the filter, esc takes it off, in the field and afterwards', () => {
	const desk = openDesk();
	desk.press('/');
	desk.type('i');
	desk.type('n');
	desk.press('enter');
	expect(desk.effects).toEqual([
		{type: 'filter-files', filter: 'i'},
		{type: 'filter-files', filter: 'in'},
	]);
	desk.show(clientSnapshot({files: filesView(entries, {filter: 'in'})}));
	desk.effects.length = 0;
	desk.press('esc');
	expect(desk.effects).toEqual([{type: 'filter-files', filter: ''}]);
	desk.press('/', 'backspace');
	expect(desk.effects.at(-1)).toEqual({type: 'filter-files', filter: 'i'});
	desk.press('esc');
	expect(desk.effects.at(-1)).toEqual({type: 'filter-files', filter: ''});
	expect(desk.state.filters.users).toBe('');
});

test('the sheet downloads by its chosen answer, deletes after one more question, and goes back by three keys', () => {
	const desk = openDesk();
	desk.press('j', 'enter');
	desk.dispatch({type: 'chosen', answer: 0});
	expect(desk.effects).toEqual([{type: 'get', space: 'shared', paths: [['a.iso']]}]);
	desk.press('enter');
	desk.dispatch({type: 'chosen', answer: 1});
	expect(desk.state.mode).toMatchObject({mode: 'confirming', question: expect.stringContaining('a.iso')});
	desk.press('esc', 'i');
	desk.dispatch({type: 'chosen', answer: 2});
	expect(desk.state.mode.mode).toBe('browsing');
	for (const key of ['esc', 'h', 'left', 'q']) {
		desk.press('i', key);
		expect(desk.state.mode.mode).toBe('browsing');
	}
	desk.press('i', 'd');
	expect(desk.effects.at(-1)).toEqual({type: 'get', space: 'shared', paths: [['a.iso']]});
	expect(desk.effects).toHaveLength(2);
});

test('i on a folder is its sheet; where there is no row, the sheet of the hub', () => {
	const desk = openDesk();
	desk.press('i');
	expect(desk.state.mode).toMatchObject({mode: 'file', row: {name: 'photos'}});
	const empty = openDesk(filesView([]));
	empty.press('i');
	expect(empty.state.mode).toMatchObject({mode: 'about', who: 'hub'});
});

test('a row that goes to where it is not yet is asked for, and the same rows not twice', () => {
	const desk = openDesk(filesView(entries, {total: 100_000}));
	desk.press('G', 'G');
	expect(desk.effects).toEqual([{type: 'need-rows', from: 99_995, to: 100_000}]);
	expect(desk.state.files).toMatchObject({index: 99_999, name: undefined});
	for (const key of ['d', 'D', 'space', 'enter', 'i']) {
		desk.press(key);
		expect(desk.state.notice).toBe('this row is still being read');
	}
	expect(desk.effects).toHaveLength(1);
});

test('R lists anew; without a connection it connects', () => {
	const desk = openDesk();
	desk.press('R');
	expect(desk.effects).toEqual([{type: 'refresh-files'}]);
	desk.show({...desk.snapshot, connection: {phase: 'connecting'}});
	desk.press('R');
	expect(desk.effects.at(-1)).toEqual({type: 'reconnect'});
});

test('a pasted path is uploaded into the open folder, after the picker has shown it', () => {
	const desk = openDesk(filesView(entries, inPhotos));
	desk.paste('/home/a.iso\n');
	expect(desk.effects).toEqual([{type: 'list', request: 1, path: '/home/a.iso', isChosen: true}]);
	expect(desk.state.mode).toMatchObject({
		mode: 'picking',
		picker: {target: toFolderTarget(filesView(entries, inPhotos))},
	});
});
