import {expect, test} from 'vitest';
import type {HubSnapshot, HubTransferRow} from '../../source/hub/snapshot.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {hubTransfersPane, legText} from '../../source/state/hub-transfers-pane.ts';
import {lineWidth} from '../../source/state/line.ts';
import {createServerState} from '../../source/state/server-state.ts';
import type {PaneView} from '../../source/state/view.ts';
import {fullHubSnapshot, hostileHubSnapshot, hubSnapshot, hubTransferRow} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
const state = createServerState();
const draw = (snapshot: HubSnapshot, columns = 80, shown = state): PaneView =>
	hubTransfersPane(shown, {snapshot, columns, rows: 24}, {columns, rows: 30}, look);

test('a running transfer has who to whom, size, gauge, percent, rate and time left', () => {
	const pane = draw(hubSnapshot({transfers: [hubTransferRow()]}));
	expect(paneText(pane)[0]).toMatch(/^> alice > bob +3\.8 GB \[#####·····\] +52 % 40\.1 MB\/s 44s/);
	expect(pane).toMatchObject({title: '2 Transfers  1 active', isBusy: true});
});

test('the title counts transfers, as the header does: one that goes to several is one', () => {
	const legs = ['bob', 'carol'].map((toName) => hubTransferRow({toName}));
	const transfers = [
		...legs,
		hubTransferRow({transfer: 'other'}),
		hubTransferRow({transfer: 'third', state: 'waiting'}),
	];
	expect(draw(hubSnapshot({transfers})).title).toBe('2 Transfers  2 active');
});

test("what goes into the hub's folders says by whom and where to", () => {
	const row = hubTransferRow({toName: 'shared: photos/', folder: 'into'});
	expect(paneText(draw(hubSnapshot({transfers: [row]})))[0]).toMatch(/^> alice > shared: photos\/ +3\.8 GB/);
});

test.each([60, 69, 70, 80, 96, 100, 120, 200])(
	'at %i columns sizes stand in one line, whatever the state',
	(columns) => {
		const transfers = [hubTransferRow(), hubTransferRow({transfer: 'b', state: 'delivered'})];
		const [running = '', delivered] = paneText(draw(hubSnapshot({transfers}), columns));
		expect(delivered?.indexOf('3.8 GB')).toBe(running.indexOf('3.8 GB'));
	},
);

test('a wide row begins with the id that the log and the sheet have, its names are whole, its gauge takes what is left', () => {
	const names = {transfer: '5fdd7879aaaa', fromName: 'a'.repeat(28), toName: 'b'.repeat(28)};
	const line = (columns: number): string =>
		paneText(draw(hubSnapshot({transfers: [hubTransferRow(names)]}), columns))[0] ?? '';
	expect(line(120)).toMatch(/^> 5fdd7879 a{9}…a{8} > b{9}…b{8} +3 files +3\.8 GB \[#+·+\] {2}52 % 40\.1 MB\/s 44s/);
	expect(line(200)).toMatch(/^> 5fdd7879 a{28} > b{28} +3 files/);
	for (const columns of [80, 100, 111]) expect(line(columns)).toMatch(/^> a{7,}.* > b{7,}/);
	const gaugeColumns = [120, 150, 200].map((columns) => /\[.*\]/.exec(line(columns))?.[0].length);
	expect(gaugeColumns).toEqual([22, 31, 81]);
});

test('who to whom is seen where one of the names is long: it is cut, and the other is whole', () => {
	const of = (fromName: string, toName: string): string =>
		paneText(draw(hubSnapshot({transfers: [hubTransferRow({fromName, toName})]}), 60))[0] ?? '';
	expect(of('public: shared-documents.bin', 'ivy')).toMatch(/^> public: \S*…\S*\.bin > ivy +3\.8 GB/);
	expect(of('ivy', 'shared: photos/of-the-summer/')).toMatch(/^> ivy > shared: \S*…\S*mer\/ +3\.8 GB/);
});

test('where it is tight a state leaves out who it waits for, which the row says', () => {
	const line = (changes: Partial<HubTransferRow>, columns = 60): string =>
		paneText(draw(hubSnapshot({transfers: [hubTransferRow({toName: 'a-name-so-long', ...changes})]}), columns))[0] ??
		'';
	expect(line({state: 'waiting'})).toMatch(/GB not answered yet/);
	expect(line({state: 'waiting', isRecipientHere: false})).toMatch(/GB waiting: is away/);
	expect(line({state: 'stored'})).toMatch(/GB kept on the hub/);
	expect(line({state: 'taken'})).toMatch(/GB in another window/);
	expect(line({state: 'failed', reason: 'its disk is full, and so on'})).toMatch(/GB failed: its disk is f… $/);
	expect(line({state: 'waiting'}, 120)).toContain('waiting: a-name-so-long has not answered');
});

test('every state is told in words, with its reason', () => {
	expect(fullHubSnapshot().transfers.slice(0, 12).map(legText)).toEqual([
		'waiting: bob has not answered',
		'accepted, not begun',
		'running',
		'paused: disk full',
		'kept for bob',
		'delivered',
		'declined',
		'cancelled',
		'failed',
		'expired',
		'accepted in another window',
		'withdrawn',
	]);
});

test('who is away is not said to owe an answer', () => {
	const row = hubTransferRow({state: 'waiting', isRecipientHere: false});
	expect(legText(row)).toBe('waiting: bob is away');
});

test('an order and a filter are seen in the border', () => {
	const transfers = [1, 3, 2].map((size) =>
		hubTransferRow({transfer: `t${size}`, toName: `to${size}`, totalBytes: size}),
	);
	const shapes = {...state.shapes, transfers: {filter: 'to', sort: 'size'}};
	const pane = draw(hubSnapshot({transfers}), 80, {...state, shapes});
	expect(paneText(pane).map((line) => /to\d/.exec(line)?.[0])).toEqual(['to3', 'to2', 'to1']);
	expect(pane.note).toBe('/to  sort size');
});

test('nothing is said in words; hostile names and numbers fit at every width', () => {
	expect(paneText(draw(hubSnapshot())).join('')).toMatch(
		/^ No transfers now\. What goes between people, .+ is listed here\.$/,
	);
	for (const columns of [60, 80, 120, 200])
		for (const line of draw(hostileHubSnapshot(), columns).lines) expect(lineWidth(line)).toBe(columns - 2);
});
