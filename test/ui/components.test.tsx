import {render} from 'ink-testing-library';
import {expect, test} from 'vitest';
import {asciiGlyphs} from '../../source/state/glyphs.ts';
import {span} from '../../source/state/line.ts';
import {createTextField} from '../../source/state/text-field.ts';
import type {PaneView} from '../../source/state/view.ts';
import {Choice} from '../../source/ui/choice.tsx';
import {LookContext} from '../../source/ui/look-context.ts';
import {Pane} from '../../source/ui/pane.tsx';
import {ScreenLine} from '../../source/ui/screen-line.tsx';
import {TextField} from '../../source/ui/text-field.tsx';
import {TooSmall} from '../../source/ui/too-small.tsx';

const handlers = {onType: () => undefined, onChoose: () => undefined};
const pane: PaneView = {id: 'x', columns: 24, rows: 4, title: '1 Users 5', isFocused: false, lines: [[span('bob')]]};
const draw = (view: PaneView): string[] =>
	(render(<Pane pane={view} handlers={handlers} />).lastFrame() ?? '').split('\n').map(plain);
// eslint-disable-next-line no-control-regex -- styles are not what these tests are about
const plain = (text: string): string => text.replaceAll(/\u001b\[[\d;]*m/g, '').trimEnd();

test('a pane has its title in the border and is exactly as large as it should be', () => {
	expect(draw(pane)).toEqual([
		'┌1 Users 5 ────────────┐',
		'│bob                   │',
		'│                      │',
		'└──────────────────────┘',
	]);
});

test('the focus is a heavy border', () => {
	expect(draw({...pane, isFocused: true})[0]).toBe('┏1 Users 5 ━━━━━━━━━━━━┓');
});

test('a note and a foot stand in the borders, the note only where there is room', () => {
	expect(draw({...pane, note: '/bo', foot: '3 of 9'})).toEqual([
		'┌1 Users 5 ────── /bo ─┐',
		'│bob                   │',
		'│                      │',
		'└───────────── 3 of 9 ─┘',
	]);
	expect(draw({...pane, title: 'a title of columns', note: 'note'})[0]).toBe('┌a title of columns ───┐');
	expect(draw({...pane, title: '漢'.repeat(30)})[0]).toBe(`┌${'漢'.repeat(9)}… ─┐`);
});

test('a busy pane has the one spinner, in ASCII', () => {
	expect(draw({...pane, isBusy: true})[0]).toBe('┌1 Users 5 .  ─────────┐');
});

test('too many lines are cut, none is squeezed', () => {
	expect(draw({...pane, lines: Array.from({length: 9}, (_, row) => [span(`line ${row}`)])})[2]).toBe(
		'│line 1                │',
	);
});

test('widgets stand at the bottom of their pane, between the borders', () => {
	const field = draw({...pane, widget: {type: 'field', label: 'name', field: createTextField('bo')}});
	expect(field[2]).toBe('│ name bo              │');
	const choice = draw({...pane, rows: 5, widget: {type: 'choice', no: 'no', yes: 'do it'}});
	expect(choice.slice(2, 4)).toEqual(['│ > no                 │', '│   do it              │']);
});

test('a field shows its end when the text is longer, and the cursor in the middle of it', () => {
	const long = {before: `${'x'.repeat(200)}END`, after: '', revision: 0};
	expect(
		plain(render(<TextField label="path" field={long} columns={20} onType={handlers.onType} />).lastFrame() ?? ''),
	).toMatch(/^ path …x+END$/);
	const middle = {before: 'ab', after: 'cd', revision: 0};
	expect(
		plain(render(<TextField label="p" field={middle} columns={20} onType={handlers.onType} />).lastFrame() ?? ''),
	).toBe(' p abcd');
});

test('typing in a field appends to what stands before the cursor', () => {
	let typed = '';
	const {stdin} = render(
		<TextField
			label="p"
			field={{before: 'ab', after: 'cd', revision: 3}}
			columns={20}
			onType={(before) => (typed = before)}
		/>,
	);
	stdin.write('x');
	expect(typed).toBe('abx');
});

test('the harmless answer is chosen first', () => {
	const chosen: boolean[] = [];
	const {stdin} = render(<Choice no="no" yes="yes" onChoose={(isYes) => chosen.push(isYes)} />);
	stdin.write('\r');
	stdin.write('\u001b[B');
	stdin.write('\r');
	expect(chosen).toEqual([false, true]);
});

test('without colour the words stay, and nothing but bold, dim and inverse is sent', () => {
	const line = [span('good', 'good'), span('bad', 'bad'), span('row', 'selected')];
	const frame = (hasColor: boolean): string =>
		render(
			<LookContext value={{glyphs: asciiGlyphs, hasColor}}>
				<ScreenLine line={line} />
			</LookContext>,
		).lastFrame() ?? '';
	expect(plain(frame(false))).toBe('goodbadrow');
	expect(frame(false)).not.toContain('\u001b[3');
});

test('a window that is too small says what is needed', () => {
	expect(render(<TooSmall columns={50} rows={10} what="Transfers go on." />).lastFrame()).toMatch(
		/^Make the window 60x15 or larger, it is 50x10/,
	);
});
