import {formatBytes, formatCount} from '../base/size-text.ts';
import {dateText, formatDuration} from '../base/time-text.ts';
import type {HubSnapshot, StorageRow} from '../hub/snapshot.ts';
import {innerRows} from './layout.ts';
import {layCells, span, type Line} from './line.ts';
import type {ServerMode} from './server-state.ts';
import {listLines, paragraph, placeText, type Look, type PaneView} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};

/** Lines of the senders below the list, at most. */
const mostSenders = 4;
/** In the widest windows names stand near what is said of them. */
const widestColumns = 150;
const namesColumns = 80;
const emptyText =
	'Nothing is kept. What somebody sends to people who are away, or to several, lies here sealed until they have it. esc: back';

/** What the hub keeps for people who are away: whose, for whom, how much, since when and until when; below, how much each sender has here. */
export function storagePane(
	mode: Extract<ServerMode, {mode: 'storage'}>,
	{storage, freeBytes}: HubSnapshot,
	size: Size,
	look: Look,
): PaneView {
	const columns = size.columns - 2;
	const cursor = storage.findIndex(({transfer}) => transfer === mode.selected);
	const senders = storage.length > 1 ? senderLines(storage) : [];
	const rows = innerRows(size.rows) - senders.length;
	const list = listLines(storage.length, cursor, {columns, rows, isFocused: true, ...look}, (index, width) =>
		storageLine(storage[index], width, look),
	);
	const filler = Array.from({length: rows - list.length}, (): Line => []);
	const place = placeText(cursor, storage.length, rows);
	return {
		id: 'storage',
		...size,
		title: `Kept on the hub: ${storage.length > 0 ? `${formatCount(storage.length, 'transfer')}, ${formatBytes(keptBytes(storage))}` : 'nothing'}`,
		...(freeBytes === undefined ? {} : {note: `${formatBytes(freeBytes)} free`}),
		...(place === undefined ? {} : {foot: place}),
		isFocused: true,
		lines: storage.length > 0 ? [...list, ...filler, ...senders] : paragraph(emptyText, columns, rows),
	};
}

/** Bytes on the disk of all that is kept. */
export function keptBytes(storage: readonly StorageRow[]): number {
	return storage.reduce((sum, {bytes}) => sum + bytes, 0);
}

function storageLine(row: StorageRow | undefined, columns: number, {glyphs}: Look): Line {
	if (!row) return [];
	const {fromName, forText, bytes, totalBytes, ageMs, untilMs, transfer} = row;
	const isPart = bytes < totalBytes;
	const isNarrow = columns < 70;
	return [
		span(' '),
		...layCells(
			[
				...(columns >= 96 ? [{text: transfer.slice(0, 8), columns: 8, tone: 'dim'} as const] : []),
				{text: `${fromName} > ${forText}`, columns: columns >= widestColumns ? namesColumns : 'rest'},
				{
					text: isPart && !isNarrow ? `${formatBytes(bytes)} of ${formatBytes(totalBytes)}` : formatBytes(bytes),
					columns: isNarrow ? 7 : 18,
					align: 'right',
				},
				{text: `for ${ageText(ageMs)}`, columns: 10},
				...(isNarrow ? [] : [{text: `until ${dateText(untilMs)}`, columns: 16, tone: 'dim'} as const]),
			],
			columns - 1,
			glyphs.ellipsis,
		),
	];
}

/** Whole minutes, `12m`: an age that counts seconds would draw a line each second. */
function ageText(ms: number): string {
	return formatDuration(Math.max(1, Math.floor(ms / 60_000)) * 60).replace('m00s', 'm');
}

function senderLines(storage: readonly StorageRow[]): readonly Line[] {
	const senders = new Map<string, {readonly name: string; readonly bytes: number; readonly count: number}>();
	for (const {userId, fromName, bytes} of storage) {
		const before = senders.get(userId);
		senders.set(userId, {name: fromName, bytes: (before?.bytes ?? 0) + bytes, count: (before?.count ?? 0) + 1});
	}
	const sorted = [...senders.values()].toSorted((one, other) => other.bytes - one.bytes);
	const shown = sorted.length > mostSenders ? sorted.slice(0, mostSenders - 1) : sorted;
	const more = sorted.length - shown.length;
	return [
		...shown.map(({name, bytes, count}): Line => [
			span(` ${name} has ${formatBytes(bytes)} here, ${formatCount(count, 'transfer')}`, 'dim'),
		]),
		...(more > 0 ? [[span(` and ${formatCount(more, 'sender')} with less`, 'dim')]] : []),
	];
}
