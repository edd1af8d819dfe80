import {Box} from 'ink';
import type {ReactNode} from 'react';
import type {ScreenView} from '../state/view.ts';
import {Pane, type WidgetHandlers} from './pane.tsx';
import {useLook} from './look-context.ts';
import {ScreenLine} from './screen-line.tsx';
import {SpokenScreen} from './spoken-screen.tsx';
import {TextField} from './text-field.tsx';

/** A whole screen: exactly as many columns and rows as the view has, nothing may grow or shrink. */
export function Screen({view, handlers}: {readonly view: ScreenView; readonly handlers: WidgetHandlers}): ReactNode {
	if (useLook().isScreenReader) return <SpokenScreen view={view} handlers={handlers} />;
	return (
		<Box flexDirection="column" width={view.columns} height={view.rows} overflow="hidden">
			<Row>
				<ScreenLine line={view.header} />
			</Row>
			{view.banner && (
				<Row>
					<ScreenLine line={view.banner} />
				</Row>
			)}
			{view.bands.map((panes) => (
				<Box key={panes.map(({id}) => id).join(' ')} flexShrink={0}>
					{panes.map((pane) => (
						<Pane key={pane.id} pane={pane} handlers={handlers} />
					))}
				</Box>
			))}
			<Row>
				{view.prompt && <TextField {...view.prompt} onType={handlers.onType} />}
				<ScreenLine line={view.footer} />
			</Row>
		</Box>
	);
}

function Row({children}: {readonly children: ReactNode}): ReactNode {
	return (
		<Box height={1} flexShrink={0}>
			{children}
		</Box>
	);
}
