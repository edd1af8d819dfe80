import {describe, expect, test} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../source/state/glyphs.ts';
import {createServerState, type ServerState} from '../../source/state/server-state.ts';
import {stepServer} from '../../source/state/server-step.ts';
import {serverView} from '../../source/state/server-view.ts';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
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
	const text = bandText(view, 0).join('\n');
	for (const fact of ['k7qf-2m4x-349p-yh2c-5jsw', '/srv/ft', 'ft client --server 192.168.1.9', 'fe80::1'])
		expect(text).toContain(fact);
});

test('the details are those of the row that was under the cursor', () => {
	const snapshot = fullHubSnapshot();
	const text = (keys: string[]): string =>
		bandText(serverView(after(snapshot, ...keys), {snapshot, columns: 80, rows: 24}, look), 0).join('\n');
	expect(text(['j', 'enter'])).toMatch(/name +bob/);
	expect(text(['2', 'g', 'enter'])).toMatch(/from +alice[^]*waiting: bob has not answered/);
});

test('the throughput is the last minute; idle, it is flat', () => {
	const line = (snapshot: HubSnapshot): string =>
		bandText(serverView(createServerState(), {snapshot, columns: 120, rows: 24}, look), 2)[0] ?? '';
	expect(line(fullHubSnapshot())).toMatch(/^ ▁▂+▃+.*█+ {2}now 48 MB\/s$/);
	expect(line(hubSnapshot())).toBe(` ${'▁'.repeat(60)}  now 0 B/s`);
});
