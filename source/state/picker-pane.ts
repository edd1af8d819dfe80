import {display} from '../base/display.ts';
import {formatBytes} from '../base/size-text.ts';
import {dateText} from '../base/time-text.ts';
import {innerRows} from './layout.ts';
import {fitText, layCells, span, type Cell, type Line} from './line.ts';
import {entryUnderCursor, isMarked, joinPath, placeOf, shownEntries, type FolderEntry, type Picker} from './picker.ts';
import {heldText, targetText} from './picker-text.ts';
import {steadyText, textWidth} from './text-width.ts';
import {listLines, paragraph, placeText, type Look, type PaneView, type Widget} from './view.ts';

/** The file picker over the whole body; `widget` is the field for a filter or a path. */
export function pickerPane(
	picker: Picker,
	size: {columns: number; rows: number},
	look: Look,
	widget?: Widget,
): PaneView {
	const entries = shownEntries(picker);
	const columns = size.columns - 2;
	const rows = innerRows(size.rows) - (widget ? 1 : 0) - (picker.problem === undefined ? 0 : 1);
	const cursor = placeOf(picker);
	const list = listLines(entries.length, cursor, {columns, rows, isFocused: true, ...look}, (index, width) =>
		entryLine(picker, entries[index], width, look),
	);
	const problem: readonly Line[] = picker.problem === undefined ? [] : [[span(` ! ${picker.problem}`, 'bad')]];
	const verb = picker.target.kind === 'space' ? 'Upload' : 'Send';
	const title = `${verb} to ${targetText(picker.target)}: `;
	const path = display(picker.listing?.path ?? '', 4096);
	const room = Math.max(8, columns - title.length - 20);
	const note = [picker.filter === '' ? '' : `/${picker.filter}`, picker.sort === 'name' ? '' : `sort ${picker.sort}`]
		.filter((part) => part !== '')
		.join('  ');
	const place = placeText(cursor, entries.length, rows);
	const foot = footText(picker, place ?? '', columns - 4, look);
	return {
		id: 'picker',
		...size,
		title: `${title}${fitText(path, room, look.glyphs.ellipsis, 'middle').trimEnd()}`,
		...(note === '' ? {} : {note}),
		...(foot === '' ? {} : {foot}),
		isFocused: true,
		lines: [...problem, ...(entries.length > 0 ? list : paragraph(emptyText(picker), columns, rows))],
		...(widget ? {widget} : {}),
	};
}

function entryLine(picker: Picker, entry: FolderEntry | undefined, columns: number, {glyphs}: Look): Line {
	if (!entry) return [];
	const isUp = entry.name === '..';
	const name = `${display(entry.name)}${entry.kind === 'folder' ? '/' : ''}`;
	const size = entry.kind === 'file' ? formatBytes(entry.bytes) : entry.kind === 'folder' ? 'dir' : 'other';
	const cells: Cell[] = [
		{text: isMarked(picker, entry) ? '*' : ' ', columns: 1, tone: 'strong'},
		{text: name, columns: 'rest', cut: 'middle', tone: entry.kind === 'other' ? 'dim' : 'plain'},
		{text: isUp ? '' : size, columns: 8, align: 'right'},
		{text: isUp ? '' : dateText(entry.modifiedMs), columns: 10, tone: 'dim'},
	];
	return layCells(cells, columns, glyphs.ellipsis);
}

function emptyText({isLoading, filter, listing, problem}: Picker): string {
	if (filter !== '') return `No name has ${filter} in it. esc: show all`;
	if (isLoading) return 'Reading the folder...';
	return listing || problem === undefined ? 'This folder is empty, or all of it is hidden: .' : '';
}

/** What the folder under the cursor holds, what is marked, and where the cursor is; what matters least is left out first. */
function footText(picker: Picker, place: string, columns: number, {glyphs}: Look): string {
	const entry = entryUnderCursor(picker);
	const count = entry && picker.listing && picker.counts.get(joinPath(picker.listing.path, entry.name));
	const name = entry ? fitText(display(entry.name), 24, glyphs.ellipsis, 'middle').trimEnd() : '';
	const held = count ? `${name}/ ${heldText(count, picker.leavesOut)}` : '';
	const join = (...parts: readonly string[]): string => parts.filter((text) => text !== '').join('  ');
	const marked = markedText(picker);
	const variants = [join(held, marked, place), join(held, marked), join(marked, place), marked];
	return variants.find((text) => textWidth(steadyText(text)) <= columns) ?? marked;
}

/** The sum is told when all of it is known: of a marked folder, once it was counted. */
function markedText({marked, counts}: Picker): string {
	if (marked.length === 0) return '';
	const sizes = marked.map(({path, entry}) => (entry.kind === 'folder' ? counts.get(path)?.bytes : entry.bytes));
	const sum = sizes.reduce<number | undefined>(
		(bytes, size) => (bytes === undefined || size === undefined ? undefined : bytes + size),
		0,
	);
	return sum === undefined ? `${marked.length} marked` : `${marked.length} marked ${formatBytes(sum)}`;
}
