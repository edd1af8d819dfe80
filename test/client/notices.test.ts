import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {toPeerText} from '../../source/base/peer-text.ts';
import {createNotices} from '../../source/client/notices.ts';
import {openTextsTable} from '../../source/files/texts-table.ts';
import {maxNotices} from '../../source/protocol/limits.ts';
import {temporaryFolder} from '../files/temporary-folder.ts';

const notice = (index: number, text = 'backup at noon') =>
	({type: 'notice', id: index.toString(16).padStart(32, '0'), time: index, text: toPeerText(text)}) as const;

test('a notice that is said again, as after each reconnect, is no news', () => {
	const notices = createNotices();
	expect(notices.take(notice(1))).toBe(true);
	expect(notices.take(notice(1))).toBe(false);
	expect(notices.rows()).toHaveLength(1);
});

test('the newest are kept, newest last, and shown harmless', () => {
	const notices = createNotices();
	for (let index = 0; index <= maxNotices; index++) notices.take(notice(index, 'a\u001b[2Jb'));
	expect(notices.rows().map(({timeMs}) => timeMs)).toEqual(Array.from({length: maxNotices}, (_, index) => index + 1));
	expect(notices.rows().at(-1)?.text).toBe('a\ufffd[2Jb');
});

test('what was read and put away is known as such by the next process of this name', () => {
	const file = path.join(temporaryFolder(), 'texts.db');
	const open = (): ReturnType<typeof openTextsTable> => {
		const table = openTextsTable(file);
		onTestFinished(() => {
			table.close();
		});
		return table;
	};
	const first = createNotices(open());
	for (const index of [1, 2]) first.take(notice(index));
	first.putAway(notice(1).id);
	expect(first.rows().map(({wasPutAway}) => wasPutAway)).toEqual([false, false]);
	const next = createNotices(open());
	for (const index of [1, 2]) next.take(notice(index));
	expect(next.rows().map(({wasPutAway}) => wasPutAway)).toEqual([true, false]);
});
