import {expect, test} from 'vitest';
import {coverBands} from '../../source/state/cover.ts';
import {span} from '../../source/state/line.ts';
import type {PaneView} from '../../source/state/view.ts';

const pane = (id: string, rows: number, lines = rows - 2): PaneView => ({
	...{id, columns: 80, rows, title: id, isFocused: true},
	lines: Array.from({length: lines}, (_, row) => [span(`${id} ${row}`)]),
});
const bands = [[pane('a', 5), pane('b', 5)], [pane('c', 9)], [pane('d', 6)]];
const shapes = (covered: typeof bands) => covered.map((panes) => panes.map(({id, rows, isCut}) => [id, rows, isCut]));

test('what covers is as high as what is in it; what stands above it stays as it was, without the focus', () => {
	const covered = coverBands(bands, pane('sheet', 20, 7));
	expect(shapes(covered as typeof bands)).toEqual([
		[
			['a', 5, undefined],
			['b', 5, undefined],
		],
		[['c', 6, true]],
		[['sheet', 9, undefined]],
	]);
	expect(covered[1]?.[0]?.lines).toEqual(bands[1]?.[0]?.lines.slice(0, 5));
	expect(covered.flat().map(({isFocused}) => isFocused)).toEqual([false, false, false, true]);
	expect(
		coverBands(bands, {...pane('question', 6, 1), widget: {type: 'choice', answers: ['no', 'yes']}}).at(-1),
	).toEqual([expect.objectContaining({rows: 6})]);
});

test('no title is left alone above it, nor a title with one line', () => {
	for (const lines of [2, 3])
		expect(coverBands(bands, pane('x', 20, lines)).map(([one]) => one?.rows)).toEqual([5, 9, 6]);
	expect(coverBands(bands, pane('x', 20, 1)).map(([one]) => one?.rows)).toEqual([5, 9, 3, 3]);
	expect(coverBands(bands, pane('x', 20, 16)).map(([one]) => one?.rows)).toEqual([20]);
});
