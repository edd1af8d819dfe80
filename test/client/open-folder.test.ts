import {expect, test} from 'vitest';
import {toPeerText} from '../../source/base/peer-text.ts';
import type {FilesPage, Listings} from '../../source/client/listings.ts';
import {createOpenFolder, type OpenFolder} from '../../source/client/open-folder.ts';
import type {FileRow} from '../../source/client/snapshot.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {toSpacePath} from '../../source/protocol/space-path.ts';

type Hub = {
	readonly open: OpenFolder;
	/** What the hub has: names. */
	names: string[];
	/** What it was asked, as `space:folder sort/filter from+limit`. */
	readonly asked: string[];
	/** Changes the rows before an answer goes out. */
	onAsked: () => void;
	problem: FtError | undefined;
	changed(): void;
	changes: number;
	settle(): Promise<void>;
	shown(): string;
};

const rowOf = (name: string): FileRow => ({
	...{path: [toPeerText(name)], name, kind: 'file', bytes: 1, modifiedMs: 0},
	...{userName: undefined, uploadedMs: undefined, isMine: false},
});

/** A hub whose one folder has these; `maxRows`: it never answers with more. */
function openHub(names: string[], maxRows = 500): Hub {
	let onChanged = (): void => undefined;
	const list: Listings['list'] = async (space, folder, {sort, filter, offset = 0, limit = 500}): Promise<FilesPage> => {
		hub.asked.push(`${space}:${toSpacePath(folder).join('/')} ${sort}/${filter} ${offset}+${limit}`);
		await Promise.resolve();
		hub.onAsked();
		if (hub.problem) throw hub.problem;
		const left = hub.names.filter((name) => name.includes(filter ?? ''));
		const from = Math.min(offset, left.length);
		const rows = left.slice(from, from + Math.min(limit, maxRows)).map(rowOf);
		return {folder: [], rows, offset: from, after: undefined, total: left.length, freeBytes: 7};
	};
	const open = createOpenFolder({
		listings: {
			list,
			watch(_space, _folder, onChange) {
				onChanged = onChange;
			},
		},
		onChange: () => hub.changes++,
	});
	const hub: Hub = {
		open,
		names,
		asked: [],
		onAsked: () => undefined,
		problem: undefined,
		changed: () => {
			onChanged();
		},
		changes: 0,
		async settle() {
			for (let turn = 0; turn < 200; turn++) await Promise.resolve();
		},
		shown() {
			const view = open.view;
			if (!view) return 'nothing';
			return `${view.offset}..${view.offset + view.rows.length} of ${view.total}`;
		},
	};
	return hub;
}
const many = (count: number): string[] => Array.from({length: count}, (_, index) => String(index).padStart(6, '0'));
/** Every row of the window is the one that belongs there. */
const isInPlace = ({open, names}: Hub): boolean =>
	open.view?.rows.every((row, index) => row.name === names[(open.view?.offset ?? 0) + index]) ?? false;

test('a folder is shown from its beginning, with its place, its total and the room there is', async () => {
	const hub = openHub(['a', 'b', 'c']);
	expect(hub.open.view).toBeUndefined();
	hub.open.open('shared', ['photos']);
	expect(hub.open.view).toMatchObject({title: 'shared:photos', isLoading: true, rows: []});
	await hub.settle();
	expect(hub.open.view).toMatchObject({
		space: 'shared',
		folder: ['photos'],
		sort: 'name',
		filter: '',
		isLoading: false,
	});
	expect([hub.shown(), hub.open.view?.freeBytes, hub.open.view?.error]).toEqual(['0..3 of 3', 7, undefined]);
	expect(hub.asked).toHaveLength(1);
});

test('of a hundred thousand entries a window of a thousand is held, and the cursor may jump to the end', async () => {
	const hub = openHub(many(100_000));
	hub.open.open('public', []);
	await hub.settle();
	hub.open.needRows(99_960, 100_000);
	expect(hub.open.view?.isLoading).toBe(true);
	await hub.settle();
	const {rows, offset} = hub.open.view ?? {rows: [], offset: 0};
	expect([offset <= 99_960, offset + rows.length]).toEqual([true, 100_000]);
	expect(isInPlace(hub)).toBe(true);
	expect(hub.asked.length).toBeLessThan(4);
	hub.open.needRows(0, 40);
	await hub.settle();
	expect([hub.open.view?.offset, hub.open.view?.rows[0]?.name]).toEqual([0, '000000']);
});

test('scrolling through them asks for few pages, and every row is there before it is reached', async () => {
	const hub = openHub(many(5000));
	hub.open.open('public', []);
	await hub.settle();
	const missing: number[] = [];
	const look = async (top: number): Promise<void> => {
		hub.open.needRows(top, top + 20);
		if (hub.open.view?.isLoading === true) missing.push(top);
		await hub.settle();
		expect(isInPlace(hub)).toBe(true);
		expect(hub.open.view?.rows.length).toBeLessThanOrEqual(1000);
	};
	for (let top = 0; top <= 4980; top += 5) await look(top);
	const down = hub.asked.length;
	for (let top = 4980; top >= 0; top -= 5) await look(top);
	expect(missing).toEqual([]);
	expect([down, hub.asked.length - down].every((pages) => pages <= 5000 / 250 + 2)).toBe(true);
});

test('another order or filter begins at the top, and keeps the rows of before until its own are there', async () => {
	const hub = openHub(['a', 'b', 'ab']);
	hub.open.open('shared', []);
	await hub.settle();
	hub.open.setFilter('b');
	expect(hub.open.view).toMatchObject({filter: 'b', isLoading: true, total: 3});
	await hub.settle();
	expect(hub.shown()).toBe('0..2 of 2');
	hub.open.setSort('size');
	await hub.settle();
	expect(hub.asked.at(-1)).toMatch(/^shared: size\/b 0\+/);
	hub.open.open('shared', ['x']);
	expect(hub.open.view).toMatchObject({filter: '', sort: 'size', rows: [], total: 0});
});

test('what changes in the folder is shown where the reader is', async () => {
	const hub = openHub(many(3000));
	hub.open.open('shared', []);
	hub.open.needRows(2000, 2040);
	await hub.settle();
	hub.names = hub.names.slice(10);
	hub.changed();
	await hub.settle();
	expect([hub.open.view?.total, isInPlace(hub)]).toEqual([2990, true]);
	hub.names = ['only'];
	hub.changed();
	await hub.settle();
	expect([hub.shown(), isInPlace(hub)]).toEqual(['0..1 of 1', true]);
	hub.names = [];
	hub.changed();
	await hub.settle();
	expect([hub.shown(), hub.open.view?.isLoading]).toEqual(['0..0 of 0', false]);
});

test('rows that move while they are read are read again', async () => {
	const hub = openHub(many(2000));
	hub.open.open('shared', []);
	await hub.settle();
	hub.onAsked = () => {
		hub.onAsked = () => undefined;
		hub.names = ['! new', ...hub.names];
	};
	hub.open.needRows(300, 340);
	await hub.settle();
	expect([hub.open.view?.total, isInPlace(hub)]).toEqual([2001, true]);
});

test('an answer about a folder that was left is not shown', async () => {
	const hub = openHub(['a']);
	hub.open.open('shared', []);
	hub.open.open('public', []);
	await hub.settle();
	expect(hub.asked).toHaveLength(2);
	expect(hub.open.view).toMatchObject({space: 'public', total: 1});
});

test('a refusal is said beside the rows of before, and gone when the folder is back', async () => {
	const hub = openHub(['a']);
	hub.open.open('shared', []);
	await hub.settle();
	hub.problem = new FtError('no-such-file', 'no x in shared\u001b[2J');
	hub.changed();
	await hub.settle();
	expect(hub.open.view).toMatchObject({error: 'no x in shared�[2J', isLoading: false, total: 1});
	hub.problem = undefined;
	hub.open.refresh();
	await hub.settle();
	expect(hub.open.view?.error).toBeUndefined();
});

test('a hub that answers with less than was asked for is asked for the rest', async () => {
	const hub = openHub(many(1000), 40);
	hub.open.open('shared', []);
	hub.open.needRows(500, 540);
	await hub.settle();
	const {offset = 0, rows = []} = hub.open.view ?? {};
	expect([offset <= 500, offset + rows.length >= 540, isInPlace(hub)]).toEqual([true, true, true]);
});

test('a hub whose numbers do not add up is not asked for ever', async () => {
	const hub = openHub(many(1000));
	hub.onAsked = () => {
		hub.names = [...hub.names, 'x'];
	};
	hub.open.open('shared', []);
	hub.open.needRows(900, 940);
	await hub.settle();
	expect(hub.asked.length).toBeLessThan(50);
	expect(hub.open.view?.isLoading).toBe(false);
});

test('nothing is asked for without an open folder', async () => {
	const hub = openHub([]);
	hub.open.refresh();
	hub.open.needRows(0, 10);
	hub.open.setFilter('x');
	await hub.settle();
	expect([hub.asked, hub.open.view]).toEqual([[], undefined]);
});
