import {formatBytes, formatCount, formatFiles, formatRate} from '../base/size-text.ts';
import {clockText, formatDuration, momentText} from '../base/time-text.ts';
import type {ConnectionRow, HubMode, HubSnapshot, HubTransferRow, InvitationRow} from '../hub/snapshot.ts';
import {roundTripText} from './client-header.ts';
import {innerRows} from './layout.ts';
import {connectionStateText} from './connections-pane.ts';
import {legText} from './hub-transfers-pane.ts';
import {joinText, placesOf} from './others-line.ts';
import {selectedConnection, selectedHubTransfer} from './server-selection.ts';
import type {ServerContext, ServerState} from './server-state.ts';
import {sheetLines, type SheetField} from './sheet.ts';
import {percentOf} from './transfer-text.ts';
import type {PaneView} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};

/** All about this hub: what others need first. */
export function hubSheet(state: ServerState, snapshot: HubSnapshot, size: Size): PaneView {
	const {title, addresses, port, fingerprint, words, code, dir, mode, knownUsers, startedMs, relayedBytes} = snapshot;
	const {limitBytesPerSecond, notice, invitations, bans, freeBytes, intoFoldersBytes, outOfFoldersBytes} = snapshot;
	return sheet('About this hub', size, [
		...(code === undefined ? [] : [{name: 'code', text: state.isCodeShown ? code : 'hidden. s: show it'}]),
		{name: 'words', text: words},
		{name: 'key', text: fingerprint},
		{name: 'admits', text: admits[mode], ...(mode === 'open' ? {tone: 'bad'} : {})},
		{name: 'others', text: joinText(addresses, port)},
		...(state.invitation ? [{name: 'link', text: inPieces(state.invitation.link, size.columns - 13)}] : []),
		...invitations.map((row) => ({name: 'invited', text: invitationText(row)})),
		{name: 'title', text: title},
		{name: 'folder', text: `${dir}${freeBytes === undefined ? '' : `, ${formatBytes(freeBytes)} free`}`},
		{name: 'address', text: placesOf(addresses, port)},
		...(notice ? [{name: 'notice', text: `${clockText(notice.atMs)} ${notice.text}`}] : []),
		...(snapshot.isIntakeOn ? [] : [{name: 'intake', text: 'off: no new transfers are taken; p takes them again'}]),
		...(limitBytesPerSecond === undefined ? [] : [{name: 'limit', text: `${formatBytes(limitBytesPerSecond)}/s`}]),
		{
			name: 'users',
			text: `${knownUsers} known${bans.length > 0 ? `; banned: ${bans.map(({name}) => name).join(' ')}` : ''}`,
		},
		{
			name: 'traffic',
			text: `${formatBytes(relayedBytes)} since ${momentText(startedMs)}; the folders: ${formatBytes(intoFoldersBytes)} in, ${formatBytes(outOfFoldersBytes)} out`,
		},
	]);
}

/** The invitation that was made last. The hub keeps no code of it. */
export function invitationSheet({invitation}: ServerState, size: Size): PaneView {
	if (!invitation) return sheet('Invitation', size, [{text: 'The invitation is being made.'}]);
	const {link, code, untilMs} = invitation;
	return sheet('Invitation', size, [
		{text: 'Who is invited types:'},
		{text: `ft client ${inPieces(link, size.columns - 4)}`, tone: 'strong'},
		{text: 'or, where the hub is at another address, the code alone:'},
		{text: code, tone: 'strong'},
		{
			text: `Good until ${momentText(untilMs)}. The sheet i shows the link until the next one is made; the hub keeps no code.`,
		},
	]);
}

/** Everything about the row that was under the cursor. */
export function detailsSheet(state: ServerState, context: ServerContext, size: Size): PaneView {
	return sheet('Details', size, detailFields(state, context));
}

function sheet(title: string, size: Size, fields: readonly SheetField[]): PaneView {
	return {
		id: 'fields',
		...size,
		title,
		isFocused: true,
		lines: sheetLines(fields, size.columns - 2, innerRows(size.rows)),
	};
}

const admits: Readonly<Record<HubMode, string>> = {
	code: 'people with the code, and those it knows',
	open: 'ANYONE: the hub is open',
	approve: 'people with the code, those you approve, and those it knows',
};

function invitationText({id, name, usesLeft, untilMs}: InvitationRow): string {
	return `${name ?? 'anyone'} (${id.slice(0, 8)}), ${formatCount(usesLeft, 'use')} left, until ${momentText(untilMs)}`;
}

/** A word that is longer than a line: lines of a sheet break at spaces only. */
function inPieces(word: string, columns: number): string {
	return word.replaceAll(new RegExp(`.{${columns}}(?=.)`, 'g'), '$& ');
}

function detailFields(state: ServerState, context: ServerContext): readonly SheetField[] {
	const connection = selectedConnection({...context, state});
	const row = selectedHubTransfer({...context, state});
	if (state.pane === 'connections' && connection) {
		return connectionFields(connection);
	}
	if (state.pane === 'transfers' && row) {
		const percent = percentOf(row.bytes, row.totalBytes, row.state === 'delivered');
		return [
			{name: 'from', text: row.fromName},
			{name: 'to', text: row.toName},
			{name: 'size', text: `${formatBytes(row.totalBytes)}, ${formatFiles(row.files)}`},
			{name: 'so far', text: `${formatBytes(row.bytes)}, ${percent} %`},
			{name: 'state', text: legText(row)},
			...(row.state === 'running' ? [{name: 'now', text: speedText(row)}] : []),
			{name: 'id', text: row.transfer},
		];
	}
	return [{text: 'It is no longer in the list. esc: back'}];
}

/** Who it is as users see it beside the name and in their own sheets; then what goes through for them. */
function connectionFields(row: ConnectionRow): readonly SheetField[] {
	const answers = row.roundTripMs === undefined ? '' : `, answers in ${roundTripText(row.roundTripMs)}`;
	return [
		{name: 'who', text: `${row.name}  ${row.shortId}`},
		{name: 'state', text: doesText(row)},
		{name: 'from', text: `${row.address} since ${momentText(row.sinceMs)}${answers}`},
		{
			name: 'traffic',
			text: `${flowText('sent', row.bytesIn, row.bytesInPerSecond)}; ${flowText('received', row.bytesOut, row.bytesOutPerSecond)}`,
		},
		{name: 'words', text: row.words},
		{name: 'key', text: row.fingerprint},
		{text: `${row.name} sees the same words and key with ft key show.`},
	];
}

function doesText(row: ConnectionRow): string {
	const does = row.sending + row.receiving > 0 ? connectionStateText(row) : 'idle';
	return row.takesOffers ? does : `${does}; takes no offers, leaves when it is done`;
}

function speedText({bytesPerSecond, etaSeconds}: HubTransferRow): string {
	const left = etaSeconds === undefined ? '' : `, ${formatDuration(etaSeconds)} left`;
	return `${formatRate(bytesPerSecond)}${left}`;
}

function flowText(what: string, bytes: number, bytesPerSecond: number): string {
	return `${formatBytes(bytes)} ${what}${bytesPerSecond > 0 ? `, now ${formatRate(bytesPerSecond)}` : ''}`;
}
