import {describe, expect, it} from 'vitest';
import {deriveCodeKey, generateCode, normaliseCode} from '../../source/crypto/join-code.ts';
import {codeOfRejection} from './code-of.ts';

const hubId = 'ab'.repeat(32);

describe('a code', () => {
	it('is three groups of four without look-alikes', () => {
		for (let count = 0; count < 200; count++)
			expect(generateCode()).toMatch(/^([2-9a-hijkmnp-z]{4}-){2}[2-9a-hijkmnp-z]{4}$/);
	});

	it('uses all of its 32 symbols and hardly comes twice', () => {
		const codes = Array.from({length: 500}, generateCode);
		expect(new Set(codes).size).toBe(500);
		expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(32);
	});

	it.each([
		'349p-yh2c-5jsw',
		'349pyh2c5jsw',
		'349P-YH2C-5JSW',
		' 349p yh2c 5jsw\n',
		'3-49pyh2c--5jsw',
		'349p–yh2c—5jsw',
	])('typed as %j is understood', (typed) => {
		expect(normaliseCode(typed)).toBe('349p-yh2c-5jsw');
	});

	it.each([
		'',
		'349p-yh2c-5js',
		'349p-yh2c-5jsww',
		'349p-yh2c-5js0',
		'349p-yh2c-5js1',
		'349p-yh2c-5jsl',
		'349p-yh2c-5jso',
		'349p-yh2c-5jsé',
	])('cannot be %j', (typed) => {
		expect(normaliseCode(typed)).toBeUndefined();
	});

	it('gives the same key however it is typed, and another one for another hub or code', async () => {
		const [key, typed, otherHub, otherCode] = await Promise.all([
			deriveCodeKey('349p-yh2c-5jsw', hubId),
			deriveCodeKey('349P YH2C 5JSW', hubId),
			deriveCodeKey('349p-yh2c-5jsw', 'ac'.repeat(32)),
			deriveCodeKey('349p-yh2c-5jsx', hubId),
		]);
		expect(key).toHaveLength(32);
		expect(typed).toEqual(key);
		expect(otherHub).not.toEqual(key);
		expect(otherCode).not.toEqual(key);
	});

	it('that is none gives no key', async () => {
		expect(await codeOfRejection(deriveCodeKey('hello', hubId))).toBe('wrong-code');
	});
});
