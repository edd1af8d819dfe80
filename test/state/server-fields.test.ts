import {expect, test} from 'vitest';
import {openFilter, stepBack, withServerField} from '../../source/state/server-fields.ts';
import {createServerState, type ServerState} from '../../source/state/server-state.ts';
import {createTextField} from '../../source/state/text-field.ts';

const state = createServerState();
const filters = ({shapes}: ServerState): string[] => Object.values(shapes).map(({filter}) => filter);

test('a filter narrows while it is typed, in its pane alone, or in all', () => {
	const one = withServerField(openFilter(state, 'transfers'), createTextField('bob'));
	expect(filters(one)).toEqual(['', 'bob', '']);
	expect(openFilter(one, 'transfers').mode).toMatchObject({field: {before: 'bob'}});
	expect(filters(withServerField(openFilter(state, 'all'), createTextField('bob')))).toEqual(['bob', 'bob', 'bob']);
});

test('back from the field takes off what was typed', () => {
	const back = stepBack(withServerField(openFilter(state, 'log'), createTextField('bob')));
	expect([back.mode.mode, ...filters(back)]).toEqual(['browsing', '', '', '']);
});

test('at the root the pane goes back among the others first, then its filter is off, and there it ends', () => {
	const filtered = withServerField(openFilter(state, 'connections'), createTextField('bob'));
	const zoomed: ServerState = {...filtered, mode: {mode: 'browsing'}, extent: 'zoomed'};
	const back = stepBack(zoomed);
	expect([back.extent, ...filters(back)]).toEqual(['panes', 'bob', '', '']);
	expect(filters(stepBack(back))).toEqual(['', '', '']);
	// What was set in all of them at once goes from all at once, wherever the focus is.
	const all = {...withServerField(openFilter(state, 'all'), createTextField('bob')), mode: {mode: 'browsing'}} as const;
	expect(filters(stepBack({...all, pane: 'throughput'}))).toEqual(['', '', '']);
	expect(stepBack({...state, pane: 'throughput'})).toEqual({...state, pane: 'throughput'});
});

test('a search of the help begins at its top; back shows all keys, then what was there before', () => {
	const rows = {here: [], elsewhere: []};
	const help = {rows, top: 5, filter: ''};
	const searching: ServerState = {
		...state,
		mode: {mode: 'searching', help, field: createTextField(), from: {mode: 'about'}},
	};
	const typed = withServerField(searching, createTextField('kick'));
	expect(typed.mode).toMatchObject({help: {rows, top: 0, filter: 'kick'}});
	expect(stepBack(typed).mode).toMatchObject({mode: 'helping', help: {filter: ''}});
	const kept: ServerState = {
		...state,
		mode: {mode: 'helping', help: {rows, top: 0, filter: 'kick'}, from: {mode: 'about'}},
	};
	expect(stepBack(kept).mode).toMatchObject({mode: 'helping', help: {filter: ''}});
	expect(stepBack(stepBack(kept)).mode.mode).toBe('about');
	expect(stepBack(stepBack(typed)).mode.mode).toBe('about');
});

test('the list of what can be copied leads back to where it was opened', () => {
	expect(stepBack({...state, mode: {mode: 'copying', from: 'about', cursor: 0}}).mode.mode).toBe('about');
});
