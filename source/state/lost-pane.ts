import {formatDuration} from '../base/time-text.ts';
import type {ClientSnapshot} from '../client/snapshot.ts';
import {innerRows} from './layout.ts';
import {span} from './line.ts';
import {paragraph, type PaneView} from './view.ts';

/** The box in the place of the log while the hub is lost: the cause, when it is tried again, and what can be done. Undefined while it is not. */
export function lostPane(
	{connection, atMs, server}: ClientSnapshot,
	size: {readonly columns: number; readonly rows: number},
): PaneView | undefined {
	if (connection.phase !== 'offline' || connection.code === 'approval-needed') return undefined;
	const seconds = formatDuration(Math.max(0, connection.retryAtMs - atMs) / 1000);
	const next = `next try in ${seconds} (attempt ${connection.attempt + 1})  now: R  another hub: :connect`;
	const cause = paragraph(connection.reason, size.columns - 2, innerRows(size.rows) - 1);
	return {
		id: 'lost',
		...size,
		title: `No connection to ${server}`,
		isFocused: false,
		lines: [...cause.map((line) => line.map(({text}) => span(text, 'bad'))), [span(` ${next}`)]],
	};
}
