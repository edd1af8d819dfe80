import {Box, Text} from 'ink';
import Spinner from 'ink-spinner';
import type {ReactNode} from 'react';
import type {Border} from '../state/glyphs.ts';
import {fitLine, fitText, span, type Line} from '../state/line.ts';
import {steadyText, textWidth} from '../state/text-width.ts';
import {widgetRows, type PaneView, type Widget} from '../state/view.ts';
import {Choice} from './choice.tsx';
import {useLook} from './look-context.ts';
import {ScreenLine} from './screen-line.tsx';
import {TextField} from './text-field.tsx';

/** What the widgets of a pane tell the screen. */
export type WidgetHandlers = {readonly onType: (before: string) => void; readonly onChoose: (answer: number) => void};

/** Columns of the spinner: three dots that come and go, ASCII, 2.5 times a second, and a blank. It stands last but for the corner: a row is written again from what changes to its end. */
const spinnerColumns = 4;

/** A pane of exactly its columns and rows, the border drawn as text; a bare pane has none. With the focus its title is inverse behind a heavy corner: seen without colour, and a change of focus costs a few bytes. */
export function Pane({pane, handlers}: {readonly pane: PaneView; readonly handlers: WidgetHandlers}): ReactNode {
	const {glyphs} = useLook();
	const border = pane.isBare ? undefined : glyphs.border;
	const edges = border ? (pane.isCut ? 1 : 2) : 0;
	const inner = pane.columns - (border ? 2 : 0);
	const belowRows = widgetRows(pane.widget);
	const lines = Array.from({length: Math.max(0, pane.rows - edges - belowRows)}, (_, row) =>
		fitLine(pane.lines[row] ?? [], inner, glyphs.ellipsis),
	);
	return (
		<Box flexDirection="column" width={pane.columns} height={pane.rows} flexShrink={0}>
			{border && <TopBorder pane={pane} border={border} />}
			{lines.map((line, row) => (
				// eslint-disable-next-line react/no-array-index-key -- a row of the screen is its place
				<ScreenLine key={row} line={line} before={border?.vertical} after={border?.vertical} />
			))}
			{pane.widget && (
				<WidgetRows widget={pane.widget} rows={belowRows} inner={inner} border={border} handlers={handlers} />
			)}
			{border && !pane.isCut && <ScreenLine line={bottomLine(pane, border, glyphs.ellipsis)} />}
		</Box>
	);
}

function TopBorder({pane, border}: {readonly pane: PaneView; readonly border: Border}): ReactNode {
	const {glyphs} = useLook();
	const busyColumns = pane.isBusy ? spinnerColumns : 0;
	const room = pane.columns - 2 - busyColumns;
	const tail = pane.isBusy ? ' ' : pane.note === undefined ? '' : ` ${border.horizontal}`;
	const note = (pane.note === undefined ? '' : ` ${pane.note}`) + tail;
	const noteColumns = textWidth(steadyText(note));
	const hasNote = noteColumns > 0 && textWidth(steadyText(pane.title)) + noteColumns + 3 <= room;
	const titleColumns = Math.min(textWidth(steadyText(pane.title)), room - 2);
	const title = fitText(pane.title, titleColumns, glyphs.ellipsis);
	const rule = border.horizontal.repeat(Math.max(0, room - titleColumns - 1 - (hasNote ? noteColumns : 0)));
	const right: Line = [span(rule + (hasNote ? steadyText(note) : ''))];
	return (
		<ScreenLine
			line={right}
			before={
				<>
					{pane.isFocused ? glyphs.focusedCorner : border.topLeft}
					<Text bold inverse={pane.isFocused}>
						{title}
					</Text>{' '}
				</>
			}
			after={
				<>
					{pane.isBusy && <Spinner type="simpleDots" />}
					{pane.isBusy && ' '}
					{border.topRight}
				</>
			}
		/>
	);
}

function WidgetRows({
	widget,
	rows,
	inner,
	border,
	handlers,
}: {
	readonly widget: Widget;
	readonly rows: number;
	readonly inner: number;
	readonly border: Border | undefined;
	readonly handlers: WidgetHandlers;
}): ReactNode {
	return (
		<Box height={rows} flexShrink={0}>
			{border && <Sides rows={rows} border={border} />}
			<Box width={inner} height={rows} flexShrink={0} overflow="hidden">
				<PaneWidget widget={widget} columns={inner} handlers={handlers} />
			</Box>
			{border && <Sides rows={rows} border={border} />}
		</Box>
	);
}

/** What takes keys by itself, as wide as it may be. */
export function PaneWidget({
	widget,
	columns,
	handlers,
}: {
	readonly widget: Widget;
	readonly columns: number;
	readonly handlers: WidgetHandlers;
}): ReactNode {
	return widget.type === 'field' ? (
		<TextField label={widget.label} field={widget.field} columns={columns} onType={handlers.onType} />
	) : (
		<Choice answers={widget.answers} onChoose={handlers.onChoose} />
	);
}

function Sides({rows, border}: {readonly rows: number; readonly border: Border}): ReactNode {
	return (
		<Box width={1} height={rows} flexShrink={0}>
			<Text wrap="truncate">{Array.from({length: rows}, () => border.vertical).join('\n')}</Text>
		</Box>
	);
}

function bottomLine(pane: PaneView, border: Border, ellipsis: string): Line {
	const room = pane.columns - 2;
	const foot =
		pane.foot === undefined
			? ''
			: ` ${fitText(pane.foot, Math.min(textWidth(pane.foot), room - 4), ellipsis)} ${border.horizontal}`;
	return [
		span(border.bottomLeft + border.horizontal.repeat(Math.max(0, room - textWidth(foot))) + foot + border.bottomRight),
	];
}
