import {paintRow} from './paint-row.ts';
import {control, freshPen, setStyle, type Pen} from './pen.ts';
import {findScroll, scrolledRows, scrollSequence} from './scroll-rows.ts';

const eraseAll = '\u001b[H\u001b[J';

/** What to write so that a terminal shows these rows, whatever it shows now. */
export function paintWhole(rows: readonly string[], columns: number): string {
	return paintRows(control(freshPen, eraseAll), [], rows, columns).written;
}

/** What to write so that a terminal that shows some rows shows others: what differs, after a scroll where that takes less. */
export function paintChanges(before: readonly string[], after: readonly string[], columns: number): string {
	const painted = paintRows(freshPen, before, after, columns);
	const scroll = findScroll(before, after);
	if (!scroll) return painted.written;
	const scrolled = control(freshPen, scrollSequence(scroll));
	const rest = paintRows(scrolled, scrolledRows(before, scroll), after, columns);
	return rest.bytes < painted.bytes ? rest.written : painted.written;
}

function paintRows(pen: Pen, before: readonly string[], after: readonly string[], columns: number): Pen {
	return setStyle(
		after.reduce((drawn, line, row) => paintRow(drawn, before[row] ?? '', line, row, columns), pen),
		'',
	);
}
