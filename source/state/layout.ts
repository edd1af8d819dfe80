/** The smallest terminal that gets a screen. */
export const minColumns = 60;
export const minRows = 15;
/** Rows of a pane with a question: its border, two lines of text, two choices; and of one with a field. */
export const questionRows = 6;
export const fieldRows = 3;

/** Rows and columns of the panes; `body` is all of them together, which an overlay takes. */
export type Layout = {
	readonly columns: number;
	readonly bodyRows: number;
	readonly topRows: number;
	readonly middleRows: number;
	readonly bottomRows: number;
	/** Columns of the left of two panes side by side. */
	readonly leftColumns: number;
};

/** Divides a terminal of at least 60x15: a header, a footer, perhaps a banner, three bands of panes. */
export function layoutScreen(columns: number, rows: number, {hasBanner}: {hasBanner: boolean}): Layout {
	const bodyRows = rows - 2 - (hasBanner ? 1 : 0);
	const bottomRows = clamp(Math.round(bodyRows * 0.28), 4, 14);
	const topRows = Math.min(Math.max(4, Math.round(bodyRows * 0.33)), bodyRows - bottomRows - 3);
	return {
		columns,
		bodyRows,
		topRows,
		middleRows: bodyRows - bottomRows - topRows,
		bottomRows,
		leftColumns: clamp(Math.round(columns * 0.3), 26, 44),
	};
}

/** Rows of a pane that show something: without its border. */
export function innerRows(paneRows: number): number {
	return Math.max(0, paneRows - 2);
}

/** False where the screen is too small to be drawn. */
export function hasRoom(columns: number, rows: number): boolean {
	return columns >= minColumns && rows >= minRows;
}

function clamp(value: number, low: number, high: number): number {
	return Math.max(low, Math.min(high, value));
}
