import type {ClientPane, ClientState} from './client-state.ts';
import {layoutScreen} from './layout.ts';

export type Size = {readonly columns: number; readonly rows: number};

/** The home panes of a terminal of this size: where each stands, or the one that has the whole body. */
export type HomeLayout = {readonly [Pane in ClientPane]: Size};

/** What each home pane gets; zoomed, the one in focus gets it all. */
export function homeLayout(
	{isZoomed}: Pick<ClientState, 'isZoomed'>,
	{columns, rows}: Size,
	hasBanner: boolean,
): HomeLayout {
	const {topRows, middleRows, bottomRows, leftColumns, bodyRows} = layoutScreen(columns, rows, {hasBanner});
	const whole = {columns, rows: bodyRows};
	if (isZoomed) return {users: whole, files: whole, transfers: whole, log: whole};
	return {
		users: {columns: leftColumns, rows: topRows},
		files: {columns: columns - leftColumns, rows: topRows},
		transfers: {columns, rows: middleRows},
		log: {columns, rows: bottomRows},
	};
}
