import {expect, test} from 'vitest';
import {createLegRunner, type LegRunner} from '../../source/hub/leg-runner.ts';
import type {Leg} from '../../source/hub/leg.ts';
import {createPacer, type Pacer} from '../../source/base/pacer.ts';
import {createRoster} from '../../source/hub/roster.ts';
import {createRuns} from '../../source/hub/run.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {
	maxRunningPerHub,
	maxRunningPerUser,
	relayStallMs,
	restartBurst,
	restartMs,
	sealedSegmentBytes,
} from '../../source/protocol/limits.ts';
import {createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';
import {makeLeg} from './leg-fixture.ts';
import {fakeSession, type FakeSession} from './session-fixture.ts';

function begin(): {
	clock: ManualClock;
	runner: LegRunner;
	pacer: Pacer;
	enter: (name: string) => FakeSession;
	leave: (session: FakeSession) => void;
} {
	const clock = createManualClock();
	const pacer = createPacer(clock);
	let tickets = 0;
	const roster = createRoster({clock, knownUsers: () => [], findUser: () => undefined, onPresence: () => undefined});
	const runs = createRuns(clock, () => `ticket-${++tickets}`, pacer.pace);
	return {
		clock,
		pacer,
		runner: createLegRunner({clock, runs, roster, onBytes: () => undefined}),
		enter(name) {
			const session = fakeSession(name);
			roster.enter(session, false);
			return session;
		},
		leave: (session) => {
			roster.leave(session);
		},
	};
}

/** A leg whose recipient has answered. */
function answered(sender: FakeSession, receiver: FakeSession): Leg {
	return Object.assign(makeLeg({sender, from: sender.name, to: receiver.name}), {
		receiver,
		state: 'accepted',
		ranges: [[0, null]],
	});
}

const tickets = (session: FakeSession): number => session.told.filter((message) => message.type === 'ticket').length;
const end = (leg: Leg | undefined): void => leg?.run?.close(new FtError('cancelled', 'over'));

test('both ends get a ticket of their own, for the same attempt and ranges', () => {
	const {runner, enter} = begin();
	const [alice, bob] = [enter('alice'), enter('bob')];
	runner.restart(answered(alice, bob));
	const [forAlice, forBob] = [alice.told[0], bob.told[0]];
	expect(forAlice).toMatchObject({type: 'ticket', end: 'send', attempt: 1, ranges: [[0, null]], user: bob.userId});
	expect(forBob).toMatchObject({type: 'ticket', end: 'receive', attempt: 1, ranges: [[0, null]], user: alice.userId});
	expect(forAlice).not.toMatchObject({ticket: forBob?.type === 'ticket' ? forBob.ticket : ''});
});

test('a new answer ends the run before it and counts up', () => {
	const {runner, enter} = begin();
	const [alice, bob] = [enter('alice'), enter('bob')];
	const leg = answered(alice, bob);
	runner.restart(leg);
	const first = leg.run;
	runner.restart(leg);
	expect(leg.run).not.toBe(first);
	expect(bob.told.map((message) => message.type === 'ticket' && message.attempt)).toEqual([1, 2]);
});

test(`${maxRunningPerUser} transfers of a user run, the next waits until one has ended`, () => {
	const {runner, enter} = begin();
	const [alice, bob] = [enter('alice'), enter('bob')];
	const legs = Array.from({length: maxRunningPerUser + 1}, () => answered(alice, bob));
	for (const leg of legs) runner.restart(leg);
	expect(tickets(bob)).toBe(maxRunningPerUser);
	end(legs[3]);
	expect(tickets(bob)).toBe(maxRunningPerUser + 1);
	expect(legs.at(-1)?.run).toBeDefined();
});

test('of what waits one overtakes another of the same user, and nobody else comes later by it', () => {
	const {runner, enter} = begin();
	const [alice, bob, carol] = [enter('alice'), enter('bob'), enter('carol')];
	const running = Array.from({length: maxRunningPerUser}, () => answered(alice, bob));
	const first = answered(alice, bob);
	const others = answered(carol, bob);
	const last = answered(alice, bob);
	for (const leg of [...running, first, others, last]) runner.restart(leg);
	runner.overtake(alice.userId, last.transfer, first.transfer);
	end(running[0]);
	expect([first.run, others.run, last.run].map((run) => run !== undefined)).toEqual([false, false, true]);
	end(running[1]);
	expect([first.run, others.run].map((run) => run !== undefined)).toEqual([false, true]);
});

test('nobody moves what belongs to others, nor what does not wait', () => {
	const {runner, enter} = begin();
	const [alice, bob, carol] = [enter('alice'), enter('bob'), enter('carol')];
	const running = Array.from({length: maxRunningPerUser}, () => answered(alice, bob));
	const [first, last] = [answered(alice, bob), answered(alice, bob)];
	for (const leg of [...running, first, last]) runner.restart(leg);
	runner.overtake(carol.userId, last.transfer, first.transfer);
	runner.overtake(alice.userId, last.transfer, answered(alice, bob).transfer);
	end(running[0]);
	expect([first.run !== undefined, last.run !== undefined]).toEqual([true, false]);
});

test('who waits for others does not hold up those who can go', () => {
	const {runner, enter} = begin();
	const [alice, bob, carol, dave] = [enter('alice'), enter('bob'), enter('carol'), enter('dave')];
	for (let index = 0; index <= maxRunningPerUser; index++) runner.restart(answered(alice, bob));
	runner.restart(answered(carol, dave));
	expect(tickets(dave)).toBe(1);
});

test(`${maxRunningPerHub} run on a hub, in the order they came`, () => {
	const {runner, enter} = begin();
	const legs = Array.from({length: maxRunningPerHub + 2}, (_, index) =>
		answered(enter(`s-${index}`), enter(`r-${index}`)),
	);
	for (const leg of legs) runner.restart(leg);
	expect(legs.filter((leg) => leg.run)).toHaveLength(maxRunningPerHub);
	end(legs[0]);
	expect(legs.at(-2)?.run).toBeDefined();
	expect(legs.at(-1)?.run).toBeUndefined();
});

test('on a full hub who has nothing running goes before who has much, however much waits', () => {
	const {runner, enter} = begin();
	const greedy = enter('greedy');
	const many = Array.from({length: 100}, (_, index) => answered(greedy, enter(`g-${index}`)));
	const others = Array.from({length: maxRunningPerHub - maxRunningPerUser}, (_, index) =>
		answered(enter(`s-${index}`), enter(`r-${index}`)),
	);
	for (const leg of [...many, ...others]) runner.restart(leg);
	const late = [answered(enter('late'), enter('later')), answered(enter('last'), greedy)];
	for (const leg of late) runner.restart(leg);
	const runningOf = (legs: readonly Leg[]): number => legs.filter((leg) => leg.run).length;
	expect([runningOf(many), runningOf(others), runningOf(late)]).toEqual([maxRunningPerUser, others.length, 0]);
	end(many[0]);
	// The place goes to who has none running; the one who has seven waits, though its legs came first.
	expect([runningOf(many), late.map((leg) => leg.run !== undefined)]).toEqual([maxRunningPerUser - 1, [true, false]]);
	end(others[0]);
	// Of two that are the same in that, who came first.
	expect([runningOf(many), late.map((leg) => leg.run !== undefined)]).toEqual([maxRunningPerUser, [true, false]]);
});

test('a leg whose sender is not there is paused, and its recipient told', () => {
	const {runner, enter, leave} = begin();
	const [alice, bob] = [enter('alice'), enter('bob')];
	const leg = answered(alice, bob);
	leave(alice);
	runner.restart(leg);
	expect([leg.state, leg.reason]).toEqual(['paused', 'offline']);
	expect(bob.told).toMatchObject([{type: 'state', state: 'paused', reason: 'offline'}]);
});

/** Joins the two ends of a leg that has its tickets. */
async function join(runner: LegRunner, leg: Leg | undefined) {
	const end = (ticket = '') => {
		const [far, near] = createMemoryDataPair();
		runner.take({
			ticket,
			address: 'memory',
			accept: () => near,
			refuse: () => undefined,
			gone: near.closed.then(() => undefined),
		});
		return far;
	};
	const [receiver, sender] = [end(leg?.run?.receiveTicket), end(leg?.run?.sendTicket)];
	await Promise.resolve();
	expect(leg?.state).toBe('running');
	return {
		receiver,
		send: (bytes = 100): void => {
			sender.write([Buffer.alloc(bytes)], () => undefined);
		},
		read: (): void => {
			receiver.read((_view, done) => {
				done();
			});
		},
	};
}

/** Two people with as many relays as they may have, all joined, and a leg of theirs that waits for its place. */
async function beginFull() {
	const world = begin();
	const [alice, bob] = [world.enter('alice'), world.enter('bob')];
	const legs = Array.from({length: maxRunningPerUser}, () => answered(alice, bob));
	for (const leg of legs) world.runner.restart(leg);
	const ends = await Promise.all(legs.map((leg) => join(world.runner, leg)));
	const waiting = answered(alice, bob);
	return {...world, alice, bob, legs, ends, waiting};
}

test('a relay in which nothing moves for a minute gives way to who waits, and comes again behind it', async () => {
	const {clock, runner, legs, ends, waiting} = await beginFull();
	for (const {read} of ends) read();
	for (const {send} of ends.slice(1)) send();
	await clock.settle(relayStallMs / 2);
	for (const {send} of ends.slice(1)) send();
	runner.restart(waiting);
	await clock.settle(relayStallMs / 2 - 1);
	expect(waiting.run).toBeUndefined();
	await clock.settle(1);
	expect(waiting.run).toBeDefined();
	expect(legs.map((leg) => leg.run !== undefined)).toEqual([false, ...ends.slice(1).map(() => true)]);
	expect(legs[0]?.state).toBe('accepted');
	expect(await ends[0]?.receiver.closed).toBeInstanceOf(FtError);
	// Its recipient saw the cut and answers again: it waits its turn, and gets it.
	if (legs[0]) runner.restart(legs[0]);
	expect(legs[0]?.run).toBeUndefined();
	end(legs[3]);
	expect(legs[0]?.run).toBeDefined();
});

test('a relay that stands still keeps its place as long as nobody waits whom it would help', async () => {
	const {clock, runner, legs, enter} = await beginFull();
	const ownWaits = answered(enter('carol'), enter('dave'));
	runner.restart(ownWaits);
	await clock.settle(10 * relayStallMs);
	expect(legs.every((leg) => leg.state === 'running')).toBe(true);
	const [erin, frank] = [enter('erin'), enter('frank')];
	const others = Array.from({length: maxRunningPerUser}, () => answered(erin, frank));
	for (const leg of others) runner.restart(leg);
	const ends = await Promise.all(others.map((leg) => join(runner, leg)));
	const waiting = answered(erin, frank);
	runner.restart(waiting);
	for (const {send, read} of ends) {
		read();
		send();
	}
	await clock.settle(relayStallMs - 1);
	expect(legs.every((leg) => leg.state === 'running')).toBe(true);
	expect(waiting.run).toBeUndefined();
});

test('on a full hub stalled relays give way, as many as are needed for who waits', async () => {
	const {clock, runner, enter} = begin();
	const legs = Array.from({length: maxRunningPerHub}, (_, index) => answered(enter(`s-${index}`), enter(`r-${index}`)));
	for (const leg of legs) runner.restart(leg);
	await Promise.all(legs.map((leg) => join(runner, leg)));
	const late = [answered(enter('late'), enter('later')), answered(enter('last'), enter('least'))];
	for (const leg of late) runner.restart(leg);
	await clock.settle(relayStallMs);
	expect(late.map((leg) => leg.run !== undefined)).toEqual([true, true]);
	expect(legs.filter((leg) => leg.run === undefined)).toHaveLength(2);
});

test('who waits behind two people, each held up by others, gets a place of both', async () => {
	const {clock, runner, enter} = begin();
	const [alice, bob] = [enter('alice'), enter('bob')];
	const ofAlice = Array.from({length: maxRunningPerUser}, (_, index) => answered(alice, enter(`a-${index}`)));
	const ofBob = Array.from({length: maxRunningPerUser}, (_, index) => answered(enter(`b-${index}`), bob));
	for (const leg of [...ofAlice, ...ofBob]) runner.restart(leg);
	await Promise.all([...ofAlice, ...ofBob].map((leg) => join(runner, leg)));
	const waiting = answered(alice, bob);
	runner.restart(waiting);
	await clock.settle(relayStallMs);
	expect(waiting.run).toBeDefined();
	expect([ofAlice, ofBob].map((legs) => legs.filter((leg) => leg.run === undefined).length)).toEqual([1, 1]);
});

test("a relay that only the hub's own limit holds back does not count as stalled", async () => {
	const {clock, runner, pacer, legs, ends, waiting} = await beginFull();
	pacer.setLimit(10_000);
	for (const {read} of ends) read();
	// Far beyond what the limit lets through within the time: each waits its turn.
	for (const {send} of ends) send(1_000_000);
	await clock.settle();
	runner.restart(waiting);
	for (let step = 0; step < 4; step++) await clock.settle(relayStallMs / 2);
	expect(legs.every((leg) => leg.state === 'running')).toBe(true);
});

test('on a line so slow that nothing is handed on for a minute, what its recipient verifies counts, up to what came through', async () => {
	const {clock, runner, legs, ends, waiting} = await beginFull();
	for (const {read, send} of ends) {
		read();
		send(2 * sealedSegmentBytes);
	}
	runner.restart(waiting);
	for (const segments of [1, 2]) {
		await clock.settle(relayStallMs - 1);
		for (const leg of legs) leg.run?.verified(segments);
	}
	await clock.settle(relayStallMs - 1);
	expect(waiting.run).toBeUndefined();
	// There can be no third.
	for (const leg of legs) leg.run?.verified(3);
	await clock.settle(1);
	expect(waiting.run).toBeDefined();
});

test(`a leg begins anew ${restartBurst} times in a row, from then on once a second, with its newest answer`, () => {
	const {clock, runner, enter} = begin();
	const [alice, bob] = [enter('alice'), enter('bob')];
	const leg = answered(alice, bob);
	for (let count = 0; count < restartBurst; count++) runner.restart(leg);
	expect(tickets(alice)).toBe(restartBurst);
	for (let count = 0; count < 50; count++) {
		leg.ranges = [[count, null]];
		runner.restart(leg);
	}
	expect([tickets(alice), leg.run]).toEqual([restartBurst, undefined]);
	clock.advance(restartMs - 1);
	expect(tickets(alice)).toBe(restartBurst);
	clock.advance(1);
	expect(tickets(alice)).toBe(restartBurst + 1);
	expect(alice.told.at(-1)).toMatchObject({type: 'ticket', ranges: [[49, null]]});
	// Others are not held up by it.
	runner.restart(leg);
	runner.restart(answered(alice, bob));
	expect(tickets(alice)).toBe(restartBurst + 2);
	// What was not used is saved up again.
	clock.advance(restartBurst * restartMs);
	for (let count = 0; count <= restartBurst; count++) runner.restart(leg);
	expect(tickets(alice)).toBe(restartBurst + 2 + 1 + restartBurst - 1);
});
