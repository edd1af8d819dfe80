import {expect, test} from 'vitest';
import {clientLogPane} from '../../source/state/client-log-pane.ts';
import {createClientState} from '../../source/state/client-state.ts';
import {clientSnapshot, fullClientSnapshot} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

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

test('a filter of the log is shown, and when nothing is left, how to take it off', () => {
	const filters = {...state.filters, log: 'line 39'};
	const pane = clientLogPane({...state, filters}, fullClientSnapshot(), size);
	expect(pane.note).toBe('/line 39');
	expect(paneText(pane).map((line) => line.slice(9))).toEqual(['line 39 of what happened']);
	const none = clientLogPane({...state, filters: {...filters, log: 'zz'}}, fullClientSnapshot(), size);
	expect(paneText(none)).toEqual([' Nothing with this in it. esc: show all']);
});

test('an error that nobody has seen in the log leaves a mark in its title', () => {
	expect(clientLogPane({...state, hasUnseenError: true}, clientSnapshot(), size).title).toBe('4 Log !');
});
