import {expect, test} from 'vitest';
import {openHelp, openSearch} from '../../source/state/server-help.ts';
import {createServerState, type ServerState} from '../../source/state/server-state.ts';
import {fullHubSnapshot} from '../support/snapshots.ts';

const opened = (before: Partial<ServerState>): ServerState => {
	const state = {...createServerState(), ...before};
	return openHelp(state, {snapshot: fullHubSnapshot(), columns: 80, rows: 24, state});
};

test('the keys that work where it was opened come first, and it leads back there', () => {
	const {mode} = opened({mode: {mode: 'about'}});
	if (mode.mode !== 'helping') throw new Error('it is not open');
	expect(mode.from).toEqual({mode: 'about'});
	expect(mode.help.rows.here.map(({help}) => help)).toContain('about: make an invitation');
	expect(mode.help.rows.elsewhere.map(({help}) => help)).toContain('a line to everyone');
});

test('a search is of the same page, from its top, and leads back to where the page leads', () => {
	const page = opened({mode: {mode: 'about'}});
	const {mode} = openSearch(page);
	expect(mode).toMatchObject({mode: 'searching', from: {mode: 'about'}, help: {top: 0, filter: ''}});
	expect(openSearch(createServerState()).mode).toEqual({mode: 'browsing'});
});
