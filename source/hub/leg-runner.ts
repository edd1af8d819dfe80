import type {Clock} from '../base/clock.ts';
import {createRateMeter} from '../base/rate.ts';
import {FtError} from '../protocol/errors.ts';
import type {IncomingData} from '../transport/data-connection.ts';
import {maxRunningPerHub, maxRunningPerUser} from '../protocol/limits.ts';
import type {Leg} from './leg.ts';
import type {Roster} from './roster.ts';
import type {Runs} from './run.ts';
import {tell} from './session.ts';

/**
 * Moves legs: at most 8 at once for one user and 64 on the hub, the rest wait. Who has fewest
 * running goes first, in the order they came: nobody gets more by asking for more. */
export type LegRunner = {
	/** The recipient answered: what ran before ends, new tickets go out as soon as there is room. */
	restart(leg: Leg): void;
	/** Something ended: whoever waits may start. */
	pump(): void;
	/** A data connection said its ticket. */
	take(incoming: IncomingData): void;
};

/** Creates a runner over the book of tickets. `onBytes` is called for every piece relayed, with its leg. */
export function createLegRunner(options: {
	readonly clock: Clock;
	readonly runs: Runs;
	readonly roster: Roster;
	readonly onBytes: (leg: Leg, bytes: number) => void;
}): LegRunner {
	const {runs, roster} = options;
	const running = new Set<Leg>();
	/** In the order they came. */
	const queue = new Set<Leg>();

	/** The next to start: of those for whom there is room, the first whose users have the fewest running. */
	const takeNext = (): Leg | undefined => {
		if (running.size >= maxRunningPerHub) return undefined;
		const counts = new Map<string, number>();
		const countOf = (user: string): number => counts.get(user) ?? 0;
		for (const {transfer, recipientId} of running) {
			for (const user of [transfer.senderId, recipientId]) counts.set(user, countOf(user) + 1);
		}
		let next: Leg | undefined;
		let fewest = maxRunningPerUser;
		for (const leg of queue) {
			const most = Math.max(countOf(leg.transfer.senderId), countOf(leg.recipientId));
			if (most >= fewest) continue;
			next = leg;
			fewest = most;
		}
		if (next) queue.delete(next);
		return next;
	};
	const areBothHere = (leg: Leg): boolean =>
		leg.transfer.sender !== undefined &&
		roster.isLive(leg.transfer.sender) &&
		leg.receiver !== undefined &&
		roster.isLive(leg.receiver);

	const start = (leg: Leg): void => {
		running.add(leg);
		leg.attempt++;
		const run = runs.start({
			onJoined() {
				leg.state = 'running';
				leg.rate = createRateMeter(options.clock.monotonicMs());
			},
			onBytes(bytes) {
				options.onBytes(leg, bytes);
			},
			onEnd(error) {
				running.delete(leg);
				if (leg.run === run) leg.run = undefined;
				// Cut short while both are here: the recipient sees its connection end and answers again.
				if (error && leg.state === 'running') leg.state = 'accepted';
				pump();
			},
		});
		leg.run = run;
		const common = {
			type: 'ticket',
			transfer: leg.transfer.id,
			attempt: leg.attempt,
			ranges: leg.ranges.map(([from, to]): [number, number | null] => [from, to]),
		} as const;
		tell(leg.receiver, {...common, ticket: run.receiveTicket, end: 'receive', user: leg.transfer.senderId});
		tell(leg.transfer.sender, {...common, ticket: run.sendTicket, end: 'send', user: leg.recipientId});
	};

	const pauseOffline = (leg: Leg): void => {
		leg.state = 'paused';
		leg.reason = 'offline';
		tell(leg.receiver, {type: 'state', transfer: leg.transfer.id, state: 'paused', reason: 'offline'});
	};

	const pump = (): void => {
		for (const leg of queue) {
			const isWanted = leg.state === 'accepted' && !leg.run;
			if (isWanted && areBothHere(leg)) continue;
			queue.delete(leg);
			if (isWanted) pauseOffline(leg);
		}
		for (let leg = takeNext(); leg; leg = takeNext()) start(leg);
	};

	return {
		restart(leg) {
			leg.run?.close(new FtError('replaced', 'the recipient answered again'));
			queue.delete(leg);
			queue.add(leg);
			pump();
		},
		pump,
		take: (incoming) => {
			runs.take(incoming);
		},
	};
}
