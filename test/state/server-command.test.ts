import {expect, test} from 'vitest';
import {commandHint, parseCommand, stepCommand} from '../../source/state/server-command.ts';
import {commandLine, createServerState, type ServerMode, type ServerState} from '../../source/state/server-state.ts';
import {connectionRow, hubSnapshot} from '../support/snapshots.ts';
import {fieldText} from '../../source/state/text-field.ts';

type Commanding = Extract<ServerMode, {mode: 'commanding'}>;

const snapshot = hubSnapshot({
	connections: [connectionRow('bob'), connectionRow('bob', {session: 'b'}), connectionRow('carol')],
});

function press(state: ServerState, key: Parameters<typeof stepCommand>[2]) {
	return stepCommand(state, state.mode as Commanding, key, snapshot);
}
const typed = (text: string, history: readonly string[] = []): ServerState => ({
	...createServerState(),
	history,
	mode: commandLine(text),
});
const shown = ({mode}: ServerState): string => fieldText((mode as Commanding).field);

test.each([
	['invite bob --uses 2 --ttl=7d', {type: 'invite', name: 'bob', uses: 2, ttl: 604_800_000}],
	['  ban   mallory ', {type: 'ban', who: 'mallory'}],
	['notice  down at  noon --really', {type: 'notice', text: 'down at noon --really'}],
	['limit off', {type: 'limit', bytesPerSecond: undefined}],
	['code new', {type: 'new-code'}],
	['quit', {type: 'stop'}],
	['storage', 'storage'],
	['leave', 'leave'],
])(':%s is a request', (line, request) => {
	expect(parseCommand(line)).toEqual({request});
});

test.each([
	['bann mallory', /^there is no :bann\. One of: invite withdraw notice .* quit$/],
	['toString', /^there is no :toString/],
	['ban mallory --uses 2', /^there is no option --uses here$/],
	['invite --uses', /^--uses needs a value$/],
	['code', /^for another join code: :code new$/],
	['quit now', /^quit takes no word$/],
	['intake', /^on or off\? :intake off$/],
])(':%s says in one sentence what is wrong', (line, problem) => {
	expect(parseCommand(line)).toEqual({problem: expect.stringMatching(problem)});
});

test('a line that is wrong stays in the field with its reason; an empty one closes it', () => {
	const {state, command} = press(typed('limit fast'), 'submit');
	expect(command).toBeUndefined();
	expect([shown(state), state.notice, state.history]).toEqual([
		'limit fast',
		':limit fast is no size. Write it like 500M or 1.5GB',
		[],
	]);
	expect(press(typed(' '), 'submit').state.mode).toEqual({mode: 'browsing'});
});

test('up and down go through the commands of the session, newest first, and back to the empty line', () => {
	let state = press(typed('kick bob', ['intake off', 'kick bob', 'limit 5M']), 'submit').state;
	expect(state.history).toEqual(['intake off', 'limit 5M', 'kick bob']);
	state = {...state, mode: commandLine('')};
	const seen: string[] = [];
	for (const key of ['older', 'older', 'older', 'older', 'newer', 'newer', 'newer', 'newer'] as const) {
		({state} = press(state, key));
		seen.push(shown(state));
	}
	expect(seen).toEqual(['kick bob', 'limit 5M', 'intake off', 'intake off', 'limit 5M', 'kick bob', '', '']);
});

test('tab completes a verb that is the only one to begin so, and a name behind it', () => {
	expect(shown(press(typed('rel'), 'complete').state)).toBe('release ');
	expect(shown(press(typed('in'), 'complete').state)).toBe('in');
	expect(shown(press(typed('xyz'), 'complete').state)).toBe('xyz');
	expect(shown(press(typed('kick ca'), 'complete').state)).toBe('kick carol ');
});

test('the hint has the verbs that begin so, then how the one goes on', () => {
	expect(commandHint('in', snapshot)).toBe('invite  intake');
	expect(commandHint('lim', snapshot)).toBe('limit 10M|off (what all transfers together may take a second)');
	expect(commandHint('ban mallory', snapshot)).toBe('ban <name> (keeps a user out; asks)');
	expect(commandHint('kick ', snapshot)).toBe('kick <name> (ends the connections of a user): bob  carol');
	expect(commandHint('kick C', snapshot)).toBe('kick <name> (ends the connections of a user): carol');
	expect(commandHint('quit', snapshot)).toBe('quit (stops the hub, or leaves it; asks while users are connected)');
	expect(commandHint('foo', snapshot)).toMatch(/^there is no :foo\./);
});
