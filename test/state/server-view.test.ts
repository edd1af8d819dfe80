import {describe, expect, test} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../source/state/glyphs.ts';
import {createServerState, type ServerState} from '../../source/state/server-state.ts';
import {stepServer} from '../../source/state/server-step.ts';
import {serverView} from '../../source/state/server-view.ts';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import {plainText} from '../../source/state/line.ts';
import type {ScreenView} from '../../source/state/view.ts';
import {fullHubSnapshot, hostileHubSnapshot, hubSnapshot} from '../support/snapshots.ts';
import {misfits, paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
/** The text of the first pane of a band. */
function bandText(view: ScreenView, band: number): readonly string[] {
	const pane = view.bands[band]?.[0];
	return pane ? paneText(pane) : [];
}
function after(snapshot: HubSnapshot, ...keys: string[]): ServerState {
	const context = {snapshot, columns: 80, rows: 24};
	let {state} = stepServer(createServerState(), {type: 'snapshot'}, context);
	for (const name of keys) ({state} = stepServer(state, {type: 'key', key: {name, text: ''}}, context));
	return state;
}

describe.each([
	['empty', hubSnapshot()],
	['full', fullHubSnapshot()],
	['hostile', hostileHubSnapshot()],
])('with a snapshot that is %s', (_name, snapshot) => {
	test.each([
		[60, 15],
		[80, 24],
		[100, 30],
		[120, 40],
		[200, 50],
	])('every mode fits %ix%i exactly', (columns, rows) => {
		for (const keys of [
			[],
			['2'],
			['3'],
			['4'],
			['x'],
			['i'],
			['enter'],
			['2', 'enter'],
			['?'],
			['q'],
			['o'],
			['b'],
			[':'],
			['i', 'n'],
			['z'],
			['2', 'v'],
			['4', 'z', '/'],
			['3', 'z', 'x'],
			['/'],
			['2', '/'],
			['4', '/'],
			['F'],
			['y'],
			['i', 'v'],
			['?', '/'],
			['v', 'q'],
			['i', 's', 'esc'],
		]) {
			for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
				expect([keys, misfits(serverView(after(snapshot, ...keys), {snapshot, columns, rows}, {glyphs}))]).toEqual([
					keys,
					[],
				]);
			}
		}
	});
});

test('the about sheet has what others need, and no name of a file', () => {
	const snapshot = fullHubSnapshot();
	const view = serverView(after(snapshot, 'i'), {snapshot, columns: 80, rows: 24}, look);
	const text = bandText(view, 1).join('\n');
	for (const fact of ['k7qf-2m4x-349p-yh2c-5jsw', '/srv/ft', 'ft client --server 192.168.1.9', 'fe80::1'])
		expect(text).toContain(fact);
});

test('the details are those of the row that was under the cursor', () => {
	const snapshot = fullHubSnapshot();
	const text = (keys: string[]): string =>
		bandText(serverView(after(snapshot, ...keys), {snapshot, columns: 80, rows: 24}, look), 2).join('\n');
	expect(text(['j', 'enter'])).toMatch(/who +bob/);
	expect(text(['2', 'g', 'enter'])).toMatch(/from +alice[^]*waiting: bob has not answered/);
});

test('the line for others stands under the header until it is hidden', () => {
	const snapshot = fullHubSnapshot();
	const banner = (...keys: string[]): string =>
		plainText(serverView(after(snapshot, ...keys), {snapshot, columns: 80, rows: 24}, look).banner ?? []);
	expect(banner()).toContain('Others: ft client --server 192.168.1.9  code 349p-yh2c-5jsw');
	expect(banner('i', 's')).toBe('');
	expect(banner('i', 's', 's', 'esc')).toContain('Others:');
});

test('z shows the pane alone, v without its border, and esc all of them again', () => {
	const snapshot = fullHubSnapshot();
	const panes = (...keys: string[]) =>
		serverView(after(snapshot, ...keys), {snapshot, columns: 80, rows: 24}, look).bands.flat();
	expect(panes('2', 'z').map(({id, rows}) => [id, rows])).toEqual([['transfers', 21]]);
	expect(panes('2', 'v')).toMatchObject([{id: 'transfers', rows: 21, columns: 80, isBare: true}]);
	expect(panes('i', 'v')).toMatchObject([{id: 'fields', isBare: true}]);
	expect(panes('2', 'z', 'esc')).toHaveLength(4);
	expect(panes('2', 'z', 'x').map(({id}) => id)).toEqual(['transfers', 'dialog']);
});

test('a filter is typed in the row of the footer: no pane moves for it', () => {
	const snapshot = fullHubSnapshot();
	const view = (...keys: string[]) => serverView(after(snapshot, ...keys), {snapshot, columns: 80, rows: 24}, look);
	for (const keys of [['2'], ['4'], ['?']]) {
		expect(view(...keys, '/').bands).toEqual(view(...keys).bands);
		expect(view(...keys, '/').prompt).toMatchObject({label: '/'});
	}
	expect(view('F').bands).toEqual(view().bands);
	expect(plainText(view('F').footer)).toContain('in every pane');
});

test('an invitation is typed over the sheet it is made from, and esc leads back to that', () => {
	const snapshot = fullHubSnapshot();
	const titles = (...keys: string[]) =>
		serverView(after(snapshot, ...keys), {snapshot, columns: 80, rows: 24}, look)
			.bands.flat()
			.map(({title}) => title);
	expect(titles('i', 'n').slice(-2)).toEqual(['About this hub', 'Command']);
	expect(titles('i', 'n', 'esc').at(-1)).toBe('About this hub');
});

test('where the throughput has no room of its own its key shows it all the same', () => {
	const snapshot = fullHubSnapshot();
	const ids = (...keys: string[]): string[] =>
		serverView(after(snapshot, ...keys), {snapshot, columns: 60, rows: 15}, look)
			.bands.flat()
			.map(({id}) => id);
	expect(ids()).toEqual(['connections', 'transfers', 'log']);
	expect(ids('3')).toEqual(['connections', 'transfers', 'throughput']);
});

test('trouble that nobody has seen marks the log until it had the focus', () => {
	const snapshot = hubSnapshot({log: [{id: 7, atMs: 0, level: 'warning', text: 'x'}]});
	const title = (...keys: string[]): string | undefined =>
		serverView(after(snapshot, ...keys), {snapshot, columns: 80, rows: 24}, look)
			.bands.flat()
			.at(-1)?.title;
	expect([title(), title('4'), title('4', '1')]).toEqual(['4 Log !', '4 Log', '4 Log']);
});
