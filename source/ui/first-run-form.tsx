import {Box, useWindowSize} from 'ink';
import {useSyncExternalStore, type ReactNode} from 'react';
import type {FirstRunEvent, FirstRunFieldId, FirstRunState} from '../state/first-run.ts';
import {fitLine, span, type Line} from '../state/line.ts';
import type {ScreenStore} from '../state/screen-store.ts';
import {useLook} from './look-context.ts';
import {ScreenLine} from './screen-line.tsx';
import {TextField} from './text-field.tsx';

const labels: Readonly<Record<FirstRunFieldId, string>> = {name: 'your name', hub: 'hub      '};

/** The first screen of a client without a name: two fields, the one in use in bold with a cursor. Fills the terminal. */
export function FirstRunForm({store}: {readonly store: ScreenStore<FirstRunState, FirstRunEvent>}): ReactNode {
	const state = useSyncExternalStore(store.subscribe, store.state);
	const {columns, rows} = useWindowSize();
	const {glyphs} = useLook();
	const text = (line: Line): ReactNode => <ScreenLine line={fitLine(line, columns, glyphs.ellipsis)} />;
	const field = (id: FirstRunFieldId): ReactNode => (
		<TextField
			label={`${state.active === id ? '>' : ' '} ${labels[id]}`}
			field={state[id]}
			columns={columns}
			isActive={state.active === id}
			onType={(before) => {
				store.dispatch({type: 'typed', field: id, before});
			}}
		/>
	);
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			{text([span(' ft: join a hub', 'strong')])}
			{text([])}
			{field('name')}
			{field('hub')}
			{text([])}
			{text([span(state.problem === undefined ? '' : ` ! ${state.problem}`, 'bad')])}
			{text([span(' tab: other field  enter: go on  ^C: leave')])}
		</Box>
	);
}
