import type {TransferRow} from '../transfer/transfer-row.ts';

/** The order in which transfers began, whatever their direction: a new one comes last, and none changes its place afterwards. */
export type RowOrder = {
	/** One has a row from now on; of one that has it already the place stays. */
	begin(transfer: string): void;
	/** The same for one that an earlier process began: it comes before all that began in this one. */
	takeUp(transfer: string): void;
	/** True for one that an earlier process began. */
	isEarlier(transfer: string): boolean;
	/** The rows in that order; of two with the same id (what was listed, and what became of it) the later. Whoever has none is forgotten. */
	arrange(rows: readonly TransferRow[]): readonly TransferRow[];
};

/** Creates it with nothing begun. */
export function createRowOrder(): RowOrder {
	const earlier = new Set<string>();
	const begun = new Set<string>();
	return {
		begin(transfer) {
			if (!earlier.has(transfer)) begun.add(transfer);
		},
		takeUp(transfer) {
			if (!begun.has(transfer)) earlier.add(transfer);
		},
		isEarlier: (transfer) => earlier.has(transfer),
		arrange(rows) {
			const rowOf = new Map(rows.map((row) => [row.transfer, row]));
			for (const known of [earlier, begun])
				for (const transfer of known) if (!rowOf.has(transfer)) known.delete(transfer);
			return [...earlier, ...begun].flatMap((transfer) => rowOf.get(transfer) ?? []);
		},
	};
}
