import {expect, test} from 'vitest';
import {createTextColumn} from '../../source/files/text-column.ts';

test('texts come back as they were, however many and whatever their characters', () => {
	const texts = Array.from(
		{length: 3000},
		(_, index) => ['', 'a', 'ü', '日本', '😀'][index % 5] + 'x'.repeat(index % 97),
	);
	const column = createTextColumn();
	expect(texts.map((text) => column.push(text))).toEqual(texts.map((_, index) => index));
	expect(texts.map((_, index) => column.at(index))).toEqual(texts);
	expect([column.length, column.at(-1), column.at(3000)]).toEqual([3000, undefined, undefined]);
});

test('a text longer than all before it finds room', () => {
	const column = createTextColumn();
	column.push('short');
	column.push('y'.repeat(100_000));
	expect([column.at(0), column.at(1)?.length]).toEqual(['short', 100_000]);
});
