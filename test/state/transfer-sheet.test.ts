import {expect, test} from 'vitest';
import {createClientState, type ClientState} from '../../source/state/client-state.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {transferSheet} from '../../source/state/transfer-sheet.ts';
import {clientSnapshot, transferRow} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
const size = {columns: 80, rows: 14};
const state = createClientState();
const context = {snapshot: clientSnapshot(), columns: 80, rows: 24};

test('the details of a transfer have all that is known', () => {
	const row = transferRow('notes.pdf', {
		direction: 'receive',
		state: {phase: 'delivered', path: '/home/alice/downloads/notes.pdf', failedFiles: 0},
	});
	const details: ClientState = {...state, mode: {mode: 'details', transfer: 'transfer-notes.pdf id-bob'}};
	const text = paneText(
		transferSheet({...context, state: details, snapshot: clientSnapshot({transfers: [row]})}, size, look),
	).map((line) => line.trim());
	expect(text[1]).toMatch(/^from +bob$/);
	expect(text.join('\n')).toMatch(/saved as +\/home\/alice\/downloads\/notes\.pdf/);
	const gone = transferSheet({...context, state: details}, size, look);
	expect(paneText(gone)).toEqual([' It is no longer in the list. esc: back']);
});

test('of what goes to several each recipient has a line of their own', () => {
	const recipients = [
		{
			id: '1',
			name: 'bob',
			bytes: 1_900_000_000,
			state: {phase: 'running', bytesPerSecond: 0, etaSeconds: undefined, stalledMs: 0},
		},
		{id: '2', name: 'carol', bytes: 0, state: {phase: 'declined', reason: ''}},
	] as const;
	const row = transferRow('a', {peerName: 'bob, carol', recipients});
	const details: ClientState = {...state, mode: {mode: 'details', transfer: 'transfer-a id-bob'}};
	const text = paneText(
		transferSheet({...context, state: details, snapshot: clientSnapshot({transfers: [row]})}, size, look),
	).map((line) => line.trim());
	expect(text).toContain('bob    50 %  sending');
	expect(text).toContain('carol  declined by carol');
});

test('the details tell when it began, the average, and how often it had to begin again', () => {
	const startedMs = new Date(2026, 8, 14, 12, 30).getTime();
	const row = transferRow('a', {times: {startedMs, attempts: 3, averageBytesPerSecond: 2_000_000}});
	const details: ClientState = {...state, mode: {mode: 'details', transfer: 'transfer-a id-bob'}};
	const text = paneText(
		transferSheet({...context, state: details, snapshot: clientSnapshot({transfers: [row]})}, size, look),
	).join('\n');
	expect(text).toMatch(/begun +2026-09-14 12:30, 2 MB\/s on the average, 2 retries/);
});
