import {expect, test} from 'vitest';
import {fileActions, fileSheet} from '../../source/state/file-sheet.ts';
import {clientSnapshot, fileRow, peerPath} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const size = {columns: 80, rows: 20};
const mode = {
	mode: 'file',
	space: 'shared',
	title: 'shared:photos',
	row: fileRow('a.jpg', {path: peerPath('photos', 'a.jpg')}),
} as const;
const sheet = (changes: Partial<typeof mode.row> = {}): string =>
	paneText(fileSheet({...mode, row: {...mode.row, ...changes}}, clientSnapshot(), size)).join('\n');

test('the sheet of a file has who uploaded it and when, its size, its path, and where it is saved', () => {
	const text = sheet();
	expect(fileSheet(mode, clientSnapshot(), size).title).toBe('File a.jpg');
	expect(text).toMatch(/size +3\.8 GB, 3,800,000,000 bytes/);
	expect(text).toMatch(/changed +2026-09-14 12:30/);
	expect(text).toMatch(/from +bob, 2026-09-15 09:05/);
	expect(text).toMatch(/path +shared:photos\/a\.jpg/);
	expect(text).toMatch(/saved in +\/home\/alice\/downloads/);
	expect(text.replaceAll(/\s+/g, ' ')).toContain('and its operator, can read it there');
});

test('what nobody uploaded is the operator’s, a folder has no size, and one’s own says so', () => {
	expect(sheet({userName: undefined, uploadedMs: undefined})).toMatch(/from +the hub's operator/);
	expect(sheet({kind: 'folder'})).toMatch(/size +a folder/);
	const folder = {...mode, row: {...mode.row, kind: 'folder' as const}};
	expect(fileSheet(folder, clientSnapshot(), size).title).toBe('Folder a.jpg/');
	expect(sheet({userName: 'alice', isMine: true, uploadedMs: undefined})).toMatch(/from +alice \(you\)/);
	const top = {...mode, title: 'shared', row: fileRow('a.jpg')};
	expect(paneText(fileSheet(top, clientSnapshot(), size)).join('\n')).toMatch(/path +shared:a\.jpg/);
});

test('download is chosen at first, and deleting is offered for one’s own only', () => {
	expect(fileSheet(mode, clientSnapshot(), size).widget).toEqual({type: 'choice', answers: ['download', 'back']});
	const mine = {...mode, row: fileRow('a', {isMine: true})};
	expect(fileActions(mine)).toEqual(['download', 'remove', 'back']);
	expect(fileActions({...mode, space: 'private'})).toEqual(['download', 'remove', 'back']);
	expect(fileActions({...mine, space: 'public'})).toEqual(['download', 'back']);
});

test('a long name is shown to its end, and on the smallest screen takes nothing from the rest', () => {
	const long = {...mode, row: fileRow(`${'x'.repeat(250)}.end`, {path: peerPath('photos', 'x')})};
	expect(
		paneText(fileSheet(long, clientSnapshot(), size))
			.join('')
			.replaceAll(/\s/g, ''),
	).toContain(`${'x'.repeat(250)}.end`);
	const small = fileSheet(long, clientSnapshot(), {columns: 60, rows: 12});
	expect(small.lines.length).toBeLessThanOrEqual(8);
	expect(paneText(small).join('\n')).toMatch(/3\.8 GB[^]*bob[^]*its operator, can read it[^]*saved in/);
});
