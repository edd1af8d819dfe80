import {expect, test} from 'vitest';
import {
	createPicker,
	entryUnderCursor,
	type FolderEntry,
	type FolderListing,
	invertEntries,
	isMarked,
	joinPath,
	markAllEntries,
	markMatchingEntries,
	type Picker,
	pickerSorts,
	placeOf,
	shownEntries,
	startListing,
	takeListing,
	takeProblem,
	toggleMark,
} from '../../source/state/picker.ts';

const entry = (name: string, kind: FolderEntry['kind'] = 'file'): FolderEntry => ({
	name,
	bytes: 10,
	modifiedMs: 0,
	kind,
});
const home: FolderListing = {
	path: '/home/alice',
	parent: '/home',
	entries: [entry('b10'), entry('b9'), entry('.hidden'), entry('docs', 'folder'), entry('pipe', 'other')],
};
const open = (listing = home): Picker =>
	takeListing(startListing(createPicker({kind: 'users', ids: ['id-bob'], name: 'bob'})), 1, listing);
const names = (picker: Picker): string[] => shownEntries(picker).map(({name}) => name);

test('the parent comes first, then folders, then files by name and number; hidden ones only when asked for', () => {
	expect(names(open())).toEqual(['..', 'docs', 'b9', 'b10', 'pipe']);
	expect(names({...open(), showsHidden: true})).toContain('.hidden');
});

test('a filter shows its matches only, so that the cursor stands on the first of them', () => {
	expect(names({...open(), filter: 'B'})).toEqual(['b9', 'b10']);
});

test('the root has no parent', () => {
	expect(names(open({path: '/', parent: undefined, entries: [entry('etc', 'folder')]}))).toEqual(['etc']);
});

test('the cursor begins below the parent, and stands on the folder one comes up from', () => {
	expect(open().selected).toBe('docs');
	const up = startListing(open());
	const parent = {path: '/home', parent: '/', entries: [entry('aaa', 'folder'), entry('alice', 'folder')]};
	expect(takeListing(up, up.request, parent).selected).toBe('alice');
	expect(open({...home, chosen: 'b10'}).selected).toBe('b10');
});

test('an answer to an older question is dropped', () => {
	const asked = startListing(startListing(open()));
	expect(takeListing(asked, 2, home)).toBe(asked);
	expect(takeProblem(asked, 2, 'x')).toBe(asked);
});

test('a folder that cannot be read is told in one safe line, and what was on show stays', () => {
	const asked = startListing(open());
	const failed = takeProblem(asked, asked.request, 'cannot read a\u001b[2J');
	expect(failed).toMatchObject({isLoading: false, problem: 'cannot read a�[2J', listing: home});
});

test('space marks, goes down, and marks in several folders; a second time unmarks', () => {
	const once = toggleMark(open());
	expect(once.marked.map(({path}) => path)).toEqual(['/home/alice/docs']);
	expect(once.selected).toBe('b9');
	expect(isMarked(once, entry('docs', 'folder'))).toBe(true);
	expect(toggleMark({...once, selected: 'docs'}).marked).toEqual([]);
	const asked = startListing(once);
	const elsewhere = takeListing(asked, asked.request, {path: '/x', parent: '/', entries: [entry('docs', 'folder')]});
	expect(isMarked(elsewhere, entry('docs', 'folder'))).toBe(false);
	expect(toggleMark(elsewhere).marked).toHaveLength(2);
});

test('neither the parent nor a pipe can be marked', () => {
	expect(toggleMark({...open(), selected: '..'}).marked).toEqual([]);
	expect(toggleMark({...open(), selected: 'pipe'}).marked).toEqual([]);
});

test('before the first answer there is nothing under the cursor', () => {
	expect(entryUnderCursor(createPicker({kind: 'users', ids: ['a'], name: 'b'}))).toBeUndefined();
});

test.each([
	['/', 'a', '/a'],
	['/x', 'a', '/x/a'],
	['C:\\x', 'a', 'C:\\x\\a'],
	['C:\\', 'a', 'C:\\a'],
	['/odd\\name', 'a', '/odd\\name/a'],
])('%s and %s are %s', (folder, name, path) => {
	expect(joinPath(folder, name)).toBe(path);
});

test('a folder is put in order once, however often the cursor moves; another order or filter puts it in order again', () => {
	const listing: FolderListing = {
		path: '/x',
		parent: undefined,
		entries: [
			{name: 'b.iso', bytes: 1, modifiedMs: 3, kind: 'file'},
			{name: 'a.txt', bytes: 2, modifiedMs: 1, kind: 'file'},
			{name: 'c.iso', bytes: 3, modifiedMs: 2, kind: 'file'},
		],
	};
	const picker = {...createPicker({kind: 'users', ids: ['1'], name: 'bob'}), listing};
	const first = shownEntries(picker);
	expect(shownEntries({...picker, selected: 'c.iso'})).toBe(first);
	const names = (sort: (typeof pickerSorts)[number]): string =>
		shownEntries({...picker, sort})
			.map(({name}) => name[0])
			.join('');
	expect(pickerSorts.map(names)).toEqual(['abc', 'cab', 'bca']);
	expect(placeOf({...picker, selected: 'c.iso'})).toBe(2);
	expect(placeOf({...picker, selected: 'gone'})).toBe(0);
});

test('all, none, the others, and what matches a pattern are marked of what is shown; marks of other folders stay', () => {
	const file = (name: string): FolderListing['entries'][number] => ({name, bytes: 1, modifiedMs: 0, kind: 'file'});
	const listing = {path: '/x', parent: '/', entries: [file('a.iso'), file('b.iso'), file('c.txt')]};
	const elsewhere = {path: '/y/z', entry: file('z')};
	const picker = {...createPicker({kind: 'users', ids: ['1'], name: 'bob'}), listing, marked: [elsewhere]};
	const marks = ({marked}: typeof picker | ReturnType<typeof markAllEntries>): string =>
		marked.map(({path}) => path).join(' ');
	const all = markAllEntries(picker);
	expect(marks(all)).toBe('/y/z /x/a.iso /x/b.iso /x/c.txt');
	expect(marks(markAllEntries(all))).toBe('/y/z');
	const isos = markMatchingEntries(picker, '*.iso', true);
	expect(marks(isos)).toBe('/y/z /x/a.iso /x/b.iso');
	expect(marks(invertEntries(isos))).toBe('/y/z /x/c.txt');
	expect(marks(markMatchingEntries(isos, 'b*', false))).toBe('/y/z /x/a.iso');
});

test('a hidden entry that was asked for by its own path is shown, with the cursor on it', () => {
	const asked = startListing(createPicker({kind: 'users', ids: ['1'], name: 'bob'}));
	const picker = takeListing(asked, asked.request, {...home, chosen: '.hidden'});
	expect(shownEntries(picker)[placeOf(picker)]?.name).toBe('.hidden');
});
