import type {OperatorTable} from '../files/operator-table.ts';
import {FtError} from '../protocol/errors.ts';

/** Whether new transfers are taken. */
export type Intake = {
	readonly isOn: boolean;
	/** Turns it on, or off but for these transfers: they go on, also when the hub was restarted meanwhile and hears of them anew. */
	set(isOn: boolean, goingOn: readonly string[]): void;
	/** Throws FtError `limit` for a new transfer while it is off. */
	check(transfer: string): void;
};

/** Reads what is remembered; on, when nothing is. */
export function createIntake(table: OperatorTable): Intake {
	const kept = table.setting('intake-off');
	let goingOn = kept === undefined ? undefined : new Set(kept.split(' '));
	return {
		get isOn() {
			return goingOn === undefined;
		},
		set(isOn, transfers) {
			goingOn = isOn ? undefined : new Set([...(goingOn ?? []), ...transfers]);
			table.set('intake-off', goingOn && [...goingOn].join(' '));
		},
		check(transfer) {
			if (!goingOn || goingOn.has(transfer)) return;
			throw new FtError('limit', 'the operator of this hub takes no new transfers for now. Try again later');
		},
	};
}
