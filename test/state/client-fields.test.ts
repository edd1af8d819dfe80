import {expect, test} from 'vitest';
import {withField, withPicker} from '../../source/state/client-fields.ts';
import {createClientState} from '../../source/state/client-state.ts';
import {createPicker} from '../../source/state/picker.ts';
import {createTextField} from '../../source/state/text-field.ts';

const state = createClientState();
const from = {mode: 'browsing'} as const;
const field = createTextField('abc');

test('what is typed narrows the users here; the files are the hub’s to filter, asked when the text is another', () => {
	const users = withField({...state, mode: {mode: 'filtering', what: 'users', field: createTextField(), from}}, field);
	expect([users.state.filters.users, users.effects]).toEqual(['abc', []]);
	const files = withField({...state, mode: {mode: 'filtering', what: 'files', field: createTextField(), from}}, field);
	expect([files.state.filters.users, files.effects]).toEqual(['', [{type: 'filter-files', filter: 'abc'}]]);
	expect(withField(files.state, {...field, before: 'a', after: 'bc'}).effects).toEqual([]);
});

test('a mode without a field stays as it is', () => {
	expect(withField(state, field)).toEqual({state, effects: []});
});

test('a picker is changed wherever it is, also below the help', () => {
	const picker = createPicker({kind: 'users', ids: ['a'], name: 'b'});
	const change = (before: typeof picker) => ({...before, filter: 'x'});
	const helping = {
		mode: 'helping',
		rows: {here: [], elsewhere: []},
		top: 0,
		from: {mode: 'picking', picker},
	} as const;
	expect(withPicker(helping, change)).toMatchObject({from: {picker: {filter: 'x'}}});
	const bare = {mode: 'bare', top: 0, from: helping} as const;
	expect(withPicker(bare, change)).toMatchObject({from: {from: {picker: {filter: 'x'}}}});
	expect(withPicker({mode: 'browsing'}, change)).toEqual({mode: 'browsing'});
});
