import {expect, test} from 'vitest';
import {firstIndex} from '../../source/base/first-index.ts';

test('the first of those behind is found wherever it is, also when there is none', () => {
	for (let length = 0; length < 20; length++) {
		for (let first = 0; first <= length; first++) {
			const asked: number[] = [];
			const found = firstIndex(length, (index) => {
				asked.push(index);
				return index >= first;
			});
			expect(found).toBe(first);
			expect(asked.every((index) => index >= 0 && index < length)).toBe(true);
			expect(asked.length).toBeLessThanOrEqual(5);
		}
	}
});
