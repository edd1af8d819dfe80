import {describe, expect, test} from 'vitest';
import {clientView} from '../../source/state/client-view.ts';
import {asciiGlyphs, unicodeGlyphs} from '../../source/state/glyphs.ts';
import {plainText} from '../../source/state/line.ts';
import {createClientDesk} from '../support/client-keys.ts';
import {
	clientSnapshot,
	fingerprintOf,
	fullClientSnapshot,
	hostileClientSnapshot,
	tenWords,
	userRow,
} from '../support/snapshots.ts';
import {misfits, paneText} from '../support/view-text.ts';

const entries = Array.from(
	{length: 300},
	(_, index) => ({name: `${'漢'.repeat(index % 120)}.txt`, bytes: 9e15, modifiedMs: 0, kind: 'file'}) as const,
);
const count = {files: 9e15, bytes: 9e15, leftOut: [{name: '漢'.repeat(99), files: 9, bytes: 9}], isAll: false};
const lost = {
	...hostileClientSnapshot(),
	connection: {phase: 'offline', attempt: 9, retryAtMs: 9e9, code: 'unreachable', reason: '漢'.repeat(99)},
} as const;

const notices = [
	{id: 'a', text: 'x'.repeat(4096), timeMs: 0},
	{id: 'b', text: '漢 '.repeat(1000), timeMs: 0},
];
/** Everybody has another key than before, and the operator has said much. */
const changed = {
	...hostileClientSnapshot(),
	notices,
	users: hostileClientSnapshot().users.map((user) => ({
		...user,
		trust: 'changed' as const,
		changed: {before: fingerprintOf('aaaa'), advice: '漢 '.repeat(200)},
	})),
};
const unknown = {
	kind: 'unknown-hub',
	address: 'x'.repeat(255),
	fingerprint: fingerprintOf('hub2'),
	words: tenWords,
	problem: 'that is no join code: it looks like 349p-yh2c-5jsw',
} as const;

const keys: readonly string[][] = [
	[],
	['2'],
	['2', 'G'],
	['2', 'A'],
	['2', '/'],
	['2', 'i'],
	['2', 'j', 'enter'],
	['2', 'j', 'D'],
	['2', 'U'],
	['2', 'U', 'j', 's'],
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
	['i'],
	['i', 'w'],
	['i', 'w', 'enter'],
	['i', 'V'],
	['4', 'i'],
	['4', 'i', 'V'],
	['o', 'w'],
	['o', 'w', 'enter'],
	['c'],
	['z'],
	['3', 'z'],
	['3', 'z', 'L'],
	['v'],
	['4', 'v', 'G'],
	['i', 'v'],
	[':'],
	['+'],
	['2', '-'],
	['3', '/'],
	['?', '/'],
	['o', '/'],
	['s', '+'],
	['A'],
	['3', 'S'],
	['3', 'p'],
	['F'],
	['F', 'enter'],
	['F', 'enter', 'enter'],
];
describe.each([
	['empty', clientSnapshot()],
	['full', fullClientSnapshot()],
	['hostile', hostileClientSnapshot()],
	['lost', lost],
	['changed', changed],
	['unknown', {...hostileClientSnapshot(), question: unknown}],
	['asked for a code', {...hostileClientSnapshot(), question: {kind: 'code', address: 'b', problem: '漢'.repeat(99)}}],
	['waiting', {...lost, connection: {...lost.connection, code: 'approval-needed'}}],
] as const)('with a snapshot that is %s', (_name, snapshot) => {
	test.each([
		[60, 15],
		[80, 24],
		[100, 30],
		[120, 40],
		[200, 50],
	])('every mode fits %ix%i exactly', (columns, rows) => {
		for (const pressed of keys) {
			const desk = createClientDesk(snapshot);
			for (const key of pressed) {
				desk.press(key);
				desk.dispatch({type: 'listed', request: 1, listing: {path: `/${'漢/'.repeat(90)}`, parent: '/', entries}});
				desk.dispatch({type: 'counted', path: `/${'漢/'.repeat(90)}${entries[0]?.name}`, count});
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
	expect(footer()).toBe('?help  tab pane  enter open  space mark  s send  / filter  o offers  q quit');
	desk.press('x');
	expect(footer()).toBe('x: go to the transfers first (3)');
	desk.press('2');
	expect(footer()).toBe('?help  tab pane  enter open  space mark  d download  s send  / filter  q quit');
	desk.press('q');
	expect(footer()).toBe('8 running, they resume next time. q again: quit, esc: stay');
});

test('lists stay when the connection is lost, dimmed, under a box with the cause; who looks at the log has a line instead', () => {
	const snapshot = {
		...fullClientSnapshot(),
		connection: {phase: 'offline', attempt: 1, retryAtMs: 1_002_000, code: 'unreachable', reason: 'gone'},
	} as const;
	const desk = createClientDesk(snapshot);
	const view = clientView(desk.state, {snapshot, columns: 80, rows: 24}, {glyphs: unicodeGlyphs});
	const text = (shown: typeof view): string => shown.bands.flat().flatMap(paneText).join('\n');
	expect(text(view)).toMatch(/gone\n next try in 2s/);
	expect(view.banner).toBeUndefined();
	desk.press('4');
	const atLog = clientView(desk.state, {snapshot, columns: 80, rows: 24}, {glyphs: unicodeGlyphs});
	expect(plainText(atLog.banner ?? [])).toContain('gone  next try in 2s');
	expect(text(atLog)).toContain('line 39');
	const [users, files] = view.bands[0] ?? [];
	expect(users?.lines).toHaveLength(5);
	expect(files?.lines).toHaveLength(5);
	for (const pane of [users, files]) expect(pane?.lines.flat().some(({tone}) => tone === 'plain')).toBe(false);
});

test('a question about what a sheet shows leaves the sheet in sight', () => {
	const words = {userId: 'id-bob', words: tenWords};
	const desk = createClientDesk(clientSnapshot({users: [userRow('bob')], words}));
	desk.press('i', 'V');
	const bands = clientView(
		desk.state,
		{snapshot: desk.snapshot, columns: 60, rows: 15},
		{glyphs: unicodeGlyphs},
	).bands.flat();
	expect(bands.map(({id, isFocused}) => [id, isFocused])).toEqual([
		['about', false],
		['dialog', true],
	]);
	expect(bands[0]?.lines.map(plainText).join(' ')).toContain('umbrella umbrella umbrella umbrella');
});

test('the newest notice of the operator stands under the header until esc, then the one before; it does not come back with a new connection', () => {
	const snapshot = clientSnapshot({
		notices: [
			{id: 'a', text: 'backup at noon', timeMs: 0},
			{id: 'b', text: 'bring your own disk', timeMs: 0},
		],
	});
	const desk = createClientDesk(snapshot);
	const banner = (): string =>
		plainText(
			clientView(desk.state, {snapshot: desk.snapshot, columns: 80, rows: 24}, {glyphs: unicodeGlyphs}).banner ?? [],
		);
	expect(banner()).toMatch(/the operator: bring your own disk {2}1 more {2}seen: esc/);
	desk.press('3', 'esc');
	expect(banner()).toMatch(/the operator: backup at noon {2}seen: esc/);
	expect(desk.effects).toEqual([{type: 'put-notice-away', id: 'b'}]);
	desk.press('esc');
	expect(banner()).toBe('');
	desk.show({...snapshot, connection: {phase: 'connecting'}});
	desk.show(snapshot);
	expect(banner()).toBe('');
	desk.press('esc');
	expect(desk.state.notice).toBe('esc: q quits');
	desk.show({...snapshot, notices: [...snapshot.notices, {id: 'c', text: 'new', timeMs: 0}]});
	expect(banner()).toContain('the operator: new');
	desk.show({...snapshot, notices: [{id: 'd', text: 'read yesterday', timeMs: 0, wasPutAway: true}]});
	expect(banner()).toBe('');
});

test('a lost connection has its own box: the notice of the operator stays where it was', () => {
	const notice = {id: 'a', text: 'backup at noon', timeMs: 0};
	const view = clientView(
		createClientDesk(lost).state,
		{snapshot: {...lost, notices: [notice]}, columns: 80, rows: 24},
		{glyphs: unicodeGlyphs},
	);
	expect(plainText(view.banner ?? [])).toContain('backup at noon');
	expect(view.bands.flat().map(({title}) => title)).toContain('No connection to localhost:5011');
});

test('zoomed, the pane in focus has the whole body, and a question still stands below it', () => {
	const desk = createClientDesk(fullClientSnapshot());
	const panes = (): unknown =>
		clientView(desk.state, {snapshot: desk.snapshot, columns: 80, rows: 24}, {glyphs: unicodeGlyphs})
			.bands.flat()
			.map(({id, rows}) => [id, rows]);
	desk.press('3', 'z');
	expect(panes()).toEqual([['transfers', 22]]);
	desk.press('tab');
	expect(panes()).toEqual([['log', 22]]);
	desk.press('L');
	expect(panes()).toEqual([
		['log', 19],
		['dialog', 3],
	]);
});

test('what happens while the log is out of sight stands at the end of the footer for a while', () => {
	const desk = createClientDesk(fullClientSnapshot());
	const footer = (): string =>
		plainText(clientView(desk.state, {snapshot: desk.snapshot, columns: 80, rows: 24}, {glyphs: unicodeGlyphs}).footer);
	const line = {id: 1000, atMs: 0, level: 'info', text: 'carol shared my_great_idea.txt, 12 kB'} as const;
	desk.press('z');
	desk.show({...desk.snapshot, log: [...desk.snapshot.log, line]});
	expect(footer()).toMatch(/^ \?help .* {2}carol shared my_great_idea\.txt, 12 kB $/);
	desk.dispatch({type: 'toast-over', line});
	expect(footer()).not.toContain('carol');
});
