import fc from 'fast-check';
import {expect, test} from 'vitest';
import {isIdentityId, isTransferId, toShortId} from '../../source/protocol/ids.ts';

const hex = (length: number): fc.Arbitrary<string> =>
	fc.string({unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length});

/** RFC 4648, section 10: `foobar`, whose first 40 bits are the 5 bytes of `fooba`. */
test('a short id is the base32 of the first 40 bits', () => {
	expect(toShortId(Buffer.from('foobar').toString('hex').padEnd(64, '0'))).toBe('mzxw6ytb');
	expect(toShortId('0'.repeat(64))).toBe('aaaaaaaa');
	expect(toShortId('f'.repeat(64))).toBe('77777777');
});

test('a short id is always 8 characters that need no escaping', () => {
	fc.assert(
		fc.property(hex(64), (id) => {
			expect(toShortId(id)).toMatch(/^[a-z2-7]{8}$/);
		}),
	);
});

test('ids are lower-case hex of exactly their length', () => {
	expect(isIdentityId('0123456789abcdef'.repeat(4))).toBe(true);
	expect(isTransferId('0123456789abcdef'.repeat(2))).toBe(true);
	for (const [isId, length] of [
		[isIdentityId, 64],
		[isTransferId, 32],
	] as const) {
		for (const wrong of [
			'a'.repeat(length - 1),
			'a'.repeat(length + 1),
			'A'.repeat(length),
			'g'.repeat(length),
			`${'a'.repeat(length)}\n`,
			'',
			'../'.padEnd(length, 'a'),
		]) {
			expect(isId(wrong)).toBe(false);
		}
	}
});
