import * as v from 'valibot';
import {expect, test} from 'vitest';
import {
	codeOfWire,
	errorCodes,
	errorTable,
	exitCodeOf,
	FtError,
	toSealedReason,
	toToldReason,
} from '../../source/protocol/errors.ts';
import {textField} from '../../source/protocol/fields.ts';

test('every code has its own wire number that fits one byte and is not 0, which means accepted', () => {
	const numbers = errorCodes.map((code) => errorTable[code].wire);
	expect(new Set(numbers).size).toBe(errorCodes.length);
	for (const number of numbers) {
		expect(number).toBeGreaterThan(0);
		expect(number).toBeLessThan(256);
	}
});

test('a wire number leads back to its code, one of a later version to failed', () => {
	for (const code of errorCodes) expect(codeOfWire(errorTable[code].wire)).toBe(code);
	expect(codeOfWire(255)).toBe('failed');
});

test('exit codes are those that scripts know, 1 for what is not ours', () => {
	for (const code of errorCodes) expect(errorTable[code].exit).toBeOneOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
	expect(exitCodeOf(new FtError('changed-identity', 'another hub answers here'))).toBe(3);
	expect(exitCodeOf(new Error('no error of ours'))).toBe(1);
	expect(exitCodeOf('not even an error')).toBe(1);
});

test('a reason is told to the other end as far as any message holds it', () => {
	expect(toToldReason({message: 'the disk is full'})).toBe('the disk is full');
	const longest = toToldReason({message: '\uffff'.repeat(10_000)});
	expect(v.is(textField, longest)).toBe(true);
	expect(longest).toHaveLength(500);
	expect(toSealedReason({code: 'tampered', message: 'segment 12 was changed'})).toBe('segment 12 was changed');
});

test.each(errorCodes.filter((code) => code !== 'tampered'))(
	'what people tell each other of %s names no file to the hub',
	(code) => {
		const told = toSealedReason({code, message: 'cannot read /home/alice/divorce.pdf: it is too long'});
		expect(told).not.toMatch(/divorce|home/);
		expect(told).not.toBe('');
	},
);

test('an error keeps its code, its message and its cause', () => {
	const cause = new Error('ENOSPC');
	const error = new FtError('disk-full', 'cannot save report.pdf', {cause});
	expect(error).toBeInstanceOf(Error);
	expect(error).toMatchObject({name: 'FtError', code: 'disk-full', message: 'cannot save report.pdf', cause});
});
