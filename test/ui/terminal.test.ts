import {expect, test} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../source/state/glyphs.ts';
import {openTerminal, terminalProblem, type Environment, type TerminalOptions} from '../../source/ui/terminal.ts';
import {FakeInput, FakeOutput} from '../support/fake-terminal.ts';
import {createManualClock} from '../support/manual-clock.ts';

function open(env: Environment = {LANG: 'C.UTF-8'}, manners: Pick<TerminalOptions, 'hasBell' | 'hasMouse'> = {}) {
	const stdin = new FakeInput();
	const stdout = new FakeOutput(80, 24);
	const clock = createManualClock();
	const terminal = openTerminal({stdin, stdout, env, clock, ...manners});
	if (!terminal) throw new Error('no terminal');
	return {stdin, stdout, clock, terminal, env};
}

test('there is no screen on a pipe or a dumb terminal, and it says why', () => {
	const stdin = new FakeInput();
	const stdout = new FakeOutput(80, 24);
	const pipe = Object.assign(new FakeOutput(80, 24), {isTTY: false});
	const file = Object.assign(new FakeInput(), {isTTY: false});
	const clock = createManualClock();
	expect(terminalProblem({stdin, stdout, env: {}})).toBeUndefined();
	expect(terminalProblem({stdin, stdout: pipe, env: {}})).toBe('the output is no terminal');
	expect(terminalProblem({stdin: file, stdout, env: {}})).toBe('the input is no terminal');
	expect(terminalProblem({stdin, stdout, env: {TERM: 'dumb'}})).toBe('TERM is dumb');
	expect(openTerminal({stdin, stdout, env: {TERM: 'dumb'}, clock})).toBeUndefined();
	expect(stdout.raw).toBe('');
});

test('it is raw before anything is drawn, and takes pastes whole', () => {
	const {stdin, stdout} = open();
	expect(stdin.isRaw).toBe(true);
	expect(stdout.raw).toContain('\u001b[?2004h');
});

test('closing restores everything, once, after the screens are gone', async () => {
	const {stdin, stdout, terminal} = open();
	terminal.beforeClose(() => {
		stdout.write('screen gone');
	});
	await Promise.all([terminal.close(), terminal.close()]);
	expect(stdin.isRaw).toBe(false);
	expect(stdin.isPaused).toBe(true);
	const [, after = ''] = stdout.raw.split('screen gone');
	expect(stdout.raw.split('screen gone')).toHaveLength(2);
	for (const sequence of ['\u001b[?2004l', '\u001b[?7h', '\u001b[?25h']) expect(after).toContain(sequence);
});

test('a terminal that has gone, or is another job’s, is no mistake of ours: leaving and coming back go on without its mode', async () => {
	const {stdin, terminal} = open();
	stdin.setRawMode = () => {
		throw Object.assign(new Error('setRawMode EIO'), {code: 'EIO'});
	};
	expect(terminal.release).not.toThrow();
	expect(terminal.take).not.toThrow();
	await terminal.close();
});

test('a terminal that does not read is waited for 1.5 s, not longer', async () => {
	const {stdout, clock, terminal} = open();
	stdout.isStuck = true;
	let isClosed = false;
	const closing = terminal.close().then(() => {
		isClosed = true;
	});
	await clock.settle(1499);
	expect(isClosed).toBe(false);
	await clock.settle(1);
	await closing;
	expect(isClosed).toBe(true);
});

test('a screen that fails to unmount does not keep the terminal from being restored', async () => {
	const {stdin, terminal} = open();
	terminal.beforeClose(() => {
		throw new Error('boom');
	});
	await terminal.close();
	expect(stdin.isRaw).toBe(false);
});

test.each<[Environment, boolean]>([
	[{LANG: 'de_DE.UTF-8'}, true],
	[{LC_ALL: 'C', LANG: 'de_DE.UTF-8'}, false],
	[{LC_ALL: '', LC_CTYPE: 'C.utf8'}, true],
	[{}, false],
	[{LANG: 'C.UTF-8', TERM: 'linux'}, false],
	[{LANG: 'C.UTF-8', TERM: 'vt220'}, false],
	[{LANG: 'C.UTF-8', TERM: 'xterm-256color'}, true],
])('with %j the glyphs are Unicode: %s', (env, isUnicode) => {
	expect(open(env).terminal.glyphs).toBe(isUnicode ? unicodeGlyphs : asciiGlyphs);
});

test('read out, no glyph makes a gauge or a sparkline', () => {
	const {glyphs} = open({LANG: 'C.UTF-8', INK_SCREEN_READER: 'true'}).terminal;
	expect(glyphs).toMatchObject({gaugeFull: '', gaugeEmpty: '', spark: [], up: unicodeGlyphs.up});
});

test('NO_COLOR takes the colours; bold and inverse stay, so chalk is told to go on', () => {
	const {terminal, env} = open({LANG: 'C.UTF-8', NO_COLOR: '1'});
	expect(terminal.hasColor).toBe(false);
	expect(env['FORCE_COLOR']).toBe('1');
	expect(open({NO_COLOR: ''}).terminal.hasColor).toBe(true);
});

test('there is no room while more than 16 KiB wait to be read', () => {
	const {stdout, terminal} = open();
	stdout.writableLength = 16_384;
	expect(terminal.hasRoom()).toBe(true);
	stdout.writableLength = 16_385;
	expect(terminal.hasRoom()).toBe(false);
	let called = 0;
	const off = terminal.onRoom(() => called++);
	stdout.emit('drain');
	off();
	stdout.emit('drain');
	expect(called).toBe(1);
});

test('room is told of when all has been read, also where Node says nothing of it', () => {
	const {stdout, terminal} = open();
	stdout.writableLength = 20_000;
	let called = 0;
	terminal.onRoom(() => called++);
	let told: Array<() => void> = [];
	stdout.write = (_text: string, written?: () => void) => {
		if (written) told.push(written);
		return true;
	};
	expect([terminal.hasRoom(), terminal.hasRoom()]).toEqual([false, false]);
	expect([told.length, called]).toEqual([1, 0]);
	stdout.writableLength = 0;
	for (const written of told) written();
	expect([terminal.hasRoom(), called]).toEqual([true, 1]);
	told = [];
	stdout.writableLength = 20_000;
	expect([terminal.hasRoom(), told.length]).toEqual([false, 1]);
});

test('a title cannot end early or carry another sequence', () => {
	const {stdout, terminal} = open();
	terminal.setTitle('a\u0007\u001b]0;evil');
	expect(stdout.raw.endsWith('\u001b]2;a��]0;evil\u0007')).toBe(true);
});

test('given away for ^Z and taken again, it is as before', () => {
	const {stdin, stdout, terminal} = open();
	terminal.release();
	expect([stdin.isRaw, stdin.isPaused]).toEqual([false, true]);
	expect(stdout.raw).toMatch(/\?2004l[^]*\?25h$/);
	terminal.take();
	expect([stdin.isRaw, stdin.isPaused]).toEqual([true, false]);
});

test('an output that fails does not throw', () => {
	const {stdout} = open();
	expect(() => {
		stdout.emit('error');
	}).not.toThrow();
});

test('what is copied goes to the terminal encoded, so that no text in it can command the terminal', () => {
	const {stdout, terminal} = open();
	terminal.copy('shared:über\u001b]0;x\u0007');
	expect(stdout.raw).toContain(`\u001b]52;c;${Buffer.from('shared:über�]0;x�').toString('base64')}\u0007`);
	expect(stdout.raw).not.toContain(']0;x');
});

test("the mouse is the terminal's own unless it is asked for, and is given back", async () => {
	const mouse = '\u001b[?1000';
	const plain = open();
	await plain.terminal.close();
	expect(plain.stdout.raw).not.toContain(mouse);
	const {stdout, terminal} = open(undefined, {hasMouse: true});
	expect(stdout.raw).toContain(`${mouse}h`);
	await terminal.close();
	expect(stdout.raw.lastIndexOf(`${mouse}l`)).toBeGreaterThan(stdout.raw.lastIndexOf(`${mouse}h`));
});

test('a bell that is not wanted is not rung', () => {
	const [loud, silent] = [open(), open(undefined, {hasBell: false})];
	for (const {terminal} of [loud, silent]) terminal.ring();
	expect([loud, silent].map(({stdout}) => stdout.raw.includes('\u0007'))).toEqual([true, false]);
});
