import {expect, test} from 'vitest';
import {span} from '../../source/state/line.ts';
import {createTextField} from '../../source/state/text-field.ts';
import type {PaneView} from '../../source/state/view.ts';
import {Pane} from '../../source/ui/pane.tsx';
import {drawRows, drawStyled} from '../support/draw.tsx';

const handlers = {onType: () => undefined, onChoose: () => undefined};
const pane: PaneView = {id: 'x', columns: 24, rows: 4, title: '1 Users 5', isFocused: false, lines: [[span('bob')]]};
const draw = (view: PaneView): string[] => drawRows(<Pane pane={view} handlers={handlers} />);

test('a pane has its title in the border and is exactly as large as it should be', () => {
	expect(draw(pane)).toEqual([
		'┌1 Users 5 ────────────┐',
		'│bob                   │',
		'│                      │',
		'└──────────────────────┘',
	]);
});

test('the focus is an inverse title behind a heavy corner, and changes nothing else', () => {
	const focused = draw({...pane, isFocused: true});
	expect(focused).toEqual(['┏1 Users 5 ────────────┐', ...draw(pane).slice(1)]);
	const styled = drawStyled(<Pane pane={{...pane, isFocused: true}} handlers={handlers} />);
	expect(styled).toMatch(/\u001b\[7m.*1 Users 5.*\u001b\[27m ─/);
	expect(drawStyled(<Pane pane={pane} handlers={handlers} />)).not.toContain('\u001b[7m');
});

test('a note and a foot stand in the borders, the note only where there is room', () => {
	const rows = draw({...pane, note: '/bo', foot: '3 of 9'});
	expect([rows[0], rows[3]]).toEqual(['┌1 Users 5 ────── /bo ─┐', '└───────────── 3 of 9 ─┘']);
	expect(draw({...pane, title: 'a title of columns', note: 'note'})[0]).toBe('┌a title of columns ───┐');
});

test('a title that is too long is cut', () => {
	expect(draw({...pane, title: '漢'.repeat(30)})[0]).toBe(`┌${'漢'.repeat(9)}…  ─┐`);
});

test('a busy pane has the one spinner, in ASCII', () => {
	expect(draw({...pane, isBusy: true})[0]).toBe('┌1 Users 5 ─────── .   ┐');
	expect(draw({...pane, isBusy: true, note: '48 %'})[0]).toBe('┌1 Users 5 ── 48 % .   ┐');
});

test('too many lines are cut, none is squeezed', () => {
	const lines = Array.from({length: 9}, (_, row) => [span(`line ${row}`)]);
	expect(draw({...pane, lines})[2]).toBe('│line 1                │');
});

test('widgets stand at the bottom of their pane, between the borders', () => {
	const field = draw({...pane, widget: {type: 'field', label: 'name', field: createTextField('bo')}});
	expect(field[2]).toBe('│ name bo              │');
	const choice = draw({...pane, rows: 5, widget: {type: 'choice', answers: ['no', 'do it']}});
	expect(choice.slice(2, 4)).toEqual(['│ > no                 │', '│   do it              │']);
});

test('a bare pane is its lines and nothing else: no border, no spaces after them', () => {
	const lines = [[span('shared:photos/a.iso')], [span('b')]];
	expect(draw({...pane, isBare: true, lines})).toEqual(['shared:photos/a.iso', 'b', '', '']);
});
