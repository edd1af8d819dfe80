import {widgetRows, type PaneView, type ScreenView} from './view.ts';

type Bands = ScreenView['bands'];

/** Fewer rows of a pane are not left in sight above what covers it: a title with a line at most. */
const leastRows = 3;

/**
 * Lays a pane over the lowest rows of a screen, as high as what is in it. What stands there stays as it was: no other row moves,
 * and over a slow line a question or a sheet costs little more than its words.
 */
export function coverBands(bands: Bands, cover: PaneView): Bands {
	let left = Math.min(cover.rows, cover.lines.length + widgetRows(cover.widget) + 2);
	let rows = left;
	const under: Array<readonly PaneView[]> = [];
	for (const panes of bands.toReversed()) {
		const bandRows = panes[0]?.rows ?? 0;
		const covered = bandRows - left < leastRows && left > 0 ? bandRows : Math.min(left, bandRows);
		rows += Math.max(0, covered - left);
		left = Math.max(0, left - covered);
		if (covered < bandRows) under.unshift(panes.map((pane) => ({...cut(pane, covered), isFocused: false})));
	}
	return [...under, [{...cover, rows}]];
}

function cut(pane: PaneView, covered: number): PaneView {
	if (covered === 0) return pane;
	const rows = pane.rows - covered;
	return {...pane, rows, lines: pane.lines.slice(0, pane.isBare ? rows : rows - 1), isCut: true};
}
