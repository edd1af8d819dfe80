import {display} from '../base/display.ts';
import {formatBytes} from '../base/size-text.ts';
import {dateText} from '../base/time-text.ts';
import type {ClientSnapshot, FoundRow, FoundView} from '../client/snapshot.ts';
import {innerRows} from './layout.ts';
import {layCells, span, type Line} from './line.ts';
import {listLines, paragraph, placeText, type Look, type PaneView} from './view.ts';

/** What a search of the whole hub has found so far. */
export function foundPane(
	index: number,
	{found}: ClientSnapshot,
	size: {readonly columns: number; readonly rows: number},
	look: Look,
): PaneView {
	const columns = size.columns - 2;
	const rows = innerRows(size.rows);
	const all = found?.rows ?? [];
	const cursor = Math.min(index, Math.max(0, all.length - 1));
	const list = listLines(all.length, cursor, {columns, rows, isFocused: true, ...look}, (at, width) =>
		foundLine(all[at], width, look),
	);
	const place = placeText(cursor, all.length, rows);
	return {
		...{id: 'found', ...size, isFocused: true, title: `Found ${all.length}${found?.hasMore ? ' and more' : ''}`},
		note: `/${found?.text ?? ''}${found?.isSearching ? '  searching' : ''}`,
		...(place === undefined ? {} : {foot: place}),
		lines: all.length > 0 ? list : paragraph(emptyText(found), columns, rows),
	};
}

/** `shared:photos/a.jpg`, as `ft get` takes it. */
export function foundPath({space, path}: Pick<FoundRow, 'space' | 'path'>): string {
	return `${space}:${path.map((name) => display(name, 4096)).join('/')}`;
}

function foundLine(row: FoundRow | undefined, columns: number, {glyphs}: Look): Line {
	if (!row) return [];
	const cells = [
		{text: `${foundPath(row)}${row.kind === 'folder' ? '/' : ''}`, columns: 'rest', cut: 'middle'},
		{text: row.kind === 'folder' ? 'dir' : formatBytes(row.bytes), columns: 8, align: 'right'},
		{text: dateText(row.modifiedMs), columns: 10, tone: 'dim'},
	] as const;
	return [span(' '), ...layCells(cells, columns - 1, glyphs.ellipsis)];
}

function emptyText(found: FoundView | undefined): string {
	if (found?.error !== undefined) return found.error;
	if (found?.isSearching ?? true) return 'Searching...';
	return `Nothing on this hub has ${found?.text} in its name. F: another search`;
}
