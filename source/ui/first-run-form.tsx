import {Box, useWindowSize} from 'ink';
import {useSyncExternalStore, type ReactNode} from 'react';
import {savingChoices, type FirstRunEvent, type FirstRunFieldId, type FirstRunState} from '../state/first-run.ts';
import {fitLine, plainText, span, type Line} from '../state/line.ts';
import {fieldText} from '../state/text-field.ts';
import {paragraph} from '../state/view.ts';
import type {ScreenStore} from '../state/screen-store.ts';
import {useLook} from './look-context.ts';
import {ScreenLine} from './screen-line.tsx';
import {TextField} from './text-field.tsx';

const labels: Readonly<Record<FirstRunState['active'], string>> = {
	name: 'your name',
	hub: 'hub      ',
	saving: 'incoming ',
};
const hints: Readonly<Record<FirstRunState['active'], string>> = {
	name: 'under which others see you, and send to you',
	hub: "where ft server runs: box, 192.168.1.9:5012, or an invitation's link",
	saving: 'what becomes of files that others offer you',
};
/** Rows of all that is always there, and of the heading over the hubs and the blank line below them. */
const fixedRows = 7;
const aroundHubs = 2;
const maxHubs = 6;
/** A longer problem is cut: the smallest terminal has 15 rows. */
const maxNewsRows = 3;

/** The first screen of a client: two fields and a choice, the one in use in bold with a cursor, and the hubs used before. Fills the terminal. */
export function FirstRunForm({store}: {readonly store: ScreenStore<FirstRunState, FirstRunEvent>}): ReactNode {
	const state = useSyncExternalStore(store.subscribe, store.state);
	const {columns, rows} = useWindowSize();
	const {glyphs} = useLook();
	const news = newsLines(state, columns);
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
			{text(savingLine(state))}
			{text([])}
			{[...news, ...hubLines(state, rows - fixedRows - news.length - aroundHubs)].map((line, row) => (
				// eslint-disable-next-line react/no-array-index-key -- a row of the screen is its place
				<ScreenLine key={row} line={fitLine(line, columns, glyphs.ellipsis)} />
			))}
			{text([span(' tab: next  enter: go on  ^C: leave')])}
		</Box>
	);
}

function savingLine({active, saving}: FirstRunState): Line {
	const isActive = active === 'saving';
	const choice = savingChoices[saving]?.text ?? '';
	return [
		span(` ${isActive ? '>' : ' '} ${labels.saving} `, isActive ? 'strong' : 'plain'),
		span(choice, isActive ? 'selected' : 'plain'),
		span(isActive ? '  space: another answer' : ''),
	];
}

/** Why the answer cannot be taken, in full; else what is asked for. */
function newsLines({active, problem}: FirstRunState, columns: number): readonly Line[] {
	const text = problem === undefined ? hints[active] : `! ${problem}`;
	const lines = paragraph(text, columns, maxNewsRows).map((line): Line => [
		span(plainText(line), problem === undefined ? 'dim' : 'bad'),
	]);
	return [...lines, []];
}

/** In at most so many rows, besides heading and blank line. */
function hubLines({hubs, hub}: FirstRunState, room: number): readonly Line[] {
	if (hubs.length === 0 || room <= 0) return [];
	const rows = hubs
		.slice(0, Math.min(maxHubs, room))
		.map(({title, address}): Line => [
			span(address === fieldText(hub) ? '  > ' : '    '),
			span(address),
			span(title === '' ? '' : `  ${title}`, 'dim'),
		]);
	return [[span(' hubs used before (up and down in the field of the hub):', 'dim')], ...rows, []];
}
