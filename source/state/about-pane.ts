import {clockText, dateText} from '../base/time-text.ts';
import {trustMarks, trustText} from './trust-text.ts';
import type {HubRow, UserRow} from '../client/snapshot.ts';
import {sheetUser, type ClientSelectionContext} from './client-selection.ts';
import type {ClientContext, ClientState} from './client-state.ts';
import {innerRows} from './layout.ts';
import {sheetLines, type SheetField} from './sheet.ts';
import type {PaneView} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};

/** The sheet of a user or of the hub: who that is, and what to compare. */
export function aboutPane(state: ClientState, context: ClientContext, size: Size): PaneView {
	return {
		id: 'about',
		...size,
		title: isHub(state) ? 'Hub' : 'User',
		isFocused: true,
		lines: sheetLines(aboutFields({...context, state}), size.columns - 2, innerRows(size.rows)),
	};
}

/** What the sheet says. */
export function aboutFields(context: ClientSelectionContext): readonly SheetField[] {
	return isHub(context.state) ? hubFields(context) : userFields(context);
}

function isHub({mode}: ClientState): boolean {
	return mode.mode === 'about' && mode.who === 'hub';
}

function userFields(context: ClientSelectionContext): readonly SheetField[] {
	const user = sheetUser(context);
	if (!user) return [{text: 'The hub names this user no more. esc: back'}];
	const head = {name: 'who', text: `${user.name}  ${user.shortId}  ${user.isOnline ? 'online' : 'offline'}`};
	if (user.changed) return [head, ...changedFields(user, user.changed)];
	return [
		head,
		{name: 'words', text: wordsText(user, context)},
		{name: 'trust', text: `${trustMarks[user.trust]} ${trustText(user)}${sinceText(user)}`.trimStart()},
		{name: 'key', text: user.fingerprint},
		{
			text:
				user.trust === 'verified'
					? `The words were compared: this is the key of ${user.name}.`
					: `${user.name} sees the same ten words under i on you. Read them to each other in another way, by telephone: if they match, V marks the key as verified.`,
		},
		{
			text:
				user.alwaysBytes === undefined
					? `Each offer of ${user.name} is asked about. w: always accept.`
					: `Offers of ${user.name} are saved without asking. w: ask again.`,
		},
	];
}

function changedFields(user: UserRow, {before, advice}: NonNullable<UserRow['changed']>): readonly SheetField[] {
	return [
		{name: 'trust', text: `${trustMarks.changed} changed: nothing is sent to or taken from it`, tone: 'bad'},
		{name: 'key now', text: user.fingerprint},
		{name: 'before', text: `${before}${sinceText(user)}`},
		{text: advice, tone: 'warn'},
	];
}

function wordsText(user: UserRow, {snapshot}: ClientContext): string {
	if (snapshot.words?.userId === user.id) return snapshot.words.words;
	return snapshot.connection.phase === 'online' ? 'being worked out' : 'not connected: the key cannot be asked for';
}

function hubFields({snapshot}: ClientContext): readonly SheetField[] {
	const {hub, hubTitle, server, notices} = snapshot;
	if (!hub) return [{text: 'No hub was reached yet. esc: back'}];
	return [
		{name: 'hub', text: hubTitle === '' ? server : `${hubTitle}  ${server}`},
		{name: 'words', text: hub.words},
		{name: 'trust', text: hubTrust(hub)},
		{name: 'key', text: hub.fingerprint},
		{
			text: hub.isVerified
				? 'The words were compared: this is the hub of your operator.'
				: 'The operator sees the same words under i on the dashboard: if they match, V marks the hub as verified.',
		},
		...notices.toReversed().map(({text, timeMs}) => ({name: clockText(timeMs), text})),
	];
}

function hubTrust(hub: HubRow): string {
	const trust = hub.isVerified ? 'verified' : 'known';
	return `${trustMarks[trust]} ${trust}${sinceText(hub)}`.trimStart();
}

function sinceText({sinceMs}: {readonly sinceMs: number | undefined}): string {
	return sinceMs === undefined ? '' : `, first seen ${dateText(sinceMs)}`;
}
