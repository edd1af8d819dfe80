import {lineWidth, plainText, span, type Line} from '../../source/state/line.ts';
import {widgetRows, type PaneView, type ScreenView} from '../../source/state/view.ts';

/** The lines of a pane as text. */
export function paneText(pane: PaneView): readonly string[] {
	return pane.lines.map(plainText);
}

/** What is wrong with the measures of a view, a sentence each; empty when every row fits exactly. */
export function misfits(view: ScreenView): readonly string[] {
	const problems: string[] = [];
	const promptColumns = view.prompt?.columns ?? 0;
	const fixed: ReadonlyArray<readonly [string, Line]> = [
		['header', view.header],
		['footer', [span(' '.repeat(promptColumns)), ...view.footer]],
		...(view.banner ? [['banner', view.banner] as const] : []),
	];
	for (const [name, line] of fixed)
		if (lineWidth(line) !== view.columns) problems.push(`the ${name} is ${lineWidth(line)} wide`);
	let rows = fixed.length;
	for (const panes of view.bands) {
		rows += panes[0]?.rows ?? 0;
		if (new Set(panes.map((pane) => pane.rows)).size !== 1) problems.push(`a band has panes of several heights`);
		if (panes.reduce((sum, pane) => sum + pane.columns, 0) !== view.columns)
			problems.push(`a band is not as wide as the screen`);
		for (const pane of panes) {
			if (pane.lines.length + widgetRows(pane.widget) > pane.rows - (pane.isBare ? 0 : pane.isCut ? 1 : 2))
				problems.push(`${pane.id} has ${pane.lines.length} lines in ${pane.rows} rows`);
		}
	}
	if (rows !== view.rows) problems.push(`${rows} rows instead of ${view.rows}`);
	if (view.bands.flat().filter((pane) => pane.isBusy).length > 1) problems.push('two spinners');
	if (view.bands.flat().filter((pane) => pane.isFocused).length !== 1)
		problems.push('not exactly one pane has the focus');
	return problems;
}
