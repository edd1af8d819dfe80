import {expect, test} from 'vitest';
import {openOperatorTable} from '../../source/files/operator-table.ts';
import {createNotices} from '../../source/hub/notices.ts';
import {maxNotices, noticeKeepMs} from '../../source/protocol/limits.ts';
import {createManualClock} from '../support/manual-clock.ts';

test(`the newest ${maxNotices} of the last 24 h stand, also when the hub starts anew, and the rest is forgotten`, () => {
	const table = openOperatorTable(':memory:');
	const clock = createManualClock();
	const notices = createNotices(table, clock);
	for (let index = 0; index <= maxNotices; index++) notices.add(`n${index}`);
	expect(notices.standing().map(({text}) => text)).toEqual(
		Array.from({length: maxNotices}, (_, index) => `n${index + 1}`),
	);
	expect(table.notices()).toHaveLength(maxNotices);
	clock.advance(noticeKeepMs - 1);
	expect(createNotices(table, clock).standing()).toHaveLength(maxNotices);
	clock.advance(1);
	expect([notices.standing(), table.notices()]).toEqual([[], []]);
});
