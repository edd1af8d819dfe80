import {expect, test} from 'vitest';
import {serverDialog} from '../../source/state/server-dialog.ts';
import {commandLine} from '../../source/state/server-state.ts';
import {createTextField} from '../../source/state/text-field.ts';
import {hubSnapshot} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const snapshot = hubSnapshot({notice: {id: 'n', text: 'down at noon', atMs: 1_700_000_000_000}});

test('a question has the safe answer first', () => {
	const answers = [{text: 'kick', effect: {type: 'quit'} as const}];
	const pane = serverDialog(
		{mode: 'confirming', question: 'End it?', no: 'no, go on', answers, after: {mode: 'browsing'}},
		snapshot,
		80,
	);
	expect(pane?.widget).toEqual({type: 'choice', answers: ['no, go on', 'kick']});
	expect(pane && paneText(pane)).toEqual([' End it?']);
});

test('with three answers the question stands in the border, as long as it fits there', () => {
	const answers = ['kick', 'ban'].map((text) => ({text, effect: {type: 'quit'} as const}));
	const asked = (question: string) =>
		serverDialog({mode: 'confirming', question, no: 'no', answers, after: {mode: 'browsing'}}, snapshot, 60);
	expect(asked('End it?')).toMatchObject({title: 'End it?', lines: []});
	const long = asked(`End ${'x'.repeat(50)}?`);
	expect(long && [long.title, paneText(long)]).toEqual(['Are you sure?', [` End ${'x'.repeat(50)}?`]]);
});

test('a question is whole in the smallest window, also with three answers and large numbers', () => {
	const question = 'Stop the hub? 128 users connected, 1024 transfers open, 96 kept.';
	const answers = ['leave it', 'stop it'].map((text) => ({text, effect: {type: 'quit'} as const}));
	const mode = {mode: 'confirming', question, no: 'no', answers, after: {mode: 'browsing'}} as const;
	const pane = serverDialog(mode, snapshot, 60);
	expect(pane && paneText(pane).join('')).toBe(` ${question}`);
	expect(pane?.rows).toBe(2 + 2 + 3);
});

test('who writes a notice sees the one that stands', () => {
	const pane = serverDialog({mode: 'writing', field: createTextField('x')}, snapshot, 80);
	expect(pane && paneText(pane).join('')).toMatch(/The last notice: \d\d:\d\d down at noon/);
	expect(pane?.widget).toMatchObject({type: 'field'});
});

test('the command line shows what can be typed', () => {
	const pane = serverDialog(commandLine('int'), snapshot, 80);
	expect(pane && paneText(pane).join('')).toContain('intake on|off');
	expect(serverDialog({mode: 'browsing'}, snapshot, 80)).toBeUndefined();
});
