import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fitsBytes} from '../../source/base/utf8.ts';

test('the bound is in bytes of UTF-8, not in characters: at it fits, one beyond does not', () => {
	expect(fitsBytes('a'.repeat(255), 255)).toBe(true);
	expect(fitsBytes('a'.repeat(256), 255)).toBe(false);
	expect(fitsBytes('語'.repeat(85), 255)).toBe(true);
	expect(fitsBytes(`${'語'.repeat(85)}a`, 255)).toBe(false);
	expect(fitsBytes('💾'.repeat(2), 8)).toBe(true);
	expect(fitsBytes('💾'.repeat(2), 7)).toBe(false);
	expect(fitsBytes('', 0)).toBe(true);
});

test('it says what encoding the text says', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 40}), fc.nat(120), (text, maxBytes) => {
			expect(fitsBytes(text, maxBytes)).toBe(new TextEncoder().encode(text).length <= maxBytes);
		}),
	);
});
