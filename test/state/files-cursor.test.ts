import {expect, test} from 'vitest';
import type {FilesView} from '../../source/client/snapshot.ts';
import {
	createFilesState,
	firstIndex,
	moveFiles,
	nameOf,
	rowAt,
	shownRows,
	tieFiles,
	type FilesState,
} from '../../source/state/files-cursor.ts';
import {fileRow, filesView, peerPath} from '../support/snapshots.ts';

const rows = (...names: readonly string[]) => names.map((name) => fileRow(name));
const inPhotos = {folder: ['photos'], title: 'shared:photos'};
/** What a pane remembers after these views, one after the other. */
const after = (...views: readonly FilesView[]): FilesState => views.reduce(tieFiles, createFilesState());

test('the cursor begins on the first entry, also where there is a folder above', () => {
	expect(after(filesView(rows('a', 'b')))).toMatchObject({index: 0, name: 'a'});
	expect(after(filesView(rows('a', 'b'), inPhotos))).toMatchObject({index: 0, name: 'a'});
	expect(after(filesView([], inPhotos))).toMatchObject({index: -1, name: undefined});
	expect(after(filesView([]))).toMatchObject({index: 0, name: undefined});
	expect(tieFiles(createFilesState(), undefined)).toEqual(createFilesState());
});

test('an entry that comes before the cursor does not push it, and one that goes leaves it at its place', () => {
	const state = moveFiles(after(filesView(rows('b', 'c', 'd'))), filesView(rows('b', 'c', 'd')), 'down', 5);
	expect(tieFiles(state, filesView(rows('a', 'b', 'c', 'd')))).toMatchObject({index: 2, name: 'c'});
	expect(tieFiles(state, filesView(rows('b', 'd')))).toMatchObject({index: 1, name: 'd'});
	expect(tieFiles(state, filesView(rows('b')))).toMatchObject({index: 0, name: 'b'});
});

test('a cursor that is right leaves the state as it is', () => {
	const view = filesView(rows('a', 'b'));
	const state = after(view);
	expect(tieFiles(state, {...view})).toBe(state);
});

test('names that look the same on a screen are told apart by what they are on the disk', () => {
	const view = filesView([fileRow('a�', {path: peerPath('a\u0007')}), fileRow('a�', {path: peerPath('a\u0008')})]);
	const state = moveFiles(after(view), view, 'down', 5);
	expect(state).toMatchObject({index: 1, name: 'a\u0008'});
	expect(tieFiles(state, {...view})).toBe(state);
	expect(nameOf(fileRow('x', {path: peerPath()}))).toBe('');
});

test('../ is a row above the first, where there is a folder above', () => {
	const view = filesView(rows('a', 'b'), inPhotos);
	expect([firstIndex(view), firstIndex(filesView([]))]).toEqual([-1, 0]);
	const top = moveFiles(after(view), view, 'first', 5);
	expect(top).toMatchObject({index: -1, name: undefined});
	expect(tieFiles(top, filesView(rows('0', 'a', 'b'), inPhotos))).toMatchObject({index: -1});
	expect(moveFiles(top, view, 'last', 5)).toMatchObject({index: 1, name: 'b'});
	expect(moveFiles(top, view, 'up', 5).index).toBe(-1);
});

test('a key that is too early for a folder moves nothing: it opens on its first entry', () => {
	const reading = filesView([], {...inPhotos, isLoading: true});
	const state = moveFiles(after(reading), reading, 'last', 5);
	expect(tieFiles(state, filesView(rows('a', 'b'), inPhotos))).toMatchObject({index: 0, name: 'a'});
});

test('the folder above is shown as it was left: the cursor on the folder one was in, however far down', () => {
	const root = filesView(rows('x'), {total: 5000, offset: 4000, rows: [fileRow('w'), fileRow('photos')]});
	const left = {...after(root), index: 4001, name: 'photos', marked: rows('w')};
	const inside = tieFiles(left, filesView(rows('a'), inPhotos));
	expect(inside).toMatchObject({index: 0, name: 'a', above: [4001], marked: []});
	const loading = filesView([], {total: 0, isLoading: true});
	const back = tieFiles(tieFiles(inside, loading), root);
	expect(back).toMatchObject({index: 4001, name: 'photos', above: []});
	// Meanwhile another came before it.
	const moved = filesView([], {total: 5001, offset: 4000, rows: rows('v', 'w', 'photos')});
	expect(tieFiles(tieFiles(inside, loading), moved)).toMatchObject({index: 4002, name: 'photos'});
});

test('another space, or a folder further away, begins at its first entry', () => {
	const state = {...after(filesView(rows('a', 'b'), inPhotos)), index: 1, name: 'b', above: [7]};
	expect(tieFiles(state, filesView(rows('a', 'b'), {space: 'private', title: 'private'}))).toMatchObject({
		index: 0,
		above: [],
	});
	expect(tieFiles(state, filesView(rows('a', 'b'), {folder: ['x', 'y']}))).toMatchObject({index: 0, above: []});
});

test('another order and another filter begin at their first entry; marks stay', () => {
	const view = filesView(rows('a', 'b', 'c'));
	const state = {...moveFiles(after(view), view, 'last', 5), marked: rows('a')};
	const sorting = tieFiles(state, {...view, sort: 'date', isLoading: true});
	expect(sorting).toMatchObject({index: 0, name: undefined});
	const sorted = filesView(rows('b', 'c', 'a'), {sort: 'date'});
	expect(tieFiles(sorting, sorted)).toMatchObject({index: 0, name: 'b', marked: rows('a')});
	expect(tieFiles(state, filesView(rows('b', 'c'), {filter: 'x'}))).toMatchObject({index: 0, name: 'b'});
});

test('marks of what is gone go, as soon as the whole folder is there to tell', () => {
	const state = {...after(filesView(rows('a', 'b'))), marked: rows('a', 'b')};
	expect(tieFiles(state, filesView(rows('b'))).marked.map(nameOf)).toEqual(['b']);
	expect(tieFiles(state, filesView(rows('b'), {filter: 'b'})).marked).toHaveLength(2);
	expect(tieFiles(state, filesView([], {isLoading: true})).marked).toHaveLength(2);
	expect(tieFiles(state, filesView(rows('b'), {total: 2})).marked).toHaveLength(2);
});

test('what is on show is told when it changes, within the folder; a folder without rows needs none', () => {
	const view = filesView(rows('a'), {total: 100_000});
	const state = after(view);
	expect(shownRows(state, view, 5)).toEqual({from: 0, to: 5});
	expect(shownRows({...state, asked: {from: 0, to: 5}}, view, 5)).toBeUndefined();
	const last = moveFiles(state, view, 'last', 5);
	expect(last).toMatchObject({index: 99_999, name: undefined});
	expect(shownRows(last, view, 5)).toEqual({from: 99_995, to: 100_000});
	expect(shownRows(state, filesView([]), 5)).toBeUndefined();
});

test('rows are found by their place in the folder, and none outside the window', () => {
	const view = filesView(rows('a', 'b'), {offset: 10, total: 20});
	expect([9, 10, 11, 12].map((index) => rowAt(view, index)?.name)).toEqual([undefined, 'a', 'b', undefined]);
});

test('a cursor far from the window takes the name of its row when that comes', () => {
	const view = filesView(rows('a'), {total: 1000});
	const far = moveFiles(after(view), view, 'last', 5);
	const come = filesView(rows('y', 'z'), {total: 1000, offset: 998});
	expect(tieFiles(far, come)).toMatchObject({index: 999, name: 'z'});
});
