import type {Clock} from '../base/clock.ts';
import type {Outgoing} from '../transfer/outgoing.ts';

/** A recipient is back as late as this: no pause between two dials is longer than 15 s. */
const reunionMs = 20_000;

/**
 * When it is offered again what somebody had begun to receive. After a restart of the hub the sender may be back before the recipient: an offer
 * to somebody who is away goes to the hub's disk, all of it and from its beginning.
 */
export type Reunion = {
	/** We are back: offers all of these, in turn; what awaits its recipient when he comes, or when it has become late. Never rejects. */
	begin(all: readonly Outgoing[]): Promise<void>;
	/** Somebody came online. */
	came(userId: string): void;
	/** The connection was lost, or the client ends. */
	end(): void;
};

/** Creates it; `offer` never rejects. */
export function createReunion({
	clock,
	isAway,
	offer,
}: {
	readonly clock: Clock;
	/** A user of the hub who is not online. */
	readonly isAway: (userId: string) => boolean;
	readonly offer: (outgoing: Outgoing) => Promise<void>;
}): Reunion {
	let awaiting: readonly Outgoing[] = [];
	let unschedule = (): void => undefined;
	const offerThose = (isDue: (outgoing: Outgoing) => boolean): void => {
		const due = awaiting.filter(isDue);
		awaiting = awaiting.filter((outgoing) => !due.includes(outgoing));
		for (const outgoing of due) void offer(outgoing);
	};
	const end = (): void => {
		unschedule();
		awaiting = [];
	};
	return {
		async begin(all) {
			end();
			awaiting = all.filter(({row}) => hasBegun(row) && isAway(row.peerId));
			unschedule = clock.schedule(reunionMs, () => {
				offerThose(() => true);
			});
			const others = all.filter((outgoing) => !awaiting.includes(outgoing));
			for (const outgoing of others) await offer(outgoing);
		},
		came(userId) {
			offerThose(({row}) => row.peerId === userId);
		},
		end,
	};
}

/** What goes to several, or is kept, is on the hub's disk anyway. */
function hasBegun({recipients, bytes, state}: Outgoing['row']): boolean {
	return recipients === undefined && bytes > 0 && state.phase !== 'stored';
}
