import type {TransferRow} from '../transfer/transfer-row.ts';
import type {Link} from './link.ts';

/** The order of what waits for its turn at the hub, as the user wants it. */
export type WantedOrder = {
	/** The rows with those that were moved, or waited beside them, in the wanted order; also once they run: none jumps back. */
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
		const placeOf = new Map(wanted.map((transfer, place) => [transfer, place]));
		const place = ({transfer}: TransferRow): number => placeOf.get(transfer) ?? wanted.length;
		const next = rows
			.filter(({transfer}) => placeOf.has(transfer))
			.toSorted((a, b) => place(a) - place(b))
			.values();
		return rows.map((row) => (placeOf.has(row.transfer) ? (next.next().value ?? row) : row));
	};
	return {
		arrange,
		move(rows, transfer, step) {
			const order = arrange(rows);
			const waiting = order.filter(isWaiting).map((row) => row.transfer);
			const from = waiting.indexOf(transfer);
			const neighbour = waiting[from + step];
			if (from < 0 || neighbour === undefined) return;
			const moved = new Set([...wanted, ...waiting]);
			const exchanged = new Map([
				[transfer, neighbour],
				[neighbour, transfer],
			]);
			wanted = order
				.map((row) => row.transfer)
				.filter((id) => moved.has(id))
				.map((id) => exchanged.get(id) ?? id);
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
