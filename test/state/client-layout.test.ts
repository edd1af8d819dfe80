import {expect, test} from 'vitest';
import {homeLayout} from '../../source/state/client-layout.ts';

test('the home panes fill the body of the smallest screen and of a large one', () => {
	for (const [columns, rows] of [
		[60, 15],
		[200, 50],
	] as const) {
		const {users, files, transfers, log} = homeLayout({isZoomed: false}, {columns, rows}, false);
		expect(users.columns + files.columns).toBe(columns);
		expect(users.rows + transfers.rows + log.rows).toBe(rows - 2);
	}
});

test('zoomed, the body is one pane', () => {
	const size = {columns: 80, rows: 24};
	expect(homeLayout({isZoomed: true}, size, true).log).toEqual({columns: 80, rows: 21});
	expect(homeLayout({isZoomed: true}, size, false).files).toEqual({columns: 80, rows: 22});
});
