import {expect, test} from 'vitest';
import {createRoster, type KnownUser, type Roster} from '../../source/hub/roster.ts';
import {maxSessionsPerIdentity} from '../../source/protocol/limits.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';
import {fakeSession, userIdOf, type FakeSession} from './session-fixture.ts';

function begin(names: readonly string[] = ['alice', 'bob']): {roster: Roster; events: string[]; clock: ManualClock} {
	const clock = createManualClock();
	const users = new Map(
		names.map((name): [string, KnownUser] => [userIdOf(name), {id: userIdOf(name), name, sinceMs: 0}]),
	);
	const events: string[] = [];
	const roster = createRoster({
		clock,
		knownUsers: () => [...users.values()],
		findUser: (id) => users.get(id),
		onPresence: (user, isNews) => {
			events.push(`${user.name} ${user.online ? 'online' : 'offline'}${isNews ? ' news' : ''}`);
		},
	});
	return {roster, events, clock};
}

/** What a session was told of others, one after the other. */
const presences = (session: FakeSession): Array<readonly [string, boolean]> =>
	session.told.flatMap((message) => {
		const users = message.type === 'presence' ? [message.user] : message.type === 'roster' ? message.users : [];
		return users.map(({name, online}) => [name, online] as const);
	});

test('online is who has a session that takes offers, and the others hear of it once', () => {
	const {roster, clock} = begin();
	const alice = fakeSession('alice');
	roster.enter(alice, false);
	const [command, first, second] = [fakeSession('bob', {takesOffers: false}), fakeSession('bob'), fakeSession('bob')];
	roster.enter(command, false);
	expect(roster.isOnline(userIdOf('bob'))).toBe(false);
	roster.enter(first, false);
	roster.enter(second, false);
	roster.leave(first);
	roster.leave(command);
	clock.advance(100);
	expect(presences(alice)).toEqual([['bob', true]]);
	roster.leave(second);
	clock.advance(100);
	expect(presences(alice)).toEqual([
		['bob', true],
		['bob', false],
	]);
	// Of alice, who came in the same moment, and never of itself.
	expect(presences(second)).toEqual([['alice', true]]);
});

test('a new name is told to everyone, also when it takes no offers', () => {
	const {roster, events, clock} = begin();
	const alice = fakeSession('alice');
	roster.enter(alice, false);
	roster.enter(fakeSession('bob', {takesOffers: false}), true);
	clock.advance(100);
	expect(presences(alice)).toEqual([['bob', false]]);
	expect(events).toEqual(['alice online', 'bob offline news']);
});

test('the same session replaces its older connection at once, with a word why, and nobody hears of it', () => {
	const {roster, clock} = begin();
	const alice = fakeSession('alice');
	roster.enter(alice, false);
	const [older, newer] = [fakeSession('bob', {id: 'same'}), fakeSession('bob', {id: 'same'})];
	roster.enter(older, false);
	expect(roster.enter(newer, false)).toBe(older);
	expect(older.closings.map((error) => error.code)).toEqual(['replaced']);
	expect(roster.isLive(older)).toBe(false);
	expect(roster.leave(older)).toBe(false);
	expect(roster.isOnline(userIdOf('bob'))).toBe(true);
	clock.advance(100);
	expect(presences(alice)).toEqual([['bob', true]]);
});

test('eight sessions of a name fit, a ninth does not', async () => {
	const {roster} = begin();
	for (let index = 0; index < maxSessionsPerIdentity; index++) roster.enter(fakeSession('bob'), false);
	const ninth = fakeSession('bob');
	await roster.makeRoom(ninth);
	expect(() => roster.enter(ninth, false)).toThrow(/8 connections/);
	roster.enter(fakeSession('alice'), false);
	expect(roster.sessionsOf(userIdOf('bob'))).toHaveLength(maxSessionsPerIdentity);
});

test('at eight the silent ones make room, and only they', async () => {
	const {roster} = begin();
	const sessions = Array.from({length: maxSessionsPerIdentity}, () => {
		const session = fakeSession('bob', {
			onClosed: () => {
				roster.leave(session);
			},
		});
		roster.enter(session, false);
		return session;
	});
	for (const session of sessions.slice(0, 2)) session.isAlive = false;
	const ninth = fakeSession('bob');
	await roster.makeRoom(ninth);
	roster.enter(ninth, false);
	expect(roster.sessionsOf(userIdOf('bob'))).toEqual([...sessions.slice(2), ninth]);
	expect(sessions.slice(2).flatMap((session) => session.closings)).toEqual([]);
});

test('nobody is pinged while there is room', async () => {
	const {roster} = begin();
	const silent = fakeSession('bob');
	silent.isAlive = false;
	roster.enter(silent, false);
	await roster.makeRoom(fakeSession('bob'));
	expect(silent.closings).toEqual([]);
});
