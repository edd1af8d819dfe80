import fc from 'fast-check';
import {expect, test} from 'vitest';
import {isHarmful} from '../../source/base/display.ts';
import {toSafeJson} from '../../source/base/safe-json.ts';

test('what JSON leaves as it is and a terminal obeys is escaped, letters stay', () => {
	expect(toSafeJson({text: 'ü\u007f\u009b31m\u202e\u2028\u{e0041}日'})).toBe(
		'{"text":"ü\\u007f\\u009b31m\\u202e\\u2028\\udb40\\udc41日"}',
	);
});

test('whatever is in it, nothing harmful is printed, and the same value is read', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string({unit: 'binary'}), fc.string({unit: 'binary'})), (value) => {
			const json = toSafeJson(value);
			expect([...json].filter((character) => isHarmful(character.codePointAt(0) ?? 0))).toEqual([]);
			expect(Object.entries(JSON.parse(json) as object)).toEqual(Object.entries(value));
		}),
	);
});
