import type {ClientSnapshot, UserRow} from '../client/snapshot.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {shownUsers, type ClientState} from './client-state.ts';
import {innerRows} from './layout.ts';
import {layCells, span, type Cell, type Line, type Tone} from './line.ts';
import {cursorIndex} from './list-cursor.ts';
import {trustMarks} from './trust-text.ts';
import {listLines, paragraph, placeText, type Look, type PaneView} from './view.ts';

/** Pane 1: who is there. Arrows with a number tell what runs to and from each. */
export function usersPane(
	state: ClientState,
	snapshot: ClientSnapshot,
	size: {columns: number; rows: number},
	look: Look,
): PaneView {
	const users = shownUsers(snapshot, state.filter);
	const isFocused = state.pane === 'users';
	const columns = size.columns - 2;
	const rows = innerRows(size.rows);
	const cursor = cursorIndex(
		users.map(({id}) => id),
		state.user,
	);
	const running = countRunning(snapshot.transfers);
	const lines = listLines(users.length, cursor, {columns, rows, isFocused, ...look}, (index, width) =>
		userLine(users[index], running, width, look),
	);
	const place = placeText(cursor, users.length, rows);
	return {
		id: 'users',
		...size,
		title: `1 Users ${users.length}`,
		...(state.filter === '' ? {} : {note: `/${state.filter}`}),
		...(place === undefined ? {} : {foot: place}),
		isFocused,
		lines: users.length > 0 ? lines : paragraph(emptyText(state, snapshot), columns, rows),
	};
}

/** The hub that needs no saying. */
const usualServer = 'localhost:5011';

function emptyText(state: ClientState, {users, connection, server}: ClientSnapshot): string {
	if (users.length > 0) return `No name has ${state.filter} in it. esc: show all`;
	if (connection.phase !== 'online') return 'Not connected yet.';
	const option = server === usualServer ? '' : ` --server ${server}`;
	return `Nobody else is here. In another terminal: npx ft client --name bob${option}`;
}

function userLine(
	user: UserRow | undefined,
	running: ReadonlyMap<string, {send: number; receive: number}>,
	columns: number,
	{glyphs}: Look,
): Line {
	if (!user) return [];
	const counts = running.get(user.id);
	const send = counts && counts.send > 0 ? `${glyphs.up}${counts.send}` : '';
	const receive = counts && counts.receive > 0 ? `${glyphs.down}${counts.receive}` : '';
	const arrows = [send, receive].filter((text) => text !== '').join(' ');
	const tone: Tone = user.trust === 'changed' ? 'bad' : user.isOnline ? 'plain' : 'dim';
	const cells: Cell[] = [{text: user.name, columns: 'rest', cut: 'end', tone}];
	if (columns >= 30) cells.push({text: user.shortId, columns: 8, tone: 'dim'});
	cells.push({text: markOf(user), columns: 1, tone});
	const isWide = columns >= 38;
	if (isWide) cells.push({text: trustWord(user), columns: 8, tone});
	const state = arrows === '' && !user.isOnline ? 'offline' : arrows;
	// Where there is no room for both, what is going on now comes before what is known for long; a stop before all.
	const isTrustFirst = !isWide && (state === '' || user.trust === 'changed');
	cells.push({text: isTrustFirst ? trustWord(user) : state, columns: 8, align: 'right', tone});
	return [span(' '), ...layCells(cells, columns - 1, glyphs.ellipsis)];
}

/** What the key is to us in one column, told without colour. `=` is one whose offers are saved unasked. */
function markOf({trust, alwaysBytes}: UserRow): string {
	return trust !== 'changed' && alwaysBytes !== undefined ? '=' : trustMarks[trust];
}

function trustWord({trust, alwaysBytes}: UserRow): string {
	return trust === 'known' && alwaysBytes !== undefined ? 'always' : trust;
}

function countRunning(transfers: readonly TransferRow[]): ReadonlyMap<string, {send: number; receive: number}> {
	const counts = new Map<string, {send: number; receive: number}>();
	for (const {peerId, direction, state} of transfers) {
		if (state.phase !== 'running' && state.phase !== 'verifying') continue;
		const count = counts.get(peerId) ?? {send: 0, receive: 0};
		count[direction]++;
		counts.set(peerId, count);
	}
	return counts;
}
