import {expect, test} from 'vitest';
import type {StorageRow} from '../../source/hub/snapshot.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {keptBytes, storagePane} from '../../source/state/storage-pane.ts';
import {hubSnapshot, storageRow} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const draw = (storage: readonly StorageRow[], columns = 80, rows = 10, selected = storage[0]?.transfer) =>
	storagePane({mode: 'storage', selected}, hubSnapshot({storage}), {columns, rows}, {glyphs: unicodeGlyphs});

test('what is kept has whose it is, for whom, how much of it is here, since when and until when', () => {
	const pane = draw([
		storageRow({bytes: 1_000_000_000}),
		storageRow({transfer: 'b2', forText: 'erin', ageMs: 90_000_000}),
	]);
	expect(pane.title).toBe('Kept on the hub: 2 transfers, 4.8 GB');
	expect(pane.note).toBe('120 GB free');
	const text = paneText(pane);
	expect(text[0]).toMatch(/^> alice > carol and dave +1 GB of 3\.8 GB for 1m +until 2023-11-2\d/);
	expect(text[1]).toMatch(/^ {2}alice > erin +3\.8 GB for 1d01h /);
});

test('below the list stands how much each sender has here, the largest first, and of many only the first', () => {
	const of = (name: string, bytes: number): StorageRow =>
		storageRow({transfer: name, userId: name, fromName: name, bytes});
	const rows = ['alice', 'bob', 'carol', 'dave', 'erin'].map((name, index) => of(name, (index + 1) * 1_000_000));
	expect(paneText(draw([...rows, of('alice', 9_000_000)], 80, 16)).slice(-4)).toEqual([
		' alice has 10 MB here, 2 transfers',
		' erin has 5 MB here, 1 transfer',
		' dave has 4 MB here, 1 transfer',
		' and 2 senders with less',
	]);
	expect(keptBytes(rows)).toBe(15_000_000);
});

test('in the widest window the numbers stand near the names', () => {
	const line = paneText(draw([storageRow({transfer: '5fdd7879aa'})], 200))[0] ?? '';
	expect(line).toMatch(/^> 5fdd7879 alice > carol and dave {59,}3\.8 GB for 1m/);
	expect(line.indexOf('3.8 GB')).toBeLessThan(115);
});

test('a narrow pane leaves the room to the names', () => {
	expect(paneText(draw([storageRow({bytes: 1_000_000_000})], 60))[0]).toMatch(
		/^> alice > carol and dave +1 GB for 1m *$/,
	);
});

test('the id stands there where there is room, and a list that is longer than its pane says where it is', () => {
	expect(paneText(draw([storageRow()], 120))[0]).toMatch(/^> aaaabbbb alice/);
	const rows = Array.from({length: 30}, (_, index) => storageRow({transfer: `t${index}`}));
	expect(draw(rows, 80, 10, 't20').foot).toBe('21 of 30');
});

test('where nothing is kept it says what would be', () => {
	const pane = draw([]);
	expect(pane.title).toBe('Kept on the hub: nothing');
	expect(paneText(pane).join(' ')).toContain('Nothing is kept.');
});
