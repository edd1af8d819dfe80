import {expect, test} from 'vitest';
import {openUsersTable} from '../../source/files/users-table.ts';
import {createLegRunner} from '../../source/hub/leg-runner.ts';
import {createRoster} from '../../source/hub/roster.ts';
import {createRuns} from '../../source/hub/run.ts';
import {createRequestTaker} from '../../source/hub/take-request.ts';
import {createTransfers} from '../../source/hub/transfers.ts';
import {maxTextQueueBytes} from '../../source/protocol/limits.ts';
import type {ClientMessageOf} from '../../source/protocol/messages.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {noFolders} from './no-folders.ts';
import {noSpool} from './no-spool.ts';
import {fakeSession, userIdOf, type FakeSession} from './session-fixture.ts';

function begin() {
	const clock = createManualClock();
	const roster = createRoster({clock, knownUsers: () => [], findUser: () => undefined, onPresence: () => undefined});
	const runner = createLegRunner({clock, runs: createRuns(clock, () => ''), roster, onBytes: () => undefined});
	const onEvent = (): void => undefined;
	const transfers = createTransfers({
		...{clock, roster, runner, onEvent, folders: noFolders, spool: noSpool},
		findUser: () => undefined,
		checkIntake: () => undefined,
	});
	return {
		take: createRequestTaker({
			...{users: openUsersTable(':memory:'), roster, transfers, onEvent, folders: noFolders},
			listings: {handle: async () => undefined, left: () => undefined},
		}),
		enter(name: string, queuedBytes = 0): FakeSession {
			const session = Object.assign(fakeSession(name), {queuedBytes});
			roster.enter(session, false);
			return session;
		},
	};
}

const sayTo = (...names: readonly string[]): ClientMessageOf<'say'> => ({
	type: 'say',
	request: 1,
	time: 1,
	copies: names.map((name) => ({to: userIdOf(name), sealed: 'sealed', signature: ''})),
});
const textsOf = (session: FakeSession): number => session.told.filter(({type}) => type === 'say').length;

test(`a line of text is dropped for a reader for whom more than ${maxTextQueueBytes} bytes wait, and its sender told which`, () => {
	const {take, enter} = begin();
	const mallory = enter('mallory');
	const [bob, carol] = [enter('bob', maxTextQueueBytes), enter('carol', maxTextQueueBytes + 1)];
	take(mallory, sayTo('bob', 'carol', 'dave'));
	expect([textsOf(bob), textsOf(carol)]).toEqual([1, 0]);
	expect(mallory.told.at(-1)).toEqual({type: 'said', request: 1, to: [userIdOf('bob')], slow: [userIdOf('carol')]});
});

test('a line of text reaches who has one window that reads', () => {
	const {take, enter} = begin();
	const mallory = enter('mallory');
	const windows = [enter('bob', 4 * maxTextQueueBytes), enter('bob')];
	take(mallory, sayTo('bob'));
	expect(windows.map(textsOf)).toEqual([0, 1]);
	expect(mallory.told.at(-1)).toEqual({type: 'said', request: 1, to: [userIdOf('bob')]});
});
