import {expect, test} from 'vitest';
import {createSpaceNews} from '../../source/hub/space-news.ts';
import type {Session} from '../../source/hub/session.ts';
import {newsPerSecond} from '../../source/protocol/limits.ts';
import type {SpaceEvent} from '../../source/protocol/space-event.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {fakeSession, userIdOf, type FakeSession} from './session-fixture.ts';

const uploaded: SpaceEvent = {type: 'uploaded', space: 'shared', path: 'photos/a.jpg', bytes: 5, user: 'alice'};

function open(sessions: readonly Session[]) {
	const announced: string[] = [];
	const clock = createManualClock();
	const news = createSpaceNews({
		clock,
		roster: {all: () => sessions, announceNow: (id) => announced.push(id)},
		users: {findByName: (name) => ({...known, id: userIdOf(name), name})},
	});
	return {clock, news, announced};
}
const known = {
	statement: {identity: '', key: '', time: 0, signature: ''},
	...{sinceMs: 0, releasedMs: undefined, lastSeenMs: 0, folder: ''},
};
const told = (sessions: readonly FakeSession[]): number[] => sessions.map((session) => session.told.length);

test('an upload to shared is told to everyone who stays, and not to the uploader', () => {
	const [bob, passing, own] = [fakeSession('bob'), fakeSession('carol', {takesOffers: false}), fakeSession('alice')];
	const {news, announced} = open([bob, passing, own]);
	news.tell(uploaded);
	expect(told([bob, passing, own])).toEqual([1, 0, 0]);
	expect(bob.told[0]).toEqual({
		type: 'news',
		space: 'shared',
		path: ['photos', 'a.jpg'],
		bytes: 5,
		user: {id: userIdOf('alice'), name: 'alice'},
	});
	expect(announced).toEqual([userIdOf('alice')]);
});

test('nobody hears of what is private, of downloads or of what was deleted', () => {
	const bob = fakeSession('bob');
	const {news} = open([bob]);
	news.tell({...uploaded, space: 'private'});
	news.tell({...uploaded, type: 'downloaded'});
	news.tell({...uploaded, type: 'removed'});
	expect(bob.told).toEqual([]);
});

test('so many are told in a second, in a crowd the others are not', () => {
	const crowd = Array.from({length: newsPerSecond + 1}, (_, index) => fakeSession(`u${index}`));
	const {news, clock} = open(crowd);
	news.tell(uploaded);
	expect([crowd.at(-2)?.told.length, crowd.at(-1)?.told.length]).toEqual([1, 0]);
	clock.advance(1000);
	news.tell(uploaded);
	expect([crowd.at(-2)?.told.length, crowd.at(-1)?.told.length]).toEqual([2, 0]);
});
