import {expect, test} from 'vitest';
import {dialogPane} from '../../source/state/client-dialog.ts';
import {createTextField} from '../../source/state/text-field.ts';
import {paneText} from '../support/view-text.ts';

test('every mode that asks has a pane for it, with the harmless answer first', () => {
	const field = createTextField('abc');
	const from = {mode: 'browsing'} as const;
	expect(dialogPane({mode: 'writing', userIds: ['x'], title: 'bob', field}, 80)).toMatchObject({title: 'Text to bob'});
	const asked = {mode: 'confirming', question: 'Really?', no: 'no', yes: 'do it', effects: [], from} as const;
	expect(dialogPane(asked, 80)).toMatchObject({rows: 6, widget: {type: 'choice', answers: ['no', 'do it']}});
	const limit = {mode: 'limiting', userId: 'x', userName: 'bob', transfer: undefined, field, from} as const;
	expect(dialogPane(limit, 80)).toMatchObject({rows: 3, widget: {type: 'field', field}});
	expect(dialogPane({mode: 'slowing', field, from}, 80)).toMatchObject({rows: 3, widget: {type: 'field', field}});
	expect(dialogPane({mode: 'marking', isMark: false, field}, 80)?.title).toMatch(/^Unmark/);
	expect(dialogPane({mode: 'browsing'}, 80)).toBeUndefined();
});

test('the line of a command has the verbs below it, and is as high whatever is typed', () => {
	const panes = ['', 'con', 'xyz'].map((text) =>
		dialogPane({mode: 'commanding', field: createTextField(text), back: 0}, 80),
	);
	expect(panes.map((pane) => pane?.rows)).toEqual([5, 5, 5]);
	expect(panes.map((pane) => pane && paneText(pane).join(' ').trim().split(' ')[0])).toEqual([
		'connect',
		'connect',
		'there',
	]);
});
