import {questionRows} from './layout.ts';

/** Rows of the dashboard's four bands; together all but header and footer. */
export type ServerLayout = {
	readonly connectionRows: number;
	readonly transferRows: number;
	/** 0 where a dialog leaves no room for it. */
	readonly throughputRows: number;
	readonly bottomRows: number;
};

/** Divides a terminal of at least 15 rows. A dialog takes the lowest band, and the throughput's where it is tight. */
export function layoutServer(rows: number, hasDialog: boolean): ServerLayout {
	const body = rows - 2;
	const roomyRows = body >= 34 ? 5 : 3;
	const throughputRows = hasDialog && body < 20 ? 0 : roomyRows;
	const bottomRows = hasDialog ? questionRows : Math.max(3, Math.min(14, Math.round(body * 0.25)));
	const lists = body - throughputRows - bottomRows;
	const connectionRows = Math.max(4, Math.ceil(lists * 0.45));
	return {connectionRows, transferRows: lists - connectionRows, throughputRows, bottomRows};
}
