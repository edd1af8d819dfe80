import {Writable} from 'node:stream';
import {expect, test} from 'vitest';
import {createOutput, toErrorLine} from '../../source/commands/output.ts';
import {FtError} from '../../source/protocol/errors.ts';

const sink = (isTTY = false): Writable & {text: string; isTTY: boolean; columns: number} => {
	const stream = Object.assign(
		new Writable({
			write(chunk, _encoding, done) {
				stream.text += String(chunk);
				done();
			},
		}),
		{text: '', isTTY, columns: 80},
	);
	return stream;
};
const open = (options: {isJson?: boolean; isQuiet?: boolean; isVerbose?: boolean; isTTY?: boolean} = {}) => {
	const [stdout, stderr] = [sink(), sink(options.isTTY)];
	const output = createOutput({
		stdout,
		stderr,
		isJson: false,
		isQuiet: false,
		isVerbose: false,
		now: () => 0,
		...options,
	});
	return {output, stdout, stderr};
};

test('with --json, objects with type and time stand on standard output and nothing else', () => {
	const {output, stdout} = open({isJson: true});
	output.event({type: 'delivered', user: 'bob'});
	output.result('delivered to bob');
	expect(stdout.text).toBe('{"type":"delivered","user":"bob","time":"1970-01-01T00:00:00.000Z"}\n');
});

test('while a question stands no progress is drawn, and lines wait for its end', async () => {
	const {output, stdout, stderr} = open({isTTY: true});
	output.progress('10 %');
	const {promise, resolve} = Promise.withResolvers<string>();
	const answer = output.asking(() => promise);
	output.progress('20 %');
	output.note('bob left');
	output.result('delivered');
	expect([stdout.text, stderr.text]).toEqual(['', '10 %\r\u001B[K']);
	resolve('yes');
	expect(await answer).toBe('yes');
	expect([stdout.text, stderr.text]).toEqual(['delivered\n', '10 %\r\u001B[Kbob left\n']);
	output.progress('20 %');
	expect(stderr.text).toMatch(/20 %$/);
});

test('without --json, results go to standard output and notes to standard error', () => {
	const {output, stdout, stderr} = open();
	output.event({type: 'delivered'});
	output.result('delivered to bob');
	output.note('bob accepted');
	output.detail('only with --verbose');
	expect([stdout.text, stderr.text]).toEqual(['delivered to bob\n', 'bob accepted\n']);
});

test('--quiet drops notes and progress, never results', () => {
	const {output, stdout, stderr} = open({isQuiet: true, isTTY: true});
	output.note('bob accepted');
	output.progress('50 %');
	output.result('delivered');
	expect([stdout.text, stderr.text]).toEqual(['delivered\n', '']);
});

test('nothing in a line, a note, a progress line or an event commands the terminal', () => {
	const hostile = 'a\u001b]0;b\u0007\n\u009b31m\u202e';
	const {output, stdout, stderr} = open({isTTY: true, isVerbose: true});
	output.result(hostile);
	output.note(hostile);
	output.detail(hostile);
	output.progress(hostile);
	const shown = 'a�]0;b���31m�';
	expect([stdout.text, stderr.text]).toEqual([`${shown}\n`, `${shown}\n${shown}\n${shown}`]);
	const json = open({isJson: true});
	json.output.event({type: 'text', text: hostile});
	expect(json.stdout.text).toMatch(/^[ -~]+\n$/);
	expect(JSON.parse(json.stdout.text)).toMatchObject({text: hostile});
});

test('a line in red is red as a whole, and what is in it still commands nothing', () => {
	const {output, stdout} = open();
	output.result('open \u001b[2J', true);
	expect(stdout.text).toBe('\u001b[31mopen \ufffd[2J\u001b[39m\n');
});

test('a progress line is drawn on a terminal only, gives way to a line, and comes back after it', () => {
	expect(open().output.drawsProgress).toBe(false);
	const {output, stderr} = open({isTTY: true});
	output.progress('50 %');
	output.note('bob accepted');
	output.progress('');
	expect(stderr.text).toBe('50 %\r\u001B[Kbob accepted\n50 %\r\u001B[K');
});

test('an error is one line without control characters, ours as it is and any other said to be a fault of ft', () => {
	expect(toErrorLine(new FtError('usage', 'no file a\u001B[31m\nb'))).toBe('ft: no file a�[31m�b');
	expect(toErrorLine(new TypeError('x is undefined'))).toMatch(/^ft: an error of ft itself: x is undefined/);
});
