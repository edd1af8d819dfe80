import type {PaneView} from './view.ts';

/** How much of the screen the pane with the focus takes: its place among the others, all of it (`z`), or all of it without a border, for copying (`v`). */
export type Extent = 'panes' | 'zoomed' | 'bare';

/** The same key again leads back. */
export function toggleExtent(extent: Extent, wanted: Exclude<Extent, 'panes'>): Extent {
	return extent === wanted ? 'panes' : wanted;
}

/** What to build a pane with that shall fill `size`: one without a border has two more columns and rows for its lines. */
export function sizeInExtent<Size extends {readonly columns: number; readonly rows: number}>(
	size: Size,
	extent: Extent,
): Size {
	return extent === 'bare' ? {...size, columns: size.columns + 2, rows: size.rows + 2} : size;
}

/** The pane that was built so, as it is drawn. */
export function paneInExtent(pane: PaneView, extent: Extent): PaneView {
	return extent === 'bare' ? {...pane, columns: pane.columns - 2, rows: pane.rows - 2, isBare: true} : pane;
}
