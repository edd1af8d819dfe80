import {expect, test} from 'vitest';
import {layoutServer} from '../../source/state/server-layout.ts';

test('at every size the bands fill the screen, and each has room for a line', () => {
	for (let rows = 15; rows <= 60; rows++) {
		for (const hasDialog of [false, true]) {
			const {connectionRows, transferRows, throughputRows, bottomRows} = layoutServer(rows, hasDialog);
			expect(connectionRows + transferRows + throughputRows + bottomRows).toBe(rows - 2);
			expect(Math.min(connectionRows, transferRows, bottomRows)).toBeGreaterThanOrEqual(3);
			expect(throughputRows === 0 ? hasDialog : throughputRows >= 3).toBe(true);
		}
	}
});
