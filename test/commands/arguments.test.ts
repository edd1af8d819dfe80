import {expect, test} from 'vitest';
import {parseArguments, toBytes, toChoice, toWaitMs} from '../../source/commands/arguments.ts';
import {codeOf} from '../support/code-of.ts';

const messageOf = (action: () => unknown): string => {
	try {
		action();
	} catch (error) {
		return (error as Error).message;
	}
	return '';
};

test('options of the command and of every command are read, the rest is input', () => {
	const {input, flags} = parseArguments(
		'send',
		['a', '--to', 'bob', '-n', 'alice', '--json', 'b', '-'],
		'Usage: ft send',
	);
	expect(input).toEqual(['a', 'b', '-']);
	expect(flags).toMatchObject({to: 'bob', name: 'alice', json: true});
	expect(flags.store).toBeFalsy();
});

test('an unknown option is wrong usage and names the nearest', () => {
	expect(messageOf(() => parseArguments('send', ['--too', 'bob'], ''))).toBe(
		'there is no option --too (did you mean --to?). See --help',
	);
	expect(messageOf(() => parseArguments('send', ['--max-sise', '1'], ''))).toBe(
		'there is no option --max-sise. See --help',
	);
	expect(codeOf(() => parseArguments('send', ['-x'], ''))).toBe('usage');
});

test('an option that may come several times is a list', () => {
	expect(parseArguments('send', ['--exclude', '*.o', 'a', '--exclude=b'], '').flags.exclude).toEqual(['*.o', 'b']);
	expect(messageOf(() => parseArguments('send', ['--exclude', ''], ''))).toBe('--exclude needs a value. See --help');
});

test('an option without its value is wrong usage', () => {
	expect(messageOf(() => parseArguments('send', ['--to'], ''))).toBe('--to needs a value. See --help');
});

test('an option that counts once is wrong usage when it is given twice', () => {
	expect(codeOf(() => parseArguments('send', ['--to', 'a', '--to', 'b'], ''))).toBe('usage');
});

test('a yes or no is no until it is said, and one that is yes can be said no to', () => {
	expect(parseArguments('server', [], '').flags).toMatchObject({ui: true, json: false});
	expect(parseArguments('server', ['--no-ui', '--json'], '').flags).toMatchObject({ui: false, json: true});
});

test('sizes, times and words that cannot be read are wrong usage, naming the option', () => {
	expect(toBytes('--max-size', '1.5GB')).toBe(1_500_000_000);
	expect(toBytes('--max-size', undefined)).toBeUndefined();
	expect(messageOf(() => toBytes('--max-size', 'much'))).toContain('--max-size much');
	expect(codeOf(() => toBytes('--max-size', '0'))).toBe('usage');
	expect(toBytes('--reserve', '0', 0)).toBe(0);
	expect(toWaitMs({wait: '5m'})).toBe(300_000);
	expect(codeOf(() => toWaitMs({wait: 'long'}))).toBe('usage');
	expect(toChoice('--accept', undefined, ['ask', 'all'], 'ask')).toBe('ask');
	expect(toChoice('--accept', 'all', ['ask', 'all'], 'ask')).toBe('all');
	expect(messageOf(() => toChoice('--accept', 'some', ['ask', 'all'], 'ask'))).toContain('ask, all');
});

test('--quick goes with what merges, not with keeping both', () => {
	const parse = (...argv: string[]): unknown => parseArguments('send', argv, '').flags.quick;
	expect(parse('--quick', '--if-exists', 'skip')).toBe(true);
	for (const argv of [['--quick'], ['--quick', '--if-exists', 'rename']])
		expect(codeOf(() => parse(...argv))).toBe('usage');
	expect(codeOf(() => parse('--if-exists', 'eat'))).toBe('usage');
});

test('a lone dash after an option that takes a value is its value, elsewhere it is input', () => {
	const {input, flags} = parseArguments('send', ['-', '--code', '-', '--json', '-'], '');
	expect(flags.code).toBe('-');
	expect(input).toEqual(['-', '-']);
});
