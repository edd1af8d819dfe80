import type {ClientSnapshot, UserRow} from '../client/snapshot.ts';
import type {TransferPhase, TransferRow} from '../transfer/transfer-row.ts';
import {everyone, everyoneId, shownUsers, userKeys} from './client-lists.ts';
import type {ClientState} from './client-state.ts';
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
	const users = new Map(shownUsers(snapshot, state).map((user) => [user.id, user]));
	const keys = userKeys(snapshot, state);
	const isFocused = state.pane === 'users';
	const columns = size.columns - 2;
	const rows = innerRows(size.rows);
	const cursor = cursorIndex(keys, state.user);
	const running = countRunning(snapshot.transfers);
	const marked = new Set(state.markedUsers);
	const lines = listLines(keys.length, cursor, {columns, rows, isFocused, ...look}, (index, width) => {
		const user = users.get(keys[index] ?? '');
		if (user) return userLine(user, {isMarked: marked.has(user.id), running: running.get(user.id)}, width, look);
		return keys[index] === everyoneId ? everyoneLine(snapshot, width, look) : [];
	});
	const place = placeText(cursor, keys.length, rows);
	const note = noteText(state);
	return {
		id: 'users',
		...size,
		title: `1 Users ${users.size}`,
		...(note === '' ? {} : {note}),
		...(place === undefined ? {} : {foot: place}),
		isFocused,
		lines: keys.length > 0 ? lines : paragraph(emptyText(state, snapshot), columns, rows),
	};
}

/** The hub that needs no saying. */
const usualServer = 'localhost:5011';

function emptyText(state: ClientState, {users, connection, server}: ClientSnapshot): string {
	if (users.length > 0) return `No name has ${state.filters.users} in it. esc: show all`;
	if (connection.phase !== 'online') return 'Not connected yet.';
	const option = server === usualServer ? '' : ` --server ${server}`;
	return `Nobody else is here. In another terminal: npx ft client --name bob${option}`;
}

function noteText({filters, sorts, markedUsers}: ClientState): string {
	const parts = [
		filters.users === '' ? '' : `/${filters.users}`,
		sorts.users === 'online' ? '' : `sort ${sorts.users}`,
		markedUsers.length === 0 ? '' : `${markedUsers.length} marked`,
	];
	return parts.filter((part) => part !== '').join('  ');
}

function everyoneLine(snapshot: ClientSnapshot, columns: number, {glyphs}: Look): Line {
	const cells: readonly Cell[] = [
		{text: 'everyone', columns: 'rest', tone: 'strong'},
		{text: `${everyone(snapshot).length} online`, columns: 10, align: 'right', tone: 'dim'},
	];
	return [span(' '), ...layCells(cells, columns - 1, glyphs.ellipsis)];
}

type Running = {send: number; receive: number};

function userLine(
	user: UserRow,
	{isMarked, running: counts}: {readonly isMarked: boolean; readonly running: Running | undefined},
	columns: number,
	{glyphs}: Look,
): Line {
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
	return [span(isMarked ? '*' : ' ', 'strong'), ...layCells(cells, columns - 1, glyphs.ellipsis)];
}

/** What the key is to us in one column, told without colour. `=` is one whose offers are saved unasked. */
function markOf({trust, alwaysBytes}: UserRow): string {
	return trust !== 'changed' && alwaysBytes !== undefined ? '=' : trustMarks[trust];
}

function trustWord({trust, alwaysBytes}: UserRow): string {
	return trust === 'known' && alwaysBytes !== undefined ? 'always' : trust;
}

function countRunning(transfers: readonly TransferRow[]): ReadonlyMap<string, Running> {
	const counts = new Map<string, Running>();
	for (const row of transfers) {
		if (row.state.phase !== 'running' && row.state.phase !== 'verifying') continue;
		for (const id of takingPart(row)) {
			const count = counts.get(id) ?? {send: 0, receive: 0};
			count[row.direction]++;
			counts.set(id, count);
		}
	}
	return counts;
}

/** With whom it runs: of several recipients those for whom it has not ended and is not held up. */
function takingPart({peerId, recipients}: TransferRow): readonly string[] {
	if (!recipients) return [peerId];
	return recipients.filter(({state}) => !idle.has(state.phase)).map(({id}) => id);
}

const idle = new Set<TransferPhase['phase']>(['delivered', 'declined', 'cancelled', 'failed', 'stored', 'paused']);
