import {expect, test} from 'vitest';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {lineWidth} from '../../source/state/line.ts';
import {pickerPane} from '../../source/state/picker-pane.ts';
import {
	createPicker,
	startListing,
	takeCount,
	takeListing,
	toggleMark,
	type FolderEntry,
	type Picker,
} from '../../source/state/picker.ts';
import {createTextField} from '../../source/state/text-field.ts';
import {paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
const size = {columns: 60, rows: 10};
const modifiedMs = new Date(2026, 8, 14, 12).getTime();
const entry = (name: string, kind: FolderEntry['kind'] = 'file'): FolderEntry => ({
	name,
	bytes: 3_800_000_000,
	modifiedMs,
	kind,
});
const open = (entries: readonly FolderEntry[]): Picker =>
	takeListing(startListing(createPicker({kind: 'users', ids: ['id-bob'], name: 'bob'})), 1, {
		path: '/home/alice',
		parent: '/home',
		entries,
	});

test('folders, sizes, dates, marks and the cursor are told apart without colour', () => {
	const pane = pickerPane(toggleMark(open([entry('debian.iso'), entry('zz')])), size, look);
	expect(paneText(pane).map((line) => line.trimEnd())).toEqual([
		'   ../',
		' * debian.iso                           3.8 GB 2026-09-14',
		'>  zz                                   3.8 GB 2026-09-14',
	]);
	expect(pane.title).toBe('Send to bob: /home/alice');
	expect(pane.foot).toBe('1 marked 3.8 GB');
});

test('the size of a marked folder is told once it was counted, with what it holds while the cursor is on it', () => {
	const marked = toggleMark(open([entry('docs', 'folder')]));
	expect(pickerPane(marked, size, look).foot).toBe('1 marked');
	const counted = takeCount(marked, '/home/alice/docs', {files: 3, bytes: 12_000, leftOut: [], isAll: true});
	expect(pickerPane(counted, size, look).foot).toBe('docs/ 3 files 12 kB  1 marked 12 kB');
	expect(pickerPane(counted, {...size, columns: 30}, look).foot).toBe('1 marked 12 kB');
});

test('a name of this computer cannot write on the terminal either', () => {
	expect(paneText(pickerPane(open([entry('a\u001b[2Jb\n')]), size, look)).join()).toContain('a�[2Jb�');
});

test('a problem stands in one line above the list', () => {
	const pane = pickerPane({...open([entry('a')]), problem: 'cannot read /root: no permission'}, size, look);
	expect(paneText(pane)[0]).toBe(' ! cannot read /root: no permission');
	expect(paneText(pane)).toHaveLength(3);
});

test('reading, empty and filtered folders say so', () => {
	expect(paneText(pickerPane(startListing(createPicker({kind: 'users', ids: ['a'], name: 'b'})), size, look))).toEqual([
		' Reading the folder...',
	]);
	const root = {...open([]), listing: {path: '/', parent: undefined, entries: []}};
	expect(paneText(pickerPane(root, size, look)).join()).toContain('empty');
	expect(paneText(pickerPane({...root, filter: 'x'}, size, look)).join()).toContain('No name has x');
});

test('with a field the list is one row shorter, and everything fits', () => {
	const many = open(Array.from({length: 300}, (_, index) => entry('漢'.repeat(index))));
	const pane = pickerPane(many, size, look, {type: 'field', label: 'filter', field: createTextField()});
	expect(pane.lines).toHaveLength(7);
	for (const line of pane.lines) expect(lineWidth(line)).toBe(58);
	expect(pane.foot).toBe('2 of 301');
});
