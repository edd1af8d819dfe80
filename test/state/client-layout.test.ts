import {expect, test} from 'vitest';
import {homeLayout} from '../../source/state/client-layout.ts';
import {createTextField} from '../../source/state/text-field.ts';

const browsing = {mode: 'browsing'} as const;

test('the home panes fill the body of the smallest screen and of a large one', () => {
	for (const [columns, rows] of [
		[60, 15],
		[200, 50],
	] as const) {
		const {users, files, transfers, log} = homeLayout({isZoomed: false, mode: browsing}, {columns, rows}, false);
		expect(users.columns + files.columns).toBe(columns);
		expect(users.rows + transfers.rows + log.rows).toBe(rows - 2);
	}
});

test('zoomed, the body is one pane, less what a question takes', () => {
	const size = {columns: 80, rows: 24};
	expect(homeLayout({isZoomed: true, mode: browsing}, size, true).log).toEqual({columns: 80, rows: 21});
	const typing = {mode: 'marking', isMark: true, field: createTextField()} as const;
	expect(homeLayout({isZoomed: true, mode: typing}, size, false).files).toEqual({columns: 80, rows: 19});
});
