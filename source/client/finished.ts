import type {TransferRow} from '../transfer/transfer-row.ts';

type Row = {readonly row: TransferRow};
type Register = {all(): readonly Row[]; clearFinished(isFinished: (one: Row) => boolean): void};

/** Rows that have ended and are still shown, of each direction. */
const maxFinishedShown = 100;
const finished = new Set(['delivered', 'declined', 'cancelled', 'failed']);

/** Has this transfer ended, one way or another? */
export function isFinished(one: Row): boolean {
	return finished.has(one.row.state.phase);
}

/** The newest ended rows stay to be seen; a process that receives for a year does not keep them all. */
export function trimFinished(...registers: readonly Register[]): void {
	for (const register of registers) {
		let excess = register.all().filter(isFinished).length - maxFinishedShown;
		if (excess > 0) register.clearFinished((one) => isFinished(one) && excess-- > 0);
	}
}
