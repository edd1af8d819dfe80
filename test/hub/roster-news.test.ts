import {expect, test} from 'vitest';
import {createRosterNews, type RosterNews} from '../../source/hub/roster-news.ts';
import {maxPageEntries, presencesPerSecond} from '../../source/protocol/limits.ts';
import type {HubUser} from '../../source/protocol/messages.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';
import {fakeSession, userIdOf, type FakeSession} from './session-fixture.ts';

type Scene = {
	readonly news: RosterNews;
	readonly clock: ManualClock;
	readonly sessions: readonly FakeSession[];
	/** Somebody comes or goes. */
	change(name: string, online: boolean): void;
	/** How often the hub's table of users was read. */
	readings(): number;
};

function begin(sessionNames: readonly string[], others: readonly string[] = []): Scene {
	const clock = createManualClock();
	const users = new Map([...sessionNames, ...others].map((name) => [userIdOf(name), toUser(name, false)]));
	const sessions = sessionNames.map((name) => fakeSession(name));
	let readings = 0;
	const news = createRosterNews({
		clock,
		sessions: () => sessions,
		everyone() {
			readings++;
			return [...users.values()];
		},
	});
	return {
		news,
		clock,
		sessions,
		change(name, online) {
			const user = toUser(name, online);
			users.set(user.id, user);
			news.note(user);
		},
		readings: () => readings,
	};
}

const toUser = (name: string, online: boolean): HubUser => ({id: userIdOf(name), name, online, since: 0});
const numbered = (count: number): string[] => Array.from({length: count}, (_, index) => `user-${index}`);

/** What a session knows after all it was told: names, with + for those online. */
function knowledgeOf({told}: FakeSession): string[] {
	const users = new Map<string, HubUser>();
	for (const message of told) {
		if (message.type === 'presence') users.set(message.user.id, message.user);
		if (message.type === 'roster') for (const user of message.users) users.set(user.id, user);
	}
	return [...users.values()].map(({name, online}) => `${name}${online ? '+' : ''}`);
}

test('when all is quiet news is told at once, but never within the call that makes it', () => {
	const {sessions, clock, change} = begin(['alice']);
	change('bob', true);
	expect(sessions[0]?.told).toEqual([]);
	clock.advance(0);
	expect(sessions[0]?.told).toEqual([{type: 'presence', user: toUser('bob', true)}]);
});

test('after a telling changes are gathered, a millisecond for each session, and the last word counts', () => {
	const {sessions, clock, change} = begin(numbered(50));
	change('bob', true);
	clock.advance(0);
	change('bob', false);
	change('carol', true);
	change('carol', false);
	change('carol', true);
	clock.advance((50 * 1000) / presencesPerSecond - 1);
	expect(sessions[0]?.told).toHaveLength(1);
	clock.advance(1);
	expect(sessions[0]?.told.slice(1)).toEqual([
		{type: 'roster', users: [toUser('bob', false), toUser('carol', true)], more: false},
	]);
});

test('all are told by one message that is made once, and nobody of itself', () => {
	const {sessions, clock, change} = begin(['alice', 'bob', 'carol', 'dora']);
	change('alice', true);
	change('bob', true);
	clock.advance(0);
	const [alice, bob, carol, dora] = sessions;
	expect([alice, bob].map((session) => session && knowledgeOf(session))).toEqual([['bob+'], ['alice+']]);
	expect(carol && knowledgeOf(carol)).toEqual(['alice+', 'bob+']);
	expect(carol?.told[0]).toBe(dora?.told[0]);
});

test('more changes than a page holds come in several', () => {
	const {sessions, clock, change} = begin(['alice']);
	for (const name of numbered(maxPageEntries + 1)) change(name, true);
	clock.advance(0);
	expect(sessions[0]?.told.map((message) => message.type === 'roster' && message.users.length)).toEqual([
		maxPageEntries,
		1,
	]);
});

test('what waits is told before its user is heard of, and what others did is no reason', () => {
	const {sessions, clock, change, news} = begin(numbered(50));
	change('bob', true);
	clock.advance(0);
	change('bob', false);
	news.tellNow(userIdOf('carol'));
	expect(sessions[0]?.told).toHaveLength(1);
	news.tellNow(userIdOf('bob'));
	expect(sessions[0]?.told.slice(1)).toEqual([{type: 'presence', user: toUser('bob', false)}]);
	clock.advance(1000);
	expect(sessions[0]?.told).toHaveLength(2);
});

test.each([0, 1, maxPageEntries, maxPageEntries + 1])(
	'a roster of %i others comes whole, in pages, without the one who asks',
	(others) => {
		const {news, sessions} = begin(['alice'], numbered(others));
		const [alice] = sessions;
		if (alice) news.sendEveryone(alice);
		const pages = alice?.told.flatMap((message) => (message.type === 'roster' ? [message] : [])) ?? [];
		expect(pages.flatMap((page) => page.users.map((user) => user.name))).toEqual(numbered(others));
		expect(pages.map((page) => page.more)).toEqual(pages.map((_, index) => index < pages.length - 1));
		for (const page of pages) expect(page.users.length).toBeLessThanOrEqual(maxPageEntries);
	},
);

test('newcomers of one moment share pages that are made once, and hear of who came since', () => {
	const {news, sessions, clock, change, readings} = begin(numbered(50), ['bob']);
	const [one, other] = sessions;
	if (!one || !other) throw new Error('no sessions');
	news.sendEveryone(one);
	change('bob', true);
	news.sendEveryone(other);
	expect(readings()).toBe(1);
	expect(knowledgeOf(other)).toContain('bob+');
	expect(knowledgeOf(other)).toHaveLength(50);
	clock.advance((50 * 1000) / presencesPerSecond);
	news.sendEveryone(one);
	expect(readings()).toBe(2);
	expect(knowledgeOf(one)).toContain('bob+');
});

test('a hub that has closed tells nothing more, and leaves no timer', () => {
	const {news, sessions, clock, change} = begin(['alice']);
	change('bob', true);
	news.close();
	change('carol', true);
	clock.advance(1000);
	expect(sessions[0]?.told).toEqual([]);
	expect(clock.pending).toBe(0);
});
