import {expect, test} from 'vitest';
import {minLimitBytesPerSecond} from '../../source/protocol/limits.ts';
import {parseVerb, type OperatorVerb, type VerbOptions} from '../../source/state/operator-verbs.ts';

const parse = (verb: OperatorVerb, words: readonly string[], options: VerbOptions = {}) =>
	parseVerb(verb, words, options, ':');

test.each<[OperatorVerb, readonly string[], VerbOptions, object]>([
	['invite', [], {}, {type: 'invite', name: undefined, uses: 1, ttl: 86_400_000}],
	['invite', ['bob'], {uses: '3', ttl: '30m'}, {type: 'invite', name: 'bob', uses: 3, ttl: 1_800_000}],
	['invite', [], {name: 'bob'}, {type: 'invite', name: 'bob', uses: 1, ttl: 86_400_000}],
	['notice', ['down\nat ', 'noon'], {}, {type: 'notice', text: 'down at noon'}],
	['approve', ['k7qf2m4x'], {}, {type: 'approve', who: 'k7qf2m4x'}],
	['deny', ['bob'], {}, {type: 'deny', who: 'bob'}],
	['kick', ['bob'], {}, {type: 'kick', who: 'bob'}],
	['ban', ['bob'], {}, {type: 'ban', who: 'bob'}],
	['unban', ['bob'], {}, {type: 'unban', who: 'bob'}],
	['release', ['bob'], {}, {type: 'release', who: 'bob'}],
	['cancel', ['5FDD7879'], {}, {type: 'cancel', transfer: '5fdd7879'}],
	['withdraw', ['5FDD'], {}, {type: 'withdraw', invitation: '5fdd'}],
	['intake', ['off'], {}, {type: 'intake', on: false}],
	['intake', ['on'], {}, {type: 'intake', on: true}],
	['limit', ['10M'], {}, {type: 'limit', bytesPerSecond: 10_000_000}],
	['limit', ['10MB/s'], {}, {type: 'limit', bytesPerSecond: 10_000_000}],
	['limit', ['off'], {}, {type: 'limit', bytesPerSecond: undefined}],
])('%s %j %j is a request', (verb, words, options, request) => {
	expect(parse(verb, words, options)).toEqual({request});
});

test.each<[OperatorVerb, readonly string[], VerbOptions, string]>([
	['invite', ['bob', 'carol'], {}, 'that is too much: carol'],
	['invite', ['bob'], {name: 'carol'}, 'that is too much: bob'],
	['invite', [], {uses: '0'}, '--uses 0 is no number of uses'],
	['invite', [], {uses: '1.5'}, '--uses 1.5 is no number of uses'],
	['invite', [], {ttl: 'soon'}, '--ttl soon is no time to come. Write it like 30m, 24h or 7d'],
	['invite', [], {ttl: '0'}, '--ttl 0 is no time to come. Write it like 30m, 24h or 7d'],
	['notice', [' '], {}, 'what is to be said? :notice "down at noon"'],
	['ban', [], {}, 'whom? :ban bob'],
	['kick', ['bob', 'carol'], {}, 'that is too much: carol'],
	['kick', ['x'.repeat(65)], {}, 'that is too long for a name or an id'],
	['cancel', ['film'], {}, '"film" is no id of a transfer, which is like 5fdd7879'],
	['withdraw', ['bob'], {}, '"bob" is no id of an invitation, which is like 5fdd7879'],
	['withdraw', [], {}, 'which? :withdraw 5fdd7879'],
	['intake', ['maybe'], {}, ':intake is on or off, not maybe'],
	['limit', [], {}, 'how much a second? :limit 20M, or :limit off'],
	['limit', ['0'], {}, ':limit 0 is no size. Write it like 500M or 1.5GB'],
	['limit', ['9999'], {}, ':limit 9999 is too little: the least is 10 kB/s, like :limit 10k'],
	['limit', ['fast'], {}, ':limit fast is no size. Write it like 500M or 1.5GB'],
])('%s %j %j is wrong, in one sentence', (verb, words, options, problem) => {
	expect(parse(verb, words, options)).toEqual({problem});
});

test('the least limit is the one of the hub', () => {
	expect(parse('limit', [`${minLimitBytesPerSecond}`])).toEqual({
		request: {type: 'limit', bytesPerSecond: minLimitBytesPerSecond},
	});
	expect(parse('limit', [`${minLimitBytesPerSecond - 1}`])).toHaveProperty('problem');
});

test('a sentence says the verb as it is typed there', () => {
	expect(parseVerb('ban', [], {}, 'ft hub ')).toEqual({problem: 'whom? ft hub ban bob'});
});
