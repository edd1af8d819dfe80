import {formatBytes, formatFiles} from '../base/size-text.ts';
import {clockText} from '../base/time-text.ts';
import type {ClientSnapshot, OfferRow} from '../client/snapshot.ts';
import {shownOffers} from './client-lists.ts';
import type {ClientMode} from './client-mode.ts';
import type {ClientState} from './client-state.ts';
import {innerRows} from './layout.ts';
import {fitText, layCells, span, type Line} from './line.ts';
import {steadyText, textWidth} from './text-width.ts';
import {bareTitle} from './transfer-text.ts';
import {listLines, paragraph, placeText, type Look, type PaneView} from './view.ts';

/** The offers overlay: the list, and below it the files of the one that was opened. */
export function offersPane(
	state: ClientState,
	mode: Extract<ClientMode, {mode: 'offers'}>,
	snapshot: ClientSnapshot,
	size: {columns: number; rows: number},
	look: Look,
): PaneView {
	const {downloads} = snapshot;
	const offers = shownOffers(snapshot, state);
	const {filters, sorts} = state;
	const columns = size.columns - 2;
	const opened = offers.find(({transfer}) => transfer === mode.opened);
	const rows = innerRows(size.rows);
	const listRows = opened ? Math.min(offers.length, Math.max(1, Math.floor(rows / 3))) : rows;
	const cursor = offers.findIndex(({transfer}) => transfer === mode.selected);
	const list = listLines(offers.length, cursor, {columns, rows: listRows, isFocused: true, ...look}, (index, width) =>
		offerLine(offers[index], width, look),
	);
	const place = placeText(cursor, offers.length, listRows);
	return {
		id: 'offers',
		...size,
		title: `Offers ${snapshot.offers.length}${filters.offers === '' ? '' : `  /${filters.offers}`}${sorts.offers === 'time' ? '' : `  sort ${sorts.offers}`}`,
		note: `saved in ${downloads}`,
		...(place === undefined ? {} : {foot: place}),
		isFocused: true,
		lines: [
			...(offers.length > 0 ? list : paragraph(emptyText(state, snapshot), columns, rows)),
			...(opened ? filesOf(opened, columns, rows - listRows, look) : []),
		],
	};
}

function emptyText({filters}: ClientState, {offers}: ClientSnapshot): string {
	return offers.length > 0
		? `No offer has ${filters.offers} in it. esc: show all`
		: 'Nobody offers you anything now. esc: back';
}

function offerLine(offer: OfferRow | undefined, columns: number, {glyphs}: Look): Line {
	if (!offer) return [];
	return [
		span(' '),
		...layCells(
			[
				{text: offer.fromName, columns: 12},
				{text: (room) => titleAndNote(offer, room, glyphs.ellipsis), columns: 'rest'},
				{text: formatFiles(offer.files), columns: 12, align: 'right'},
				{text: formatBytes(offer.bytes), columns: 8, align: 'right'},
				{text: clockText(offer.timeMs), columns: 5, tone: 'dim'},
			],
			columns - 1,
			glyphs.ellipsis,
		),
	];
}

/** The note as far as there is room for it, once the title has its own. */
function titleAndNote({title, files, note}: OfferRow, columns: number, ellipsis: string): string {
	const name = bareTitle(title, files);
	const left = columns - textWidth(steadyText(name)) - 2;
	if (note === '' || left < 8) return fitText(name, columns, ellipsis, 'middle');
	return `${name}  ${fitText(`"${note}"`, left, ellipsis)}`;
}

function filesOf(offer: OfferRow, columns: number, rows: number, {glyphs}: Look): readonly Line[] {
	const note: readonly Line[] = offer.note === '' ? [] : [[span(`  note: ${offer.note}`)]];
	const head: readonly Line[] = [[span('')], ...note];
	const names = offer.top.map(({name, bytes, isFolder}): Line => [
		span('   '),
		...layCells(
			[
				{text: isFolder ? `${name}/` : name, columns: 'rest', cut: 'middle'},
				{text: formatBytes(bytes), columns: 8, align: 'right'},
			],
			columns - 4,
			glyphs.ellipsis,
		),
	]);
	const all = [...head, ...names];
	if (all.length <= rows) return all;
	return [...all.slice(0, Math.max(0, rows - 1)), [span(`   and ${all.length - rows + 1} more`, 'dim')]];
}
