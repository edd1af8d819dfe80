import {expect, test} from 'vitest';
import {createLegRunner, type LegRunner} from '../../source/hub/leg-runner.ts';
import type {Leg} from '../../source/hub/leg.ts';
import {createRoster} from '../../source/hub/roster.ts';
import {createRuns} from '../../source/hub/run.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {maxRunningPerHub, maxRunningPerUser} from '../../source/protocol/limits.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {makeLeg} from './leg-fixture.ts';
import {fakeSession, type FakeSession} from './session-fixture.ts';

function begin(): {runner: LegRunner; enter: (name: string) => FakeSession; leave: (session: FakeSession) => void} {
	const clock = createManualClock();
	let tickets = 0;
	const roster = createRoster({clock, knownUsers: () => [], findUser: () => undefined, onPresence: () => undefined});
	const runs = createRuns(clock, () => `ticket-${++tickets}`);
	return {
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
