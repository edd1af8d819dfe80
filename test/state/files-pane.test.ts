import {expect, test} from 'vitest';
import type {FilesView} from '../../source/client/snapshot.ts';
import {createClientState, type ClientState} from '../../source/state/client-state.ts';
import {createFilesState, tieFiles} from '../../source/state/files-cursor.ts';
import {filesPane} from '../../source/state/files-pane.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {lineWidth} from '../../source/state/line.ts';
import type {PaneView} from '../../source/state/view.ts';
import {clientSnapshot, fileRow, filesView, hostileClientSnapshot} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
/** As at 80x24. */
const size = {columns: 54, rows: 7};
const entries = [
	fileRow('photos', {kind: 'folder', bytes: 0}),
	fileRow('debian-13.iso'),
	fileRow('readme.txt', {userName: undefined, uploadedMs: undefined, bytes: 12_000}),
];
const pane = (view: FilesView | undefined, changes: Partial<ClientState> = {}, columns = size.columns): PaneView => {
	const files = view ? tieFiles(createFilesState(), view) : createFilesState();
	const state = {...createClientState(), pane: 'files' as const, files, ...changes};
	return filesPane(state, clientSnapshot({files: view}), {...size, columns}, look);
};
const text = (view: PaneView): string[] => paneText(view).map((line) => line.trimEnd());

test('rows tell folders, sizes and dates in columns, the marks and the cursor without colour', () => {
	const view = filesView(entries, {folder: ['photos'], title: 'shared:photos'});
	const files = {...tieFiles(createFilesState(), view), index: 1, marked: entries.slice(1)};
	const shown = pane(view, {files});
	expect(text(shown)).toEqual([
		'   ../',
		'   photos/                           dir 2026-09-14',
		'>* debian-13.iso                  3.8 GB 2026-09-14',
		' * readme.txt                      12 kB 2026-09-14',
	]);
	expect(shown.foot).toBe('2 marked 3.8 GB ── 2 of 3');
	expect(shown.note).toBe('sort name');
});

test('the open space stands in the brackets of the keys that change it, with the path in it', () => {
	expect(pane(filesView(entries)).title).toBe('2 Files  public | [shared] | private');
	const folder = {folder: ['photos'], title: 'shared:photos'};
	expect(pane(filesView(entries, folder), {}, 80).title).toBe('2 Files  public | [shared:photos] | private');
	expect(pane(filesView(entries, folder), {}, 42).title).toBe('2 Files  [shared:photos]');
	const deep = {folder: ['a', 'b'], title: `shared:${'photos/'.repeat(20)}2026`};
	expect(pane(filesView(entries, deep)).title).toMatch(/^2 Files {2}\[shared:.*….*2026\]$/);
});

test('a narrow pane leaves the room to the names', () => {
	expect(text(pane(filesView(entries), {}, 34))[1]).toBe('   debian-13.iso         3.8 GB');
});

test('a wide pane tells who uploaded a file, and a wider one also when', () => {
	const wide = text(pane(filesView(entries), {}, 70));
	expect(wide[1]).toMatch(/debian-13\.iso +3\.8 GB 2026-09-14 bob$/);
	expect(wide[2]).toMatch(/2026-09-14 the operator$/);
	const wider = pane(filesView(entries), {}, 84);
	expect(text(wider)[1]).toMatch(/2026-09-14 bob +↑2026-09-15$/);
	expect(wider.note).toBe('sort name  120 GB free');
});

test('the lower border says how many there are, and whom a folder is no secret from until something is marked', () => {
	expect(pane(filesView(entries, {total: 1212})).foot).toBe("the hub's operator can read these ── 1 of 1,212");
	expect(pane(filesView(entries, {space: 'public', title: 'public'})).foot).toBe('1 of 3');
	expect(pane(filesView(entries), {}, 34).foot).toBe('1 of 3');
	const top = {...createFilesState(), index: -1};
	expect(pane(filesView(entries, {folder: ['a'], space: 'public'}), {files: top}).foot).toBe('3 in all');
	const files = {...createFilesState(), marked: entries.slice(0, 2)};
	expect(pane(filesView(entries), {files}).foot).toBe('2 marked ── 1 of 3');
});

test('a row that is still on its way has its place', () => {
	const view = filesView([fileRow('a')], {total: 100_000});
	const files = {...createFilesState(), index: 50_000};
	expect(text(pane(view, {files}))).toEqual(['   …', '   …', '>  …', '   …', '   …']);
});

test('reading, empty, filtered and unknown folders say so', () => {
	expect(text(pane(undefined))).toEqual([' Not connected yet.']);
	expect(text(pane(filesView([], {isLoading: true})))).toEqual([' Reading the folder...']);
	expect(pane(filesView([], {isLoading: true})).note).toBe('reading');
	const offline = clientSnapshot({files: filesView([], {isLoading: true}), connection: {phase: 'connecting'}});
	expect(text(filesPane(createClientState(), offline, size, look))).toEqual([' Not connected yet.']);
	expect(text(pane(filesView([]))).join(' ')).toContain('U: upload for everyone');
	expect(text(pane(filesView([], {folder: ['a']})))).toEqual(['>  ../', ' This folder is empty. U: upload into it.']);
	const filtered = filesView([], {filter: 'inv'});
	expect(text(pane(filtered))).toEqual([' No name here has inv in it. esc: show all']);
	expect(pane(filtered).note).toBe('/inv  sort name');
});

test('why a folder cannot be shown stands in one line above the rows that were there', () => {
	const shown = pane(filesView(entries, {error: 'no photos in shared. See what is there: ft ls shared'}));
	expect(text(shown)[0]).toBe(' ! no photos in shared. See what is there: ft ls shared');
	expect(shown.lines).toHaveLength(4);
	expect(text(pane(filesView([], {error: 'no access'})))).toEqual([' ! no access']);
});

test('hostile names, a million rows and a long error fit at every width', () => {
	const {files} = hostileClientSnapshot();
	for (const columns of [34, 54, 70, 84, 140]) {
		const shown = pane(files, {}, columns);
		for (const line of shown.lines.slice(1)) expect([columns, lineWidth(line)]).toEqual([columns, columns - 2]);
	}
});
