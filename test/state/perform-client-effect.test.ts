import {expect, test} from 'vitest';
import {performClientEffect} from '../../source/state/perform-client-effect.ts';
import {fakeClientActions} from '../support/fake-client-actions.ts';

const options = {gitignore: true};

test.each([
	[
		{type: 'send', paths: ['/a'], userIds: ['id', 'ib'], note: 'n', options},
		['send', ['/a'], ['id', 'ib'], 'n', options],
	],
	[{type: 'put', paths: ['/a'], space: 'shared', folder: ['b'], options}, ['put', ['/a'], 'shared', ['b'], options]],
	[{type: 'get', space: 'public', paths: [['a']]}, ['get', 'public', [['a']]]],
	[{type: 'accept', transfer: 't'}, ['accept', 't', undefined]],
	[{type: 'accept', transfer: 't', folder: '~/in'}, ['accept', 't', '~/in']],
	[{type: 'decline', transfer: 't'}, ['decline', 't']],
	[{type: 'cancel', transfer: 't'}, ['cancel', 't']],
	[{type: 'retry', transfer: 't'}, ['retry', 't']],
	[{type: 'open-folder', space: 'shared', folder: ['b']}, ['openFolder', 'shared', ['b']]],
	[{type: 'sort-files', sort: 'date'}, ['setSort', 'date']],
	[{type: 'search', text: 'x'}, ['search', 'x']],
	[{type: 'filter-files', filter: 'x'}, ['setFilter', 'x']],
	[{type: 'need-rows', from: 1, to: 2}, ['needRows', 1, 2]],
	[{type: 'refresh-files'}, ['refreshFolder']],
	[{type: 'say', userIds: ['id'], text: 'x'}, ['say', ['id'], 'x']],
	[{type: 'answer-hub', isYes: true}, ['answerHub', true]],
	[{type: 'give-code', text: 'x'}, ['giveCode', 'x']],
	[{type: 'show-words', userId: 'id'}, ['showWords', 'id']],
	[{type: 'verify', userId: 'id'}, ['verify', 'id']],
	[{type: 'verify-hub'}, ['verifyHub']],
	[{type: 'always-accept', userId: 'id', maxBytes: 5}, ['alwaysAccept', 'id', 5]],
	[{type: 'ask-again', userId: 'id'}, ['askAgain', 'id']],
	[{type: 'clear-finished'}, ['clearFinished']],
	[{type: 'reconnect'}, ['reconnect']],
	[{type: 'pause', transfers: ['t']}, ['pause', 't']],
	[{type: 'resume', transfers: ['t']}, ['resume', 't']],
	[{type: 'limit', bytesPerSecond: 5}, ['limit', 5]],
	[{type: 'accept-rule', mode: 'all', maxBytes: 5}, ['setAcceptRule', 'all', 5]],
] as const)('%j asks the client', (effect, call) => {
	const calls: unknown[][] = [];
	performClientEffect(
		fakeClientActions((...called) => calls.push(called)),
		effect,
	);
	expect(calls).toEqual([call]);
});

test('of several that are deleted each is asked for by itself: one that cannot go keeps none of the others', () => {
	const calls: unknown[][] = [];
	performClientEffect(
		fakeClientActions((...called) => calls.push(called)),
		{type: 'remove', space: 'shared', paths: [['a'], ['b', 'c']]},
	);
	expect(calls).toEqual([
		['removeFile', 'shared', ['a']],
		['removeFile', 'shared', ['b', 'c']],
	]);
});
