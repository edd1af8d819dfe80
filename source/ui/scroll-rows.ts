/** Rows that have moved up by one (`step` 1) or down by one (-1); `top` and `bottom` are the first and last row of what moves, both included. */
export type Scroll = {readonly top: number; readonly bottom: number; readonly step: 1 | -1};

/** Fewer rows are painted rather than moved. */
const leastRows = 3;

/** What is to be scrolled on the way from one frame to the next: a list or a log that went on by a row. */
export function findScroll(before: readonly string[], after: readonly string[]): Scroll | undefined {
	const [up, down] = [movedBy(before, after, 1), movedBy(before, after, -1)];
	const [step, moved] = up.length >= down.length ? ([1, up] as const) : ([-1, down] as const);
	const [first, last] = [moved[0], moved.at(-1)];
	if (first === undefined || last === undefined || moved.length < leastRows) return undefined;
	return {top: Math.min(first, first + step), bottom: Math.max(last, last + step), step};
}

/** The frame after the scroll: a row has come in empty. */
export function scrolledRows(rows: readonly string[], {top, bottom, step}: Scroll): readonly string[] {
	return rows.map((row, index) => {
		if (index < top || index > bottom) return row;
		const from = index + step;
		return from < top || from > bottom ? '' : (rows[from] ?? '');
	});
}

/** What tells a terminal to do so: a scroll region (DECSTBM) and an index or reverse index at its edge, which the first terminals had already. */
export function scrollSequence({top, bottom, step}: Scroll): string {
	const region = `\u001b[${top + 1};${bottom + 1}r`;
	const scroll = step === 1 ? `\u001b[${bottom + 1}H\u001bD` : `\u001b[${top + 1}H\u001bM`;
	return `${region}${scroll}\u001b[r`;
}

function movedBy(before: readonly string[], after: readonly string[], step: 1 | -1): readonly number[] {
	return [...after.keys()].filter((row) => after[row] === before[row + step] && after[row] !== before[row]);
}
