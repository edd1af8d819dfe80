import {hasRoom} from './layout.ts';
import type {ServerContext, ServerPane, ServerState} from './server-state.ts';

type Size = {readonly columns: number; readonly rows: number};

/** Rows of the dashboard's bands; together all of the body. 0: there is no room for it. */
export type ServerLayout = Readonly<Record<ServerPane, number>>;

/** What is left for panes: without header, footer and, until it is hidden, the line for others. */
export function serverBody({isCodeShown}: Pick<ServerState, 'isCodeShown'>, {columns, rows}: Size): Size {
	return {columns, rows: rows - 2 - (isCodeShown ? 1 : 0)};
}

/** Divides at least 12 rows. */
export function layoutServer(body: number): ServerLayout {
	const throughput = throughputRows(body);
	const log = Math.max(4, Math.min(14, Math.round(body * 0.25)));
	const lists = body - throughput - log;
	const connections = Math.max(3, Math.ceil(lists * 0.45));
	return {connections, transfers: lists - connections, throughput, log};
}

/** The rows that a pane has now, for moves by pages. */
export function serverPaneRows(state: ServerState, context: ServerContext): number {
	if (!hasRoom(context.columns, context.rows)) return 0;
	const body = serverBody(state, context).rows;
	if (state.extent === 'panes') return layoutServer(body)[state.pane];
	return state.extent === 'bare' ? body + 2 : body;
}

/** One sparkline where it is tight, both directions as a rule, and what went through in all where there is plenty. */
function throughputRows(body: number): number {
	if (body < 15) return 0;
	if (body < 18) return 3;
	return body < 30 ? 4 : 6;
}
