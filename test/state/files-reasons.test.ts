import {expect, test} from 'vitest';
import type {FilesView} from '../../source/client/snapshot.ts';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, fileRow, filesView} from '../support/snapshots.ts';

const entries = [fileRow('photos', {kind: 'folder'}), fileRow('a.iso', {isMine: true}), fileRow('c.txt')];

/** What the footer says after keys on the files, and nothing was asked of the client. */
function noticeAfter(view: FilesView | undefined, keys: readonly string[], isOnline = true): string | undefined {
	const snapshot = clientSnapshot({files: view, ...(isOnline ? {} : {connection: {phase: 'connecting'}})});
	const desk = createClientDesk(snapshot);
	desk.press('2');
	desk.effects.length = 0;
	desk.press(...keys);
	expect(desk.effects.filter(({type}) => type !== 'need-rows')).toEqual([]);
	expect(desk.state.mode.mode).toBe('browsing');
	return desk.state.notice;
}

test('in another pane the keys of the files say where those are', () => {
	for (const key of ['d', 'U', 'D', ']', '[', '.', ',', 'h'])
		expect([key, noticeAfter(filesView(entries), ['1', key])]).toEqual([key, `${key}: go to the files first (2)`]);
	for (const key of ['space', 'A', '*', '+', '-'])
		expect([key, noticeAfter(filesView(entries), ['3', key])]).toEqual([
			key,
			`${key}: users (1) and files (2) can be marked`,
		]);
});

test('nothing is uploaded to public, and nothing deleted there', () => {
	const view = filesView(entries, {space: 'public', title: 'public'});
	expect(noticeAfter(view, ['U'])).toMatch(/only the hub's operator puts files into public/);
	expect(noticeAfter(view, ['D'])).toMatch(/only the hub's operator deletes/);
});

test('of shared only what is one’s own is deleted: one that is another’s is named, of several their number', () => {
	expect(noticeAfter(filesView(entries), ['G', 'D'])).toMatch(/^D: c\.txt is not yours/);
	expect(noticeAfter(filesView(entries), ['A', 'D'])).toBe('D: 2 of the 3 marked are not yours');
});

test('more entries than one transfer takes are not marked at once, nor some of a folder for all of it', () => {
	expect(noticeAfter(filesView(entries, {total: 501}), ['A'])).toMatch(/at most 500 can be marked, here are 501/);
	expect(noticeAfter(filesView(entries, {total: 500}), ['*'])).toMatch(/still being read/);
	for (const key of ['space', 'A', '*']) expect(noticeAfter(filesView([]), [key])).toMatch(/nothing to mark/);
	const many = Array.from({length: 501}, (_, index) => fileRow(`${index}`));
	const presses = Array.from({length: 501}, () => 'space');
	expect(noticeAfter(filesView(many), presses)).toBe('space: at most 500 can be marked');
	expect(noticeAfter(filesView(many), [...presses.slice(1), 'k', 'space'])).toBeUndefined();
});

test('without a connection nothing is opened, moved or deleted, and what is there can still be looked at', () => {
	for (const key of ['enter', 'd', 'U']) expect(noticeAfter(filesView(entries), [key], false)).toMatch(/not connected/);
	expect(noticeAfter(filesView(entries), ['j', 'D'], false)).toMatch(/not connected/);
	const desk = createClientDesk(clientSnapshot({files: filesView(entries), connection: {phase: 'connecting'}}));
	desk.press('2', 'j', 'enter');
	expect(desk.state.mode.mode).toBe('file');
	desk.press('d');
	expect(desk.state.notice).toMatch(/not connected/);
});

test('before a folder was opened every key says so', () => {
	for (const key of ['enter', 'd', 'U', 'D', '/', 'h', 'space', 'S'])
		expect([key, noticeAfter(undefined, [key])]).toEqual([key, expect.stringMatching(/./)]);
	expect(noticeAfter(filesView([]), ['enter'])).toMatch(/nothing to open/);
	expect(noticeAfter(filesView(entries, {folder: ['x']}), ['g', 'd'])).toMatch(/choose a file or a folder first/);
});
