import {expect, test} from 'vitest';
import {questionOf, readAnswer, toSaving} from '../../source/commands/saving.ts';
import type {Output} from '../../source/commands/output.ts';
import {codeOf} from '../support/code-of.ts';

const output = {} as Output;

test('what is done about a taken name is as it was said, both are kept when nothing was', () => {
	expect(toSaving({}, output, false)).toEqual({ifExists: 'rename', quick: false});
	expect(toSaving({ifExists: 'skip', quick: true}, output, true)).toEqual({ifExists: 'skip', quick: true});
});

test('who wants to be asked where nobody can be is told so: without a terminal, with --yes, on the screen', () => {
	expect(process.stdin.isTTY).not.toBe(true);
	for (const [flags, hasScreen] of [
		[{ifExists: 'ask'}, false],
		[{ifExists: 'ask', yes: true}, false],
		[{ifExists: 'ask'}, true],
	] as const)
		expect(codeOf(() => toSaving(flags, output, hasScreen))).toBe('usage');
});

test('the question names the file, and size and day of both, in letters that command no terminal', () => {
	const question = questionOf({
		path: 'photos/a\u001B[2J.jpg',
		existing: {bytes: 3_800_000, modifiedMs: Date.UTC(2026, 8, 14)},
		coming: {bytes: 4_100_000, modifiedMs: Date.UTC(2026, 10, 20)},
	});
	expect(question).toContain(
		'exists (3.8 MB, 2026-09-14; new: 4.1 MB, 2026-11-20): [k]eep both, [s]kip or [o]verwrite; "s all"',
	);
	expect(question).not.toContain('\u001B');
});

test('answers are a letter or a word, with a for all; nothing typed keeps both', () => {
	const read = (text: string): string | undefined => {
		const answer = readAnswer(text);
		return answer && `${answer.ifExists}${answer.isForAll ? ' all' : ''}`;
	};
	expect(['k', 'S', 'o', '', ' keep '].map(read)).toEqual(['rename', 'skip', 'overwrite', 'rename', 'rename']);
	expect(['ka', 'sa', 'OA', 'skip all', 'o a'].map(read)).toEqual([
		...['rename all', 'skip all', 'overwrite all', 'skip all', 'overwrite all'],
	]);
	for (const text of ['a', 'x', 'yes', 'ko', 'kaa', 'all', 'skipp']) expect(read(text)).toBeUndefined();
});
