import {expect, test} from 'vitest';
import {clientHelpPane, clientLogPane, detailsPane, dialogPane} from '../../source/state/client-panes.ts';
import {createClientState, type ClientState} from '../../source/state/client-state.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {createTextField} from '../../source/state/text-field.ts';
import {clientSnapshot, fullClientSnapshot, transferRow} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
const size = {columns: 80, rows: 14};
const state = createClientState();

test('the log follows the newest line, and tells how many are below when scrolled back', () => {
	const follow = clientLogPane(state, fullClientSnapshot(), size);
	expect(paneText(follow).at(-1)).toContain('line 39');
	expect(follow.foot).toBeUndefined();
	const back = clientLogPane({...state, log: {lowest: 'debug', at: 34}}, fullClientSnapshot(), size);
	expect(paneText(back).at(-1)).toContain('line 34');
	expect(back.foot).toBe('5 newer');
	expect(paneText(clientLogPane(state, clientSnapshot(), size))).toEqual([' Nothing happened yet.']);
});

test('the details of a transfer have all that is known', () => {
	const row = transferRow('notes.pdf', {
		direction: 'receive',
		state: {phase: 'delivered', path: '/home/alice/downloads/notes.pdf', failedFiles: 0},
	});
	const details: ClientState = {...state, mode: {mode: 'details', transfer: 'transfer-notes.pdf id-bob'}};
	const text = paneText(
		detailsPane(details, {snapshot: clientSnapshot({transfers: [row]}), columns: 80, rows: 24}, size, look),
	).map((line) => line.trim());
	expect(text[1]).toMatch(/^from +bob$/);
	expect(text.join('\n')).toContain('saved as  /home/alice/downloads/notes.pdf');
	const gone = detailsPane(details, {snapshot: clientSnapshot(), columns: 80, rows: 24}, size, look);
	expect(paneText(gone)).toEqual([' It is no longer in the list. esc: back']);
});

test('the help is the key table, and says when there is more', () => {
	const pane = clientHelpPane(0, size, look);
	expect(paneText(pane)[0]).toMatch(/^ \? +this page/);
	expect(pane.lines).toHaveLength(12);
	expect(pane.foot).toBe('more: down');
});

test('every mode that asks has a pane for it, with the harmless answer first', () => {
	const field = createTextField('abc');
	expect(dialogPane({mode: 'filtering', what: 'users', field}, 80)).toMatchObject({
		rows: 3,
		widget: {type: 'field', field},
	});
	expect(dialogPane({mode: 'writing', userId: 'x', userName: 'bob', field}, 80)).toMatchObject({title: 'Text to bob'});
	const from = {mode: 'browsing'} as const;
	const asked = {mode: 'confirming', question: 'Really?', no: 'no', yes: 'do it', effects: [], from} as const;
	expect(dialogPane(asked, 80)).toMatchObject({rows: 6, widget: {type: 'choice', answers: ['no', 'do it']}});
	const limit = {mode: 'limiting', userId: 'x', userName: 'bob', transfer: undefined, field, from} as const;
	expect(dialogPane(limit, 80)).toMatchObject({rows: 3, widget: {type: 'field', field}});
	expect(dialogPane({mode: 'browsing'}, 80)).toBeUndefined();
});
