import {expect, test} from 'vitest';
import {heldText, pickedText, sendingText} from '../../source/state/picker-text.ts';
import {createPicker, takeCount, type FolderEntry, type PickedFile} from '../../source/state/picker.ts';

const picked = (name: string, kind: FolderEntry['kind'] = 'file'): PickedFile => ({
	path: `/${name}`,
	entry: {name, bytes: 3_800_000_000, modifiedMs: 0, kind},
});
const site = {
	files: 20_312,
	bytes: 3_100_000_000,
	leftOut: [{name: 'node_modules', files: 18_900, bytes: 3_000_000_000}],
	isAll: true,
};
const toBob = createPicker({kind: 'users', ids: ['id-bob'], name: 'bob'});

test('what is about to be sent is named', () => {
	const file = picked('a.iso');
	const folder = picked('b', 'folder');
	expect([[file], [folder], [file, file], [file, folder], []].map((files) => pickedText(files))).toEqual([
		'a.iso 3.8 GB',
		'b/',
		'2 files 7.6 GB',
		'2 files and folders',
		'nothing',
	]);
});

test('a folder tells how much it holds, and how much of it .gitignore names: taken along, or left out', () => {
	const single = {...site, leftOut: [{name: '', files: 12, bytes: 5}]};
	const several = {...site, leftOut: [...site.leftOut, {name: 'dist', files: 100, bytes: 5}], isAll: false};
	expect(heldText({...site, leftOut: []}, true)).toBe('20,312 files 3.1 GB');
	expect(heldText(site, false)).toBe('20,312 files 3.1 GB, 18,900 of them in node_modules');
	expect(heldText(site, true)).toBe('1,412 files 100 MB, without 18,900 in node_modules');
	expect(heldText(single, false)).toBe('20,312 files 3.1 GB, 12 of them named in .gitignore');
	expect(heldText(single, true)).toBe('20,300 files 3.1 GB, without 12 that .gitignore names');
	expect(heldText(several, false)).toBe('more than 20,312 files 3.1 GB, 19,000 of them in node_modules and elsewhere');
});

test('the last question tells what goes to whom, and how much of it need not go', () => {
	const plain = sendingText(toBob, [picked('a.iso')]);
	expect(plain).toEqual({
		title: 'Send',
		question: 'Send a.iso 3.8 GB to bob?',
	});
	expect(sendingText({...toBob, note: 'for tonight'}, [picked('a.iso')]).question).toContain(
		'to bob? Note: for tonight',
	);
	const folder = sendingText(takeCount(toBob, '/site', site), [picked('site', 'folder')]);
	expect(folder.question).toBe('Send site/ (20,312 files 3.1 GB, 18,900 of them in node_modules) to bob?');
});

test('files count beside folders, and a folder that was not counted yet makes it more', () => {
	const counted = takeCount(toBob, '/logs', {files: 3, bytes: 1_000_000_000, leftOut: [], isAll: true});
	const files = [picked('logs', 'folder'), picked('a.iso')];
	expect(sendingText(counted, files).question).toContain('2 files and folders (4 files 4.8 GB) to bob?');
	expect(sendingText(counted, [...files, picked('big', 'folder')]).question).toContain('(more than 4 files 4.8 GB)');
});

test("before an upload stands that the hub's operator can read it", () => {
	const target = {kind: 'space', space: 'shared', folder: ['photos'], title: 'shared:photos'} as const;
	const {title, question} = sendingText(createPicker(target), [picked('a.iso')]);
	expect(title).toBe('Upload');
	expect(question).toMatch(
		/^Upload a\.iso 3\.8 GB to shared:photos\? Everyone on this hub, and its operator, can read it/,
	);
});

test('who is offline is said before it is sent', () => {
	const picker = createPicker({kind: 'users', ids: ['1'], name: 'erin', away: ['erin']});
	expect(sendingText(picker, []).question).toContain('erin is offline and gets it later.');
	const two = createPicker({kind: 'users', ids: ['1', '2'], name: 'erin and frida', away: ['erin', 'frida']});
	expect(sendingText(two, []).question).toContain('2 of them are offline and get it later.');
});
