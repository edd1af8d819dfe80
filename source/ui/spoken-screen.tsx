import {Box, Text} from 'ink';
import type {ReactNode} from 'react';
import {plainText, type Line} from '../state/line.ts';
import {steadyText} from '../state/text-width.ts';
import type {ScreenView} from '../state/view.ts';
import {PaneWidget, type WidgetHandlers} from './pane.tsx';
import {TextField} from './text-field.tsx';

/** A screen as lines that are read out: the header, the pane with the focus, the names of the others, the keys. No border, nothing that moves by itself. */
export function SpokenScreen({
	view,
	handlers,
}: {
	readonly view: ScreenView;
	readonly handlers: WidgetHandlers;
}): ReactNode {
	const panes = view.bands.flat();
	const focused = panes.find(({isFocused}) => isFocused);
	const others = panes.filter((pane) => pane !== focused).map(({title}) => title);
	const texts = [
		...[view.header, ...(view.banner ? [view.banner] : [])].map(spoken),
		...(focused ? [[focused.title, focused.note, focused.foot].filter(Boolean).join(', ')] : []),
		...(focused?.lines ?? []).map(spoken),
	];
	const after = [...(others.length > 0 ? [`Other panes: ${others.join(', ')}`] : []), spoken(view.footer)];
	return (
		<Box flexDirection="column" width={view.columns}>
			<SpokenLines texts={texts} />
			{focused?.widget && <PaneWidget widget={focused.widget} columns={view.columns} handlers={handlers} />}
			{view.prompt && <TextField {...view.prompt} onType={handlers.onType} />}
			<SpokenLines texts={after} />
		</Box>
	);
}

function SpokenLines({texts}: {readonly texts: readonly string[]}): ReactNode {
	return texts
		.filter((text) => text !== '')
		.map((text, row) => (
			// eslint-disable-next-line react/no-array-index-key -- a line is its place
			<Text key={row}>{steadyText(text)}</Text>
		));
}

function spoken(line: Line): string {
	return plainText(line).trim().replaceAll(/ {2,}/g, '  ');
}
