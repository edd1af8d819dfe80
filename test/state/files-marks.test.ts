import {expect, test} from 'vitest';
import {createFilesState, tieFiles, type FilesState} from '../../source/state/files-cursor.ts';
import {
	chosenFiles,
	invertMarks,
	isMarkedFile,
	markAll,
	maxMarked,
	toggleFile,
} from '../../source/state/files-marks.ts';
import {fileRow, filesView} from '../support/snapshots.ts';

const view = filesView(['a', 'b', 'c'].map((name) => fileRow(name)));
const state = tieFiles(createFilesState(), view);
const marks = ({marked}: FilesState): string[] => marked.map(({name}) => name);

test('a mark is set and taken away, and sits on the entry, not on its place', () => {
	const marked = toggleFile(state, view);
	expect(marks(marked)).toEqual(['a']);
	expect(isMarkedFile(marked, fileRow('a'))).toBe(true);
	expect(isMarkedFile(marked, fileRow('b'))).toBe(false);
	expect(marks(toggleFile(marked, view))).toEqual([]);
});

test('../ and an empty folder have nothing to mark', () => {
	expect(toggleFile({...state, index: -1}, view)).toEqual({...state, index: -1});
	expect(chosenFiles({...state, index: -1}, view)).toEqual([]);
	expect(chosenFiles(createFilesState(), filesView([]))).toEqual([]);
});

test('all are marked, or none when all were; an inversion swaps', () => {
	const one = toggleFile(state, view);
	expect(marks(markAll(one, view))).toEqual(['a', 'b', 'c']);
	expect(marks(markAll(markAll(one, view), view))).toEqual([]);
	expect(marks(invertMarks(one, view))).toEqual(['b', 'c']);
});

test('a key is about what is marked, else about the entry under the cursor', () => {
	expect(chosenFiles(state, view).map(({name}) => name)).toEqual(['a']);
	expect(chosenFiles({...state, marked: view.rows.slice(1)}, view).map(({name}) => name)).toEqual(['b', 'c']);
});

test('what a filter leaves out keeps its mark, and no more is marked than one transfer takes', () => {
	const marked = [fileRow('x'), fileRow('b')];
	expect(marks(markAll({...state, marked}, view))).toEqual(['x', 'a', 'b', 'c']);
	expect(marks(markAll({...state, marked: [...marked, ...view.rows]}, view))).toEqual(['x']);
	expect(marks(invertMarks({...state, marked}, view))).toEqual(['x', 'a', 'c']);
	const full = {...state, marked: Array.from({length: maxMarked - 1}, (_, index) => fileRow(`x${index}`))};
	expect(markAll(full, view).marked).toHaveLength(maxMarked);
});
