import {expect, test} from 'vitest';
import {
	clientCommandHint,
	clientVerbs,
	clientWords,
	limitText,
	parseClientCommand,
	parseRate,
} from '../../source/state/client-command.ts';
import {userRow} from '../support/snapshots.ts';

test.each([
	['connect box:5012', {type: 'connect', server: 'box:5012'}],
	['  disconnect ', {type: 'disconnect'}],
	['name carol', {type: 'name', name: 'carol'}],
	['accept all 1.5 GB', {type: 'accept-rule', mode: 'all', maxBytes: 1_500_000_000}],
	['accept ask', {type: 'accept-rule', mode: 'ask', maxBytes: undefined}],
	['limit 2M', {type: 'limit', bytesPerSecond: 2_000_000}],
	['limit 500 kB/s', {type: 'limit', bytesPerSecond: 500_000}],
	['limit off', {type: 'limit', bytesPerSecond: undefined}],
	['trust bob', {type: 'trust', user: 'bob'}],
	['trust', {type: 'trust', user: undefined}],
	['send ~/a file  of mine.txt', {type: 'send', path: '~/a file  of mine.txt'}],
	['quit', {type: 'quit'}],
	['notice down at  noon', {type: 'operate', request: {type: 'notice', text: 'down at noon'}}],
	['kick bob', {type: 'operate', request: {type: 'kick', who: 'bob'}}],
	['invite bob --uses 3 --ttl 1h', {type: 'operate', request: {type: 'invite', name: 'bob', uses: 3, ttl: 3_600_000}}],
	['invite bob', {type: 'operate', request: {type: 'invite', name: 'bob', uses: 1, ttl: 86_400_000}}],
])(':%s is a command', (line, command) => {
	expect(parseClientCommand(line)).toEqual({command});
});

test.each([
	['conect box', /^there is no :conect\. One of: connect disconnect/],
	['connect', /^where\? :connect/],
	['connect a b', /^that is too much: b$/],
	['accept', /^what is saved unasked\?/],
	['accept all lots', /^lots is no size/],
	['limit', /^how much a second\?/],
	['limit 5', /the least is 10 kB$/],
	['quit now', /^quit takes no word$/],
	['send', /^what\? :send/],
	['kick', /^whom\? :kick bob/],
	['notice', /^what is to be said\? :notice/],
])(':%s says in one sentence what is wrong', (line, problem) => {
	expect(parseClientCommand(line)).toEqual({problem: expect.stringMatching(problem)});
});

test('a rate is bytes a second, and nothing typed is no limit', () => {
	expect(parseRate('10 kB')).toEqual({bytesPerSecond: 10_000});
	expect(parseRate('')).toEqual({bytesPerSecond: undefined});
});

test('each verb can be read, and tells how it goes on', () => {
	for (const verb of Object.keys(clientVerbs)) {
		expect(parseClientCommand(verb)).not.toMatchObject({problem: expect.stringMatching(/^there is no/)});
		expect(clientCommandHint(verb).startsWith(verb)).toBe(true);
	}
});

test('a limit is told as it holds from now on', () => {
	expect(limitText({bytesPerSecond: 2_000_000})).toBe('limit: 2 MB/s for all transfers together');
	expect(limitText({bytesPerSecond: undefined})).toBe('no limit');
});

test('behind a verb about people stand their names', () => {
	const users = [userRow('bob'), userRow('carol')];
	expect(clientWords('trust', {users})).toEqual(['bob', 'carol']);
	expect(clientWords('accept', {users})).toContain('trusted');
	expect(clientWords('connect', {users})).toEqual([]);
});
