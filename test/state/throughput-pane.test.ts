import {expect, test} from 'vitest';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {createServerState} from '../../source/state/server-state.ts';
import {isSpaceLow, throughputPane} from '../../source/state/throughput-pane.ts';
import type {PaneView} from '../../source/state/view.ts';
import {fullHubSnapshot, hubSnapshot, hubTransferRow, storageRow} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const state = createServerState();
const draw = (snapshot: HubSnapshot, columns: number, rows: number, shown = state): PaneView =>
	throughputPane(shown, snapshot, {columns, rows}, {glyphs: unicodeGlyphs});

test('both directions have the last minute and what they do now; idle they are flat', () => {
	expect(paneText(draw(fullHubSnapshot(), 120, 4))).toEqual([
		expect.stringMatching(/^ ↓ ▁▂+▃+.*█+ {2}59 MB\/s +highest 59 MB\/s$/),
		expect.stringMatching(/^ ↑ ▁▂+▃+.*█+ {2}47\.2 MB\/s +highest 47\.2 MB\/s$/),
	]);
	const flat = '▁'.repeat(60);
	expect(paneText(draw(hubSnapshot(), 80, 4))).toEqual([` ↓ ${flat}  0 B/s`, ` ↑ ${flat}  0 B/s`]);
});

test('where there is one line it is of the busier direction, where there is plenty what went through in all', () => {
	expect(paneText(draw(fullHubSnapshot(), 60, 3))).toEqual([expect.stringMatching(/^ ↓ .*59 MB\/s$/)]);
	expect(paneText(draw(fullHubSnapshot(), 120, 6)).slice(2)).toEqual([
		' 9 TB in all since the start',
		" the hub's folders: 3.4 GB in, 12 MB out since the start",
	]);
});

test('a limit stands in the title', () => {
	expect(draw(hubSnapshot({limitBytesPerSecond: 6e6}), 80, 4).title).toBe('3 Throughput, last 60 s, limit 6 MB/s');
});

test('what is kept stands in the lower border, with the keys that show it', () => {
	const snapshot = hubSnapshot({storage: [storageRow(), storageRow({transfer: 'b'})]});
	expect(draw(snapshot, 80, 4).foot).toBe('7.6 GB kept in 2 transfers: 3, enter');
	expect(draw(snapshot, 80, 4, {...state, pane: 'throughput'}).foot).toBe('7.6 GB kept in 2 transfers: enter');
	expect(draw(hubSnapshot({storage: [storageRow({bytes: 0})]}), 80, 4).foot).toBeUndefined();
});

test('when little space is left the pane is about that, and about what is still to come', () => {
	const low = hubSnapshot({
		freeBytes: 1_200_000_000,
		transfers: [hubTransferRow({folder: 'into'}), hubTransferRow({folder: 'into', state: 'delivered'})],
	});
	const pane = draw(low, 80, 6);
	expect(pane.title).toBe('3 Storage');
	expect(paneText(pane)[0]).toBe(' ! 1.2 GB free; 1 upload under way, 1.8 GB to come');
	expect(paneText(pane).join(' ')).toContain('/srv/ft');
	expect(paneText(draw(low, 60, 3))).toHaveLength(1);
	expect([isSpaceLow({freeBytes: 5e9}), isSpaceLow({freeBytes: 5e9 - 1}), isSpaceLow({freeBytes: undefined})]).toEqual([
		false,
		true,
		false,
	]);
});
