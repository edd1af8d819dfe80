import {expect, test} from 'vitest';
import {commandWords} from '../../source/state/command-words.ts';
import {connectionRow, hubSnapshot, hubTransferRow, requestRow, storageRow} from '../support/snapshots.ts';

const ban = {id: 'id-zoe', shortId: 'zzzzzzzz', name: 'zoe', sinceMs: 0};
const snapshot = hubSnapshot({
	connections: ['bob', 'bob', 'carol'].map((name, index) => connectionRow(name, {session: `${index}`})),
	storage: [storageRow()],
	requests: [requestRow('dora')],
	bans: [ban],
	invitations: [{id: 'abcdef0123456789', name: 'frida', usesLeft: 1, untilMs: 0}],
	transfers: [
		hubTransferRow({transfer: '5fdd78790000', toName: 'bob'}),
		hubTransferRow({transfer: '5fdd78790000', toName: 'carol'}),
		hubTransferRow({transfer: '77777777cccc', state: 'delivered'}),
	],
});

test.each([
	['kick', ['bob', 'carol']],
	['ban', ['bob', 'carol', 'alice']],
	['release', ['bob', 'carol', 'alice']],
	['unban', ['zoe']],
	['approve', ['dora']],
	['deny', ['dora']],
	['cancel', ['5fdd7879']],
	['withdraw', ['abcdef01']],
	['intake', ['on', 'off']],
	['code', ['new']],
	['notice', []],
	['toString', []],
])('behind %s stands one of %j', (verb, words) => {
	expect(commandWords(verb, snapshot)).toEqual(words);
});
