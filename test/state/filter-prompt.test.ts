import {expect, test} from 'vitest';
import {filterPrompt} from '../../source/state/filter-prompt.ts';
import {lineWidth, plainText} from '../../source/state/line.ts';
import {createTextField} from '../../source/state/text-field.ts';

test('the hint and the keys stand behind what is typed, as far as that leaves room; the row is always whole', () => {
	const after = (typed: string): string => {
		const prompt = filterPrompt(createTextField(typed), 'show names', 'esc back', 40);
		expect(prompt.columns + lineWidth(prompt.after)).toBe(40);
		return plainText(prompt.after).trim();
	};
	expect(after('bob')).toBe('show names  esc back');
	expect(after('x'.repeat(13))).toBe('esc back');
	expect(after('漢'.repeat(20))).toBe('');
});
