import {describe, expect, test} from 'vitest';
import {clientView} from '../../source/state/client-view.ts';
import {asciiGlyphs, unicodeGlyphs} from '../../source/state/glyphs.ts';
import {plainText} from '../../source/state/line.ts';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, fullClientSnapshot, hostileClientSnapshot} from '../support/snapshots.ts';
import {misfits} from '../support/view-text.ts';

const entries = Array.from(
	{length: 300},
	(_, index) => ({name: `${'漢'.repeat(index % 120)}.txt`, bytes: 9e15, modifiedMs: 0, kind: 'file'}) as const,
);
const lost = {
	...hostileClientSnapshot(),
	connection: {phase: 'offline', attempt: 9, retryAtMs: 9e9, reason: '漢'.repeat(99)},
} as const;

const keys: readonly string[][] = [
	[],
	['3'],
	['4'],
	['s'],
	['s', '/'],
	['s', 'p'],
	['s', 'j', 'enter'],
	['o'],
	['o', 'enter'],
	['t'],
	['/'],
	['3', 'enter'],
	['3', 'k', 'x'],
	['?'],
	['q'],
];
describe.each([
	['empty', clientSnapshot()],
	['full', fullClientSnapshot()],
	['hostile', hostileClientSnapshot()],
	['lost', lost],
] as const)('with a snapshot that is %s', (_name, snapshot) => {
	test.each([
		[60, 15],
		[80, 24],
		[100, 30],
		[200, 50],
	])('every mode fits %ix%i exactly', (columns, rows) => {
		for (const pressed of keys) {
			const desk = createClientDesk(snapshot);
			for (const key of pressed) {
				desk.press(key);
				desk.dispatch({type: 'listed', request: 1, listing: {path: `/${'漢/'.repeat(90)}`, parent: '/', entries}});
			}
			for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
				expect([pressed, misfits(clientView(desk.state, {snapshot, columns, rows}, {glyphs}))]).toEqual([pressed, []]);
			}
		}
	});
});

test('the footer has the keys that work, the reason why one did not, or what quitting means', () => {
	const desk = createClientDesk(fullClientSnapshot());
	const footer = (): string =>
		plainText(
			clientView(desk.state, {snapshot: desk.snapshot, columns: 80, rows: 24}, {glyphs: unicodeGlyphs}).footer,
		).trim();
	expect(footer()).toBe('?help  tab pane  enter open  s send  o offers  c clear  t text  q quit');
	desk.press('x');
	expect(footer()).toBe('x: go to the transfers first (3)');
	desk.press('q');
	expect(footer()).toBe('8 running, they resume next time. q again: quit, esc: stay');
});

test('lists stay when the connection is lost, dimmed, under a line with the cause', () => {
	const snapshot = {
		...fullClientSnapshot(),
		connection: {phase: 'offline', attempt: 1, retryAtMs: 1_002_000, reason: 'gone'},
	} as const;
	const desk = createClientDesk(snapshot);
	const view = clientView(desk.state, {snapshot, columns: 80, rows: 24}, {glyphs: unicodeGlyphs});
	expect(plainText(view.banner ?? [])).toContain('gone  next try in 2s');
	const users = view.bands[0]?.[0];
	expect(users?.lines).toHaveLength(4);
	expect(users?.lines.flat().some(({tone}) => tone === 'plain')).toBe(false);
});
