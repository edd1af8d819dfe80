import {expect, test} from 'vitest';
import {flushKeys, isUnfinishedPaste, splitKeys} from '../../source/ui/split-keys.ts';

const names = (input: string): string[] => splitKeys(input).keys.map(({name}) => name);

test.each([
	['jjj', ['j', 'j', 'j']],
	['name\r', ['n', 'a', 'm', 'e', 'enter']],
	['\u007f\u007f\u007f', ['backspace', 'backspace', 'backspace']],
	['a\r\nb', ['a', 'enter', 'enter', 'b']],
	['\u001b[A\u001b[Bx', ['up', 'down', 'x']],
	['\u001bOA\u001b[6~', ['up', 'page-down']],
	['e\u0301x', ['e\u0301', 'x']],
	['👨‍👩‍👧q', ['👨‍👩‍👧', 'q']],
	['漢字', ['漢', '字']],
	['\u001b[<0;10;5Mq\u001b[<0;10;5m', ['q']],
	['\u001b[M !!q', ['q']],
	['\u001b[Iq\u001b[O', ['q']],
	['\u001b[?1;2cq\u001b[3;4R', ['q']],
	['\u001bxq', ['esc', 'x', 'q']],
	['\u001b\rq', ['esc', 'enter', 'q']],
	['\u001b[200~two\r\nlines\u001b[201~\r', ['paste', 'enter']],
])('%j is the keys %j', (input, expected) => {
	expect(names(input)).toEqual(expected);
	expect(splitKeys(input).rest).toBe('');
});

test('a paste is one key with its whole text, escape sequences and all', () => {
	expect(splitKeys('\u001b[200~a\u001b[Ab\u001b[201~').keys).toEqual([
		{name: 'paste', text: 'a\u001b[Ab', sequence: ''},
	]);
});

test('a printed key has its text, another key has none', () => {
	expect(splitKeys('a \r').keys.map(({text}) => text)).toEqual(['a', ' ', '']);
});

test('cut anywhere, the same keys come out', () => {
	const input = 'a\u001b[A\u001b[<0;1;1Mb\u001bOB\u001b[5~\u001b[200~p\rq\u001b[201~\u001b[Z\r';
	const whole = names(input);
	for (let cut = 1; cut < input.length; cut++) {
		const first = splitKeys(input.slice(0, cut));
		const second = splitKeys(first.rest + input.slice(cut));
		expect([...first.keys, ...second.keys].map(({name}) => name)).toEqual(whole);
	}
	let rest = '';
	const single: string[] = [];
	for (const byte of input) {
		const step = splitKeys(rest + byte);
		single.push(...step.keys.map(({name}) => name));
		({rest} = step);
	}
	expect(single).toEqual(whole);
});

test('what stays unfinished is Esc and what was typed after it', () => {
	const flushed = (rest: string): string[] => flushKeys(rest).map(({name}) => name);
	expect(flushed('\u001b')).toEqual(['esc']);
	expect(flushed('\u001b\u001b')).toEqual(['esc', 'esc']);
	expect(flushed('\u001b[')).toEqual(['esc', '[']);
	expect(flushed('\u001b[200~abc')).toEqual([]);
	expect(flushed('')).toEqual([]);
});

test('an unfinished paste is known as one', () => {
	expect([isUnfinishedPaste('\u001b[200~a'), isUnfinishedPaste('\u001b[2')]).toEqual([true, false]);
});

test('wheel and left button are keys where they are asked for, with their place; releases and other buttons are not', () => {
	const reports = '\u001b[<0;5;3M\u001b[<0;5;3m\u001b[<64;1;1M\u001b[<65;9;9M\u001b[<2;1;1M\u001b[I';
	expect(splitKeys(reports).keys).toEqual([]);
	expect(splitKeys(reports, true).keys).toEqual([
		{name: 'click', text: '', sequence: '', at: {column: 4, row: 2}},
		{name: 'wheel-up', text: '', sequence: '', at: {column: 0, row: 0}},
		{name: 'wheel-down', text: '', sequence: '', at: {column: 8, row: 8}},
	]);
});
