import fc from 'fast-check';
import {expect, test} from 'vitest';
import {idOfBase32, isTransferId, toBase32, toShortId} from '../../source/protocol/ids.ts';

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

test('an id of a transfer is lower-case hex of exactly its length', () => {
	expect(isTransferId('0123456789abcdef'.repeat(2))).toBe(true);
	const wrong = ['a'.repeat(31), 'a'.repeat(33), 'A'.repeat(32), 'g'.repeat(32), `${'a'.repeat(32)}\n`, ''];
	for (const text of [...wrong, '../'.padEnd(32, 'a')]) expect(isTransferId(text)).toBe(false);
});

test('all of an id in base32 is 52 characters that begin with the short id, and leads back to it', () => {
	fc.assert(
		fc.property(hex(64), (id) => {
			const text = toBase32(id);
			expect(text).toMatch(/^[a-z2-7]{52}$/);
			expect(text.slice(0, 8)).toBe(toShortId(id));
			expect(idOfBase32(text)).toBe(id);
		}),
	);
});

test('what is no id in base32, or has bits to spare, is none', () => {
	const text = toBase32('0'.repeat(64));
	for (const wrong of ['', text.slice(1), `${text}a`, text.replace('a', '1'), text.toUpperCase(), `${text.slice(1)}b`])
		expect(idOfBase32(wrong)).toBeUndefined();
});
