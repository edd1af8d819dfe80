import {firstIndex} from '../base/first-index.ts';
import * as v from 'valibot';
import {foldText} from './find-name.ts';
import type {FolderSort} from '../protocol/space-messages.ts';
import type {SpaceEntry} from './space.ts';
import type {Upload} from './uploads-table.ts';

/** An entry of a folder as people see it; without `upload` it is the operator's. */
export type FolderRow = Pick<SpaceEntry, 'name' | 'kind' | 'bytes' | 'modifiedMs'> & {
	readonly upload: Upload | undefined;
};

export type PageRequest = {
	readonly sort: FolderSort;
	/** Only names that have this text in them, in whatever case. */
	readonly filter?: string | undefined;
	/** What the page before gave: begins after the row it was made of, whether that is still there or not. */
	readonly after?: string | undefined;
	/** Without a cursor: begins after so many rows. */
	readonly offset?: number | undefined;
	readonly limit: number;
};

export type FolderPage = {
	readonly rows: readonly FolderRow[];
	/** Rows before the first of these. */
	readonly offset: number;
	/** For the next page; undefined at the end. */
	readonly after: string | undefined;
	/** All rows there are, or all that the filter leaves. */
	readonly total: number;
};

/** The rows of one folder, kept in every order that was asked for: a page costs its rows, a change the moving of some pointers. */
export type FolderRows = {
	readonly size: number;
	get(name: string): FolderRow | undefined;
	/** Adds a row, or puts it in the place of the one of its name. */
	set(row: FolderRow): void;
	delete(name: string): void;
	/** Without a cursor, or with one that is none, the first page. */
	page(request: PageRequest): FolderPage;
};

/** A row with its folded name, which is compared often. */
type Held = {readonly row: FolderRow; readonly folded: string};
/** What a row is ordered by: kind, then key, then the folded name, then the name. */
type Keyed = {readonly row: FolderRow; readonly isFile: number; readonly key: string | number; readonly folded: string};

/** Creates it with its first rows, of different names. */
export function createFolderRows(first: readonly FolderRow[]): FolderRows {
	const rows = new Map(first.map((row) => [row.name, toHeld(row)]));
	const orders = new Map<FolderSort, Keyed[]>();

	const orderOf = (sort: FolderSort): Keyed[] => {
		let order = orders.get(sort);
		if (!order) {
			order = Array.from(rows.values(), (held) => toKeyed(held, sort)).sort(compare);
			orders.set(sort, order);
		}
		return order;
	};
	const take = (held: Held): void => {
		rows.delete(held.row.name);
		for (const [sort, order] of orders) {
			const index = placeOf(order, toKeyed(held, sort));
			if (order[index]?.row === held.row) order.splice(index, 1);
		}
	};
	return {
		get size() {
			return rows.size;
		},
		get: (name) => rows.get(name)?.row,
		set(row) {
			const old = rows.get(row.name);
			if (old) take(old);
			const held = toHeld(row);
			rows.set(row.name, held);
			for (const [sort, order] of orders) {
				const keyed = toKeyed(held, sort);
				order.splice(placeOf(order, keyed), 0, keyed);
			}
		},
		delete(name) {
			const old = rows.get(name);
			if (old) take(old);
		},
		page({sort, filter = '', after, offset = 0, limit}) {
			const text = foldText(filter);
			// A first page needs no order: many folders are looked at, few are read to their end.
			if (after === undefined && offset === 0 && !orders.has(sort)) return firstPage(rows.values(), sort, text, limit);
			const all = orderOf(sort);
			const order = text === '' ? all : all.filter((keyed) => keyed.folded.includes(text));
			const cursor = after === undefined ? undefined : parseCursor(after);
			let from = Math.min(offset, order.length);
			if (cursor) {
				from = placeOf(order, cursor);
				const at = order[from];
				if (at && compare(at, cursor) === 0) from++;
			}
			const shown = order.slice(from, from + limit);
			const last = shown.at(-1);
			const isEnd = from + shown.length >= order.length;
			return {
				rows: shown.map(({row}) => row),
				offset: from,
				after: isEnd ? undefined : last && encodeCursor(last),
				total: order.length,
			};
		},
	};
}

/** The first rows of an order, in one pass over all. */
function firstPage(all: Iterable<Held>, sort: FolderSort, text: string, limit: number): FolderPage {
	const shown: Keyed[] = [];
	let total = 0;
	for (const held of all) {
		if (text !== '' && !held.folded.includes(text)) continue;
		total++;
		const keyed = toKeyed(held, sort);
		const last = shown.at(-1);
		if (last && shown.length === limit) {
			if (compare(last, keyed) <= 0) continue;
			shown.pop();
		}
		shown.splice(placeOf(shown, keyed), 0, keyed);
	}
	const last = shown.at(-1);
	const after = total > shown.length ? last && encodeCursor(last) : undefined;
	return {rows: shown.map(({row}) => row), offset: 0, after, total};
}

function toHeld(row: FolderRow): Held {
	return {row, folded: foldText(row.name)};
}

function toKeyed({row, folded}: Held, sort: FolderSort): Keyed {
	const isFile = row.kind === 'file' ? 1 : 0;
	switch (sort) {
		case 'name':
			return {row, isFile, key: 0, folded};
		case 'size':
			return {row, isFile, key: -row.bytes, folded};
		case 'date':
			return {row, isFile, key: -row.modifiedMs, folded};
		case 'user':
			return {row, isFile, key: row.upload ? `a${foldText(row.upload.userName)}` : 'b', folded};
	}
}

function compare(a: Pick<Keyed, 'isFile' | 'key' | 'folded'> & {row: {name: string}}, b: typeof a): number {
	if (a.isFile !== b.isFile) return a.isFile - b.isFile;
	if (a.key !== b.key) return a.key < b.key ? -1 : 1;
	if (a.folded !== b.folded) return a.folded < b.folded ? -1 : 1;
	return a.row.name < b.row.name ? -1 : a.row.name > b.row.name ? 1 : 0;
}

/** The first that does not come before. */
function placeOf(order: readonly Keyed[], wanted: Parameters<typeof compare>[0]): number {
	return firstIndex(order.length, (index) => {
		const at = order[index];
		return at !== undefined && compare(at, wanted) >= 0;
	});
}

// The row a page ended with, by what it is ordered by: `[isFile, key, name]`.
const cursorSchema = v.pipe(
	v.string(),
	v.parseJson(),
	v.tuple([v.picklist([0, 1]), v.union([v.string(), v.number()]), v.string()]),
);

function encodeCursor({isFile, key, row}: Keyed): string {
	return JSON.stringify([isFile, key, row.name]);
}

function parseCursor(text: string): Parameters<typeof compare>[0] | undefined {
	const result = v.safeParse(cursorSchema, text, {abortEarly: true});
	if (!result.success) return undefined;
	const [isFile, key, name] = result.output;
	return {isFile, key, folded: foldText(name), row: {name}};
}
