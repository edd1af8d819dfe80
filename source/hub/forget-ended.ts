import type {Clock} from '../base/clock.ts';
import {endedKeepMs, maxEndedKept} from '../protocol/limits.ts';
import {hasEnded, type HubTransfer, type Leg} from './leg.ts';

/** What makes a hub forget. */
export type Forgetting = {
	/** A leg has ended: it goes when it was shown for a while. At once the oldest ended ones above `maxEndedKept`. */
	soon(): void;
	/** Transfers that ended in an earlier run of the hub were put there: their turn comes, too. */
	begin(): void;
	/** Forgets every transfer that ended and that its sender knows of. */
	finished(): void;
};

/**
 * Forgets transfers whose every leg has ended, `endedKeepMs` after the last of them. One whose sender has not heard of the end,
 * or not seen the receipt, is kept: its repeated offer would begin it anew.
 */
export function forgetEnded(
	clock: Clock,
	transfers: Map<string, HubTransfer>,
	onForgotten: (transfer: HubTransfer) => void = () => undefined,
): Forgetting {
	let isScheduled = false;
	const drop = (transfer: HubTransfer): void => {
		transfers.delete(transfer.id);
		onForgotten(transfer);
	};
	const isOver = (transfer: HubTransfer): boolean => [...transfer.legs.values()].every((leg) => hasEnded(leg));
	const isKnown = (leg: Leg): boolean => leg.isEndTold && leg.receipt === undefined;
	const forget = (mayGo: (leg: Leg) => boolean): void => {
		for (const transfer of [...transfers.values()]) {
			if (isOver(transfer) && [...transfer.legs.values()].every((leg) => isKnown(leg) && mayGo(leg))) drop(transfer);
		}
	};
	const sweep = (): void => {
		const nowMs = clock.monotonicMs();
		forget((leg) => leg.endedMs !== undefined && nowMs >= leg.endedMs + endedKeepMs);
		if ([...transfers.values()].some((transfer) => isOver(transfer))) schedule();
	};
	const schedule = (): void => {
		if (isScheduled) return;
		isScheduled = true;
		clock.schedule(endedKeepMs, () => {
			isScheduled = false;
			sweep();
		});
	};
	return {
		soon() {
			const over = [...transfers.values()].filter((transfer) => isOver(transfer));
			for (const transfer of over.slice(0, Math.max(0, over.length - maxEndedKept))) drop(transfer);
			schedule();
		},
		begin: sweep,
		finished() {
			forget(() => true);
		},
	};
}
