import {expect, test} from 'vitest';
import {createNumberRows} from '../../source/files/number-rows.ts';

test('rows come back as they were set, however many', () => {
	const rows = createNumberRows(3);
	for (let row = 0; row < 5000; row++) rows.set(row, [row, row * 0.5, -row]);
	for (const row of [0, 1, 1023, 1024, 4999])
		expect([0, 1, 2].map((column) => rows.at(row, column))).toEqual([row, row * 0.5, row === 0 ? -0 : -row]);
});

test('a row can be set again, and one that was never set is zeros', () => {
	const rows = createNumberRows(2);
	rows.set(3000, [1, 2]);
	rows.set(3000, [3, Number.MAX_SAFE_INTEGER]);
	expect([rows.at(3000, 0), rows.at(3000, 1)]).toEqual([3, Number.MAX_SAFE_INTEGER]);
	expect([rows.at(2999, 1), rows.at(9999, 0), rows.at(-1, 0)]).toEqual([0, 0, 0]);
});
