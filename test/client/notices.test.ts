import {expect, test} from 'vitest';
import {toPeerText} from '../../source/base/peer-text.ts';
import {createNotices} from '../../source/client/notices.ts';
import {maxNotices} from '../../source/protocol/limits.ts';

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
