import {expect, test} from 'vitest';
import {createCodeGuard} from '../../source/hub/code-guard.ts';
import {maxWrongCodes, maxWrongCodesPerAddress, wrongCodesMs} from '../../source/protocol/limits.ts';

test('an address may try until it was wrong ten times within a minute', () => {
	const guard = createCodeGuard();
	for (let index = 0; index < maxWrongCodesPerAddress - 1; index++) guard.noteWrong('a', index);
	expect(guard.mayTry('a', 100)).toBe(true);
	guard.noteWrong('a', 100);
	expect(guard.mayTry('a', 100)).toBe(false);
	expect(guard.mayTry('b', 100)).toBe(true);
});

test('a minute after the first of them it may try once more', () => {
	const guard = createCodeGuard();
	for (let index = 0; index < maxWrongCodesPerAddress; index++) guard.noteWrong('a', index);
	expect(guard.mayTry('a', wrongCodesMs - 1)).toBe(false);
	expect(guard.mayTry('a', wrongCodesMs)).toBe(true);
	guard.noteWrong('a', wrongCodesMs);
	expect(guard.mayTry('a', wrongCodesMs)).toBe(false);
});

test('sixty wrong ones from everywhere hold up every newcomer', () => {
	const guard = createCodeGuard();
	for (let index = 0; index < maxWrongCodes - 1; index++) guard.noteWrong(`address-${index}`, 0);
	expect(guard.mayTry('new', 1)).toBe(true);
	guard.noteWrong('new', 1);
	expect(guard.mayTry('newer', 1)).toBe(false);
	expect(guard.mayTry('newer', wrongCodesMs + 1)).toBe(true);
});
