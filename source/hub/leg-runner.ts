import type {Clock} from '../base/clock.ts';
import {createRateMeter} from '../base/rate.ts';
import {FtError} from '../protocol/errors.ts';
import type {IncomingData} from '../transport/data-connection.ts';
import {maxRunningPerHub, maxRunningPerUser} from '../protocol/limits.ts';
import type {Leg} from './leg.ts';
import type {Roster} from './roster.ts';
import type {Runs} from './run.ts';
import {tell} from './session.ts';

/** Moves legs: at most 8 at once for one user and 64 on the hub, the rest wait their turn in the order they came. */
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
	let queue: Leg[] = [];

	const runningOf = (userId: string): number => {
		let count = 0;
		for (const leg of running) if (leg.recipientId === userId || leg.transfer.senderId === userId) count++;
		return count;
	};
	const hasRoom = (leg: Leg): boolean =>
		running.size < maxRunningPerHub &&
		runningOf(leg.recipientId) < maxRunningPerUser &&
		runningOf(leg.transfer.senderId) < maxRunningPerUser;
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

	const pump = (): void => {
		const waiting = queue;
		queue = [];
		for (const leg of waiting) {
			if (leg.state !== 'accepted' || leg.run) continue;
			if (areBothHere(leg) && hasRoom(leg)) start(leg);
			else if (areBothHere(leg)) queue.push(leg);
			else {
				leg.state = 'paused';
				leg.reason = 'offline';
				if (leg.receiver)
					tell(leg.receiver, {type: 'state', transfer: leg.transfer.id, state: 'paused', reason: 'offline'});
			}
		}
	};

	return {
		restart(leg) {
			leg.run?.close(new FtError('replaced', 'the recipient answered again'));
			queue = [...queue.filter((other) => other !== leg), leg];
			pump();
		},
		pump,
		take: (incoming) => {
			runs.take(incoming);
		},
	};
}
