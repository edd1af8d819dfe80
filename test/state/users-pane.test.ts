import {expect, test} from 'vitest';
import {createClientState} from '../../source/state/client-state.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {usersPane} from '../../source/state/users-pane.ts';
import type {TransferPhase} from '../../source/transfer/transfer-row.ts';
import {clientSnapshot, fullClientSnapshot, hostileClientSnapshot, transferRow, userRow} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
const size = {columns: 26, rows: 8};
const state = createClientState();

test('who is offline says so, and arrows count what runs with each', () => {
	const pane = usersPane({...state, user: 'id-bob'}, fullClientSnapshot(), size, look);
	expect(paneText(pane).map((line) => line.trimEnd())).toEqual([
		'  everyone     3 online',
		'> bob             ↑2 ↓1',
		'  carol           known',
		'  dave               ↑1',
		'  erin          offline',
	]);
	expect(pane.title).toBe('1 Users 4');
});

test('what runs to several counts at each of them who still takes part in it', () => {
	const phases: readonly TransferPhase[] = [
		{phase: 'delivered', failedFiles: 0},
		{phase: 'running', bytesPerSecond: 1, etaSeconds: 1, stalledMs: 0},
		{phase: 'waiting', sinceMs: 0},
		{phase: 'stored', untilMs: undefined},
		{phase: 'declined', reason: ''},
		{phase: 'paused', reason: 'peer'},
	];
	const names = ['ann', 'ben', 'cyd', 'dan', 'eve', 'fay'];
	const recipients = phases.map((phase, index) => ({
		...{id: `id-${names[index]}`, name: names[index] ?? '', bytes: 0, state: phase},
	}));
	const transfers = [transferRow('a', {peerId: 'id-ann', recipients})];
	const snapshot = clientSnapshot({users: names.map((name) => userRow(name)), transfers});
	const lines = paneText(usersPane({...state, user: ''}, snapshot, {columns: 26, rows: 12}, look));
	expect(lines.flatMap((line) => (line.includes('↑') ? [line.trim().split(/ +/)] : []))).toEqual([
		['ben', '↑1'],
		['cyd', '↑1'],
	]);
});

const marked = clientSnapshot({
	users: [
		userRow('ann', {trust: 'verified'}),
		userRow('ben'),
		userRow('cyd', {trust: 'new'}),
		userRow('dan', {trust: 'changed', isOnline: false}),
		userRow('eve', {alwaysBytes: 1e9}),
		userRow('fay', {trust: 'verified', alwaysBytes: 1e9}),
		userRow('gus', {trust: 'verified', isOnline: false}),
	],
	transfers: [transferRow('a', {peerId: 'id-cyd'})],
});
const linesOf = (columns: number): readonly string[] =>
	paneText(usersPane({...state, user: ''}, marked, {columns, rows: 12}, look)).map((line) => line.trim());

test('what a key is to us has a mark and a word, without colour, in the narrowest pane', () => {
	expect(linesOf(26)).toEqual([
		'> everyone     5 online',
		'ann        + verified',
		'ben             known',
		'cyd        ?       ↑1',
		'dan        !  changed',
		'eve        =   always',
		'fay        = verified',
		'gus        +  offline',
	]);
});

test('where there is room the word stands beside what goes on', () => {
	expect(linesOf(44)[3]).toMatch(/^cyd +k7qf2m4x \? new +↑1$/);
	expect(linesOf(44)[4]).toMatch(/^dan +k7qf2m4x ! changed +offline$/);
});

test('an empty pane says what to do next', () => {
	expect(paneText(usersPane(state, clientSnapshot(), {columns: 90, rows: 8}, look))).toEqual([
		' Nobody else is here. In another terminal: npx ft client --name bob',
	]);
	const connecting = clientSnapshot({connection: {phase: 'connecting'}});
	expect(paneText(usersPane(state, connecting, {columns: 90, rows: 8}, look))).toEqual([' Not connected yet.']);
});

test('a filter is shown, and when nothing is left, how to take it off', () => {
	const filtered = usersPane(
		{...state, filters: {...state.filters, users: 'zz'}},
		fullClientSnapshot(),
		{columns: 90, rows: 8},
		look,
	);
	expect(filtered.note).toBe('/zz');
	expect(paneText(filtered)).toEqual([' No name has zz in it. esc: show all']);
});

test('of 500 users as many are drawn as there are rows', () => {
	const pane = usersPane({...state, user: 'id-250'}, hostileClientSnapshot(), size, look);
	expect(pane.lines).toHaveLength(6);
	expect(pane.foot).toBe('252 of 501');
});

test('marked users have a mark that is no colour, and the border counts them', () => {
	const pane = usersPane({...state, user: 'id-bob', markedUsers: ['id-carol']}, fullClientSnapshot(), size, look);
	expect(paneText(pane)[2]).toMatch(/^ \*carol /);
	expect(pane.note).toBe('1 marked');
});
