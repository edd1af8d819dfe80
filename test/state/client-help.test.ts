import {expect, test} from 'vitest';
import {createClientState, type ClientState} from '../../source/state/client-state.ts';
import {openHelp} from '../../source/state/client-help.ts';
import {clientSnapshot, fullClientSnapshot} from '../support/snapshots.ts';

const state = createClientState();
const opened = (before: ClientState, snapshot = fullClientSnapshot()) => {
	const context = {snapshot, columns: 80, rows: 24, state: before};
	const {mode} = openHelp(before, context);
	return mode.mode === 'helping' ? mode : undefined;
};
const helpOf = (rows: ReadonlyArray<{readonly help: string}> = []): string => rows.map(({help}) => help).join('\n');

test('the keys that work where it was opened come first, and it leads back there', () => {
	const files = opened({...state, pane: 'files'});
	expect(files?.from).toEqual({mode: 'browsing'});
	expect(helpOf(files?.rows.here)).toContain('files: upload into the open folder');
	expect(helpOf(files?.rows.elsewhere)).not.toContain('files: upload into the open folder');
	expect(helpOf(files?.rows.elsewhere)).toContain('picker: show or hide hidden files');
});

test('a key that does nothing now is not among them', () => {
	expect(helpOf(opened({...state, pane: 'files'}, clientSnapshot())?.rows.here)).not.toContain('files: download');
});
