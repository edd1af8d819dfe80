import type {TransferRow} from '../transfer/transfer-row.ts';
import type {Link} from './link.ts';

/** The order of what waits for its turn at the hub, as the user wants it. */
export type WantedOrder = {
	/** The rows with those that wait in the wanted order, in the places they have among the others. */
	arrange(rows: readonly TransferRow[]): readonly TransferRow[];
	/** Lets one that waits change places with the one that waits before (-1) or after it (1); nothing happens at the ends. */
	move(rows: readonly TransferRow[], transfer: string, step: -1 | 1): void;
	/** With the connection the hub's queue has gone, and with it the wish. */
	forget(): void;
};

/** Creates it with no wish. */
export function createWantedOrder(link: Pick<Link, 'send'>): WantedOrder {
	let wanted: readonly string[] = [];
	const arrange = (rows: readonly TransferRow[]): readonly TransferRow[] => {
		if (wanted.length === 0) return rows;
		const waiting = rows.filter(isWaiting);
		const placeOf = new Map(wanted.map((transfer, place) => [transfer, place]));
		const next = waiting
			.toSorted((a, b) => (placeOf.get(a.transfer) ?? wanted.length) - (placeOf.get(b.transfer) ?? wanted.length))
			.values();
		return rows.map((row) => (isWaiting(row) ? (next.next().value ?? row) : row));
	};
	return {
		arrange,
		move(rows, transfer, step) {
			const waiting = arrange(rows)
				.filter(isWaiting)
				.map((row) => row.transfer);
			const from = waiting.indexOf(transfer);
			const to = from + step;
			const neighbour = waiting[to];
			if (from < 0 || neighbour === undefined) return;
			wanted = waiting.with(to, transfer).with(from, neighbour);
			link.send({
				type: 'overtake',
				transfer: step < 0 ? transfer : neighbour,
				other: step < 0 ? neighbour : transfer,
			});
		},
		forget() {
			wanted = [];
		},
	};
}

function isWaiting({state}: TransferRow): boolean {
	return state.phase === 'queued';
}
