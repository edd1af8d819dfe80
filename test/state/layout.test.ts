import {expect, test} from 'vitest';
import {hasRoom, innerRows, layoutScreen, minColumns, minRows} from '../../source/state/layout.ts';

test('there is room from 60x15 on, and not one less', () => {
	expect(hasRoom(minColumns, minRows)).toBe(true);
	expect(hasRoom(minColumns - 1, minRows)).toBe(false);
	expect(hasRoom(minColumns, minRows - 1)).toBe(false);
});

test('at every size the bands fill the body, and each has room for a line', () => {
	for (let rows = minRows; rows <= 60; rows++) {
		for (const hasBanner of [false, true]) {
			const layout = layoutScreen(80, rows, {hasBanner});
			expect(layout.topRows + layout.middleRows + layout.bottomRows).toBe(rows - 2 - (hasBanner ? 1 : 0));
			for (const band of [layout.topRows, layout.middleRows, layout.bottomRows])
				expect(innerRows(band)).toBeGreaterThan(0);
			expect(layout.bottomRows).toBeGreaterThanOrEqual(4);
		}
	}
});

test('the left pane leaves most of the width to the right one', () => {
	for (const columns of [60, 80, 200]) {
		const {leftColumns} = layoutScreen(columns, 24, {hasBanner: false});
		expect(leftColumns).toBeGreaterThanOrEqual(24);
		expect(leftColumns).toBeLessThan(columns / 2);
	}
});

test('a border takes two rows', () => {
	expect([innerRows(5), innerRows(2), innerRows(0)]).toEqual([3, 0, 0]);
});
