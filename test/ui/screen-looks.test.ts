import {describe, expect, test} from 'vitest';
import {openTerminal} from '../../source/ui/terminal.ts';
import {systemClock} from '../../source/base/clock.ts';
import {bothScreens} from '../support/both-screens.ts';
import {FakeInput, FakeOutput} from '../support/fake-terminal.ts';

const matrix = ['xterm-256color', 'screen', 'linux', 'vt100'].flatMap((term) =>
	['C.UTF-8', 'C'].flatMap((locale) => ['', '1'].map((noColor) => [term, locale, noColor] as const)),
);

/** The numbers of all styles (SGR) that were sent. */
function stylesOf(raw: string): Set<number> {
	// eslint-disable-next-line no-control-regex -- styles begin with ESC
	const styles = [...raw.matchAll(/\u001b\[([\d;]*)m/g)].flatMap(([, numbers = '']) => numbers.split(';').map(Number));
	return new Set(styles);
}

describe.each(bothScreens)('the $name', ({open}) => {
	test.each(matrix)('on TERM=%s with the locale %s and NO_COLOR=%s', async (term, locale, noColor) => {
		const fake = await open('full', {env: {TERM: term, LANG: locale, NO_COLOR: noColor}});
		fake.send('\t\t?');
		await fake.settle();
		const raw = fake.raw();
		const isPlain = locale === 'C' || term === 'linux' || term === 'vt100';
		expect([...raw].some((character) => character > '\u007f')).toBe(!isPlain);
		const styles = stylesOf(raw);
		// The eight names of the first terminals, whatever they look like: light and dark backgrounds both have them. No background, no black, no white.
		const colors = [31, 32, 33, 34, 35, 36, 39];
		const emphasis = [0, 1, 2, 7, 22, 27];
		expect([...styles].filter((style) => ![...colors, ...emphasis].includes(style))).toEqual([]);
		expect(colors.slice(0, -1).some((color) => styles.has(color))).toBe(noColor === '');
		expect([styles.has(1), styles.has(7)]).toEqual([true, true]);
	});
});

test('a dumb terminal gets no screen', () => {
	const options = {stdin: new FakeInput(), stdout: new FakeOutput(80, 24), clock: systemClock};
	expect(openTerminal({...options, env: {TERM: 'dumb', LANG: 'C.UTF-8'}})).toBeUndefined();
	expect(options.stdout.raw).toBe('');
});

describe.each(bothScreens)('read out, the $name', ({open}) => {
	const env = {TERM: 'xterm-256color', LANG: 'C.UTF-8', INK_SCREEN_READER: 'true'};

	test('is plain lines on the primary screen: no border, no gauge that moves, the pane with the focus and the names of the others', async () => {
		const fake = await open('full', {env});
		await fake.settle();
		expect(fake.emulator.buffer.active.type).toBe('normal');
		expect(fake.screen()).not.toMatch(/[┌┏│└─]/);
		expect(fake.screen()).toMatch(/^1 \w+ /m);
		expect(fake.screen()).toMatch(/^Other panes: .*, .*, /m);
		const before = fake.raw().length;
		await fake.settle();
		expect(fake.raw().length).toBe(before);
	});

	test('follows the keys, and what is typed in a field', async () => {
		const fake = await open('full', {env});
		fake.send('4');
		await fake.waitFor((screen) => /^4 Log/m.test(screen));
		fake.send('?');
		await fake.waitFor((screen) => /^Keys/m.test(screen));
		expect(fake.screen()).toContain('next pane');
	});
});
