import type {Clock} from '../base/clock.ts';
import {createRateMeter} from '../base/rate.ts';
import {FtError} from '../protocol/errors.ts';
import type {IncomingData} from '../transport/data-connection.ts';
import {maxRunningPerHub, maxRunningPerUser, relayStallMs, restartBurst, restartMs} from '../protocol/limits.ts';
import {endsOf, legName, type HubTransfer, type Leg} from './leg.ts';
import type {Roster} from './roster.ts';
import type {Runs} from './run.ts';
import {tell} from './session.ts';

/**
 * Moves legs: at most 8 at once for one user and 64 on the hub, the rest wait. Who has fewest running goes first, in the order they
 * came: nobody gets more by asking for more. A leg in which nothing has moved for a minute gives way to who waits for its place: it
 * is cut, and its recipient answers again.
 */
export type LegRunner = {
	/** The recipient answered: what ran before ends, new tickets go out as soon as there is room, and not too often. */
	restart(leg: Leg): void;
	/** Of what waits, the legs of `transfer` go before those of `other`, both this user's: they share out the places of the user's own legs anew. */
	overtake(userId: string, transfer: HubTransfer, other: HubTransfer): void;
	/** Something ended: whoever waits may start. */
	pump(): void;
	/** A data connection said its ticket. */
	take(incoming: IncomingData): void;
	/** The hub itself is the end of a ticket: see `Runs`. */
	readonly dial: Runs['dial'];
};

/** Creates a runner over the book of tickets. `onBytes` is called for every piece relayed, with its leg. */
export function createLegRunner(options: {
	readonly clock: Clock;
	readonly runs: Runs;
	readonly roster: Roster;
	readonly onBytes: (leg: Leg, bytes: number) => void;
	/** Told of each step, for the log. */
	readonly onNote?: (text: string) => void;
}): LegRunner {
	const {clock, runs, roster} = options;
	const note = (leg: Leg, text: string): void => options.onNote?.(`${legName(leg)}: ${text}`);
	const running = new Set<Leg>();
	/** In the order they came. */
	const queue = new Set<Leg>();

	let unschedule: (() => void) | undefined;

	/** The next to start: of those for whom there is room, the first whose users have the fewest running. */
	const takeNext = (): Leg | undefined => {
		const nowMs = clock.monotonicMs();
		let next: Leg | undefined;
		let fewest = maxRunningPerUser;
		const countOf = countUsers(running);
		for (const leg of running.size < maxRunningPerHub ? queue : []) {
			const most = Math.max(...usersOf(leg).map(countOf));
			if (most >= fewest || readyMs(leg) > nowMs) continue;
			next = leg;
			fewest = most;
		}
		if (next) queue.delete(next);
		return next;
	};
	const areBothHere = (leg: Leg): boolean => {
		const {giver, taker} = endsOf(leg);
		return giver !== undefined && roster.isLive(giver) && taker !== undefined && roster.isLive(taker);
	};

	const start = (leg: Leg): void => {
		running.add(leg);
		leg.attempt++;
		leg.startsUntilMs = Math.max(leg.startsUntilMs, clock.monotonicMs()) + restartMs;
		note(leg, `two tickets are out, attempt ${leg.attempt}`);
		const run = runs.start({
			onJoined() {
				leg.state = 'running';
				leg.rate = createRateMeter(clock.monotonicMs());
				note(leg, 'both ends have dialled');
			},
			onBytes(bytes) {
				options.onBytes(leg, bytes);
			},
			onEnd(error) {
				running.delete(leg);
				note(leg, error ? `its data connections ended: ${error.message}` : 'all was handed on');
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
		const {giver, taker} = endsOf(leg);
		tell(taker, {...common, ticket: run.receiveTicket, end: 'receive', user: leg.transfer.senderId});
		tell(giver, {...common, ticket: run.sendTicket, end: 'send', user: leg.recipientId});
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
		for (const leg of inTheWay(queue, running, clock.monotonicMs()))
			leg.run?.close(new FtError('unreachable', 'nothing moved for a minute, and others wait for the place'));
		pumpLater();
	};
	/** When one that waits may start, or one that runs has stood still for too long. */
	const pumpLater = (): void => {
		unschedule?.();
		if (queue.size === 0) return;
		const nowMs = clock.monotonicMs();
		const times = [...[...queue].map(readyMs), ...[...running].map(stalledMs)].filter((atMs) => atMs > nowMs);
		unschedule = times.length === 0 ? undefined : clock.schedule(Math.min(...times) - nowMs, pump);
	};

	return {
		restart(leg) {
			leg.run?.close(new FtError('replaced', 'the recipient answered again'));
			queue.delete(leg);
			queue.add(leg);
			pump();
		},
		overtake(userId, transfer, other) {
			const all = [...queue];
			queue.clear();
			for (const leg of reordered(all, userId, transfer, other)) queue.add(leg);
		},
		pump,
		take: (incoming) => {
			runs.take(incoming);
		},
		dial: (ticket, signal) => runs.dial(ticket, signal),
	};
}

/** The queue with the user's own legs in another order, in the places they had: nobody else's comes earlier or later. */
function reordered(queue: readonly Leg[], userId: string, transfer: HubTransfer, other: HubTransfer): readonly Leg[] {
	const isOwn = (leg: Leg): boolean => leg.recipientId === userId || leg.transfer.senderId === userId;
	const own = queue.filter(isOwn);
	const place = own.findIndex((leg) => leg.transfer === other);
	if (place < 0) return queue;
	const isMoved = (leg: Leg): boolean => leg.transfer === transfer;
	const [before, after] = [own.slice(0, place), own.slice(place)];
	const next = [
		...before.filter((leg) => !isMoved(leg)),
		...own.filter(isMoved),
		...after.filter((leg) => !isMoved(leg)),
	].values();
	return queue.map((leg) => (isOwn(leg) ? (next.next().value ?? leg) : leg));
}

/** When it may start. */
function readyMs(leg: Leg): number {
	return leg.startsUntilMs - (restartBurst - 1) * restartMs;
}

/** From when on it counts as stalled, when nothing moves until then. */
function stalledMs(leg: Leg): number {
	return (leg.run?.movedMs ?? Infinity) + relayStallMs;
}

/** The stalled legs, longest first, without which the first that waits, and can, would have room. */
function inTheWay(queue: ReadonlySet<Leg>, running: ReadonlySet<Leg>, nowMs: number): readonly Leg[] {
	const stalled = [...running]
		.filter((leg) => stalledMs(leg) <= nowMs)
		.toSorted((one, other) => stalledMs(one) - stalledMs(other));
	for (const waiting of stalled.length === 0 ? [] : queue) {
		if (readyMs(waiting) > nowMs) continue;
		const left = new Set(running);
		for (const leg of stalled) {
			const full = fullUsers(waiting, left);
			if (left.size >= maxRunningPerHub || usersOf(leg).some((user) => full.includes(user))) left.delete(leg);
		}
		if (left.size < maxRunningPerHub && fullUsers(waiting, left).length === 0)
			return stalled.filter((leg) => !left.has(leg));
	}
	return [];
}

/** Those of its two users who have as many running as they may. */
function fullUsers(leg: Leg, running: Iterable<Leg>): readonly string[] {
	const countOf = countUsers(running);
	return usersOf(leg).filter((user) => countOf(user) >= maxRunningPerUser);
}

/** How many of these each user has. */
function countUsers(running: Iterable<Leg>): (user: string) => number {
	const counts = new Map<string, number>();
	for (const leg of running) for (const user of usersOf(leg)) counts.set(user, (counts.get(user) ?? 0) + 1);
	return (user) => counts.get(user) ?? 0;
}

/** The hub itself, which is an end of all that its folders give and take, and of what it keeps, is no user. */
function usersOf(leg: Leg): readonly string[] {
	const {kept, own, senderId} = leg.transfer;
	if (own === 'recipient' || leg === kept?.upload) return [senderId];
	return own === 'sender' || kept ? [leg.recipientId] : [senderId, leg.recipientId];
}
