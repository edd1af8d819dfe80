import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import * as f from '../../source/protocol/fields.ts';
import {maxCursorBytes, maxSummaryBytes, maxTimeMs} from '../../source/protocol/limits.ts';

const fits = (schema: v.GenericSchema, value: unknown): boolean =>
	v.safeParse(schema, value, {abortEarly: true}).success;
const base64 = (bytes: number): string => Buffer.alloc(bytes, 0xff).toString('base64');

describe('bytes', () => {
	test.each([30, 31, 32, 33, 34, 43, 44, 64, 74, 80])('of exactly %i fit, one more or less does not', (bytes) => {
		const schema = f.bytesField(bytes, bytes);
		expect([bytes - 1, bytes, bytes + 1].map((length) => fits(schema, base64(length)))).toEqual([false, true, false]);
	});

	test('between two bounds fit, at each of them too', () => {
		const schema = f.bytesField(2, 5);
		expect([1, 2, 5, 6].map((length) => fits(schema, base64(length)))).toEqual([false, true, true, false]);
	});

	test('are written in one way only: padded, the standard alphabet, unused bits zero', () => {
		const schema = f.bytesField(0, 100);
		for (const right of ['', 'AA==', '/w==', 'AAA=', '//8=', 'AAAA', '+/+/']) expect(fits(schema, right)).toBe(true);
		for (const wrong of [
			'A',
			'AA',
			'AAA',
			'AA=',
			'AB==',
			'AAB=',
			'A===',
			'====',
			'AA==AAAA',
			'-_-_',
			'AAA A',
			'AAAA\n',
			'ÄÄÄÄ',
		])
			expect(fits(schema, wrong)).toBe(false);
	});

	test('a key, a ticket, a proof and a signature have their size', () => {
		const sizes = [
			[f.ticketField, 32],
			[f.proofField, 32],
			[f.signatureField, 64],
			[f.offerCommon.header, 74],
			[f.offerCopy.key, 80],
		] as const;
		for (const [schema, bytes] of sizes) {
			expect([bytes - 1, bytes, bytes + 1].map((length) => fits(schema, base64(length)))).toEqual([false, true, false]);
		}
		expect(
			[15, 16, maxSummaryBytes + 64, maxSummaryBytes + 65].map((length) => fits(f.offerCommon.summary, base64(length))),
		).toEqual([false, true, true, false]);
	});
});

test('ids are lower-case hex of their length', () => {
	for (const [schema, length] of [
		[f.identityIdField, 64],
		[f.idField, 32],
	] as const) {
		expect(fits(schema, 'a'.repeat(length))).toBe(true);
		for (const wrong of [
			'a'.repeat(length - 1),
			'a'.repeat(length + 1),
			'A'.repeat(length),
			`${'a'.repeat(length)}\n`,
			5,
		])
			expect(fits(schema, wrong)).toBe(false);
	}
});

test('a count is a whole number from 0 to the largest safe integer', () => {
	expect([0, 1, 2 ** 53 - 1].every((value) => fits(f.countField, value))).toBe(true);
	expect([-1, 0.5, 2 ** 53, NaN, Infinity, '1', null].some((value) => fits(f.countField, value))).toBe(false);
});

test('a time is a whole number of milliseconds that a date can show', () => {
	expect(fits(f.timeField, maxTimeMs)).toBe(true);
	expect(fits(f.timeField, maxTimeMs + 1)).toBe(false);
	expect(fits(f.timeField, -1)).toBe(false);
});

test('text has at most 4 KiB of UTF-8, a hub title 255 bytes', () => {
	for (const [schema, bytes] of [
		[f.textField, 4096],
		[f.hubTitleField, 255],
	] as const) {
		expect(fits(schema, 'x'.repeat(bytes))).toBe(true);
		expect(fits(schema, 'x'.repeat(bytes + 1))).toBe(false);
		expect(fits(schema, 'ü'.repeat(bytes / 2 + 1))).toBe(false);
	}
});

test('a cursor has at most 4 KiB', () => {
	expect([0, maxCursorBytes, maxCursorBytes + 1].map((bytes) => fits(f.cursorField, 'x'.repeat(bytes)))).toEqual([
		true,
		true,
		false,
	]);
});

test('a file may be of any time that a date can show, also of before 1970', () => {
	expect([-maxTimeMs - 1, -maxTimeMs, -1, maxTimeMs].map((time) => fits(f.modifiedField, time))).toEqual([
		false,
		true,
		true,
		true,
	]);
});

test('a name is a user name', () => {
	expect(fits(f.nameField, 'alice')).toBe(true);
	for (const wrong of ['', 'a b', 'operator', '../x', 'a'.repeat(33), 5]) expect(fits(f.nameField, wrong)).toBe(false);
});

test('capabilities are at most 32 words of at most 32 characters', () => {
	const words = (count: number, length: number): string[] => Array.from({length: count}, () => 'x'.repeat(length));
	expect(fits(f.capabilitiesField, words(32, 32))).toBe(true);
	expect(fits(f.capabilitiesField, words(33, 1))).toBe(false);
	expect(fits(f.capabilitiesField, words(1, 33))).toBe(false);
	for (const wrong of ['', 'A', 'a b', '\u0000']) expect(fits(f.capabilitiesField, [wrong])).toBe(false);
});

test('ranges are valid ones, at most 1,000', () => {
	const ranges = (count: number): Array<[number, number]> =>
		Array.from({length: count}, (_, index) => [index * 2, index * 2 + 1]);
	expect(fits(f.rangesField, ranges(1000))).toBe(true);
	expect(fits(f.rangesField, ranges(1001))).toBe(false);
	expect(
		fits(f.rangesField, [
			[0, 5],
			[7, null],
		]),
	).toBe(true);
	for (const wrong of [
		[
			[0, null],
			[7, 8],
		],
		[[5, 5]],
		[[-1, 2]],
		[[0]],
		[['0', 1]],
		'x',
		[[0, 1.5]],
	])
		expect(fits(f.rangesField, wrong)).toBe(false);
});
