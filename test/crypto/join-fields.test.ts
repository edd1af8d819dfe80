import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {joinFields} from '../../source/crypto/join-fields.ts';

describe('joined fields', () => {
	it('stand with their lengths, text as UTF-8, numbers as digits', () => {
		const hex = joinFields('ft/1 x', ['é', 10, Buffer.of(0)]).toString('hex');
		expect(hex).toBe('0000000666742f31207800000002c3a90000000231300000000100');
	});

	it('are different bytes for different lists', () => {
		const list = fc.array(fc.string({maxLength: 3}), {maxLength: 4});
		fc.assert(
			fc.property(list, list, (one, other) => {
				const isSame = JSON.stringify(one) === JSON.stringify(other);
				expect(joinFields('ft/1 x', one).equals(joinFields('ft/1 x', other))).toBe(isSame);
			}),
		);
		expect(joinFields('ft/1 x', ['ab', 'c'])).not.toEqual(joinFields('ft/1 x', ['a', 'bc']));
		expect(joinFields('ft/1 x', ['a'])).not.toEqual(joinFields('ft/1 y', ['a']));
	});
});
