import {expect, test} from 'vitest';
import {FtError} from '../../source/protocol/errors.ts';
import type {HubMessageOf} from '../../source/protocol/messages.ts';
import {createOutgoingLeg} from '../../source/transfer/outgoing-leg.ts';
import type {TransferEvent} from '../../source/transfer/transfer-event.ts';
import {createManualClock} from '../support/manual-clock.ts';

const [transfer, bob] = ['a'.repeat(32), 'b'.repeat(64)];
type State = HubMessageOf<'state'>;
const state = (word: State['state'], more: object = {}): State => ({
	type: 'state',
	transfer,
	user: bob,
	state: word,
	...more,
});
const answer = (accept: boolean): HubMessageOf<'answer'> => ({
	...{type: 'answer', transfer, user: bob, accept, reason: undefined},
});
const progress = (bytes: number): HubMessageOf<'progress'> => ({
	...{type: 'progress', transfer, user: bob, attempt: 1, segments: 1, bytes, files: 0},
});

function scene({isEndSent = true, end}: {isEndSent?: boolean; end?: {phase: 'cancelled'}} = {}) {
	const events: TransferEvent[] = [];
	const leg = createOutgoingLeg({
		...{clock: createManualClock(), about: {transfer, title: 'x', files: 1, totalBytes: 1000}},
		...{recipient: {id: bob, name: 'bob'}, end, isEndSent: () => isEndSent},
		onEvent: (event) => events.push(event),
	});
	return {leg, events};
}

test('by relay it is accepted, runs, and is verified when all bytes are there', () => {
	const {leg, events} = scene();
	leg.follow(answer(true));
	expect(leg.row).toEqual({id: bob, name: 'bob', bytes: 0, state: {phase: 'queued'}});
	leg.state.run(true);
	leg.follow(progress(500));
	expect(leg.row).toMatchObject({bytes: 500, state: {phase: 'running'}});
	leg.follow(progress(1000));
	expect(leg.row.state).toEqual({phase: 'verifying'});
	expect(events.map(({type}) => type)).toEqual(['accepted', 'progress']);
});

test('kept on the hub is told once, until when, and again when it was collected in part', () => {
	const {leg, events} = scene();
	const until = Date.UTC(2026, 10, 28);
	leg.follow(state('stored', {until}));
	leg.follow(state('stored', {until}));
	expect(leg.row.state).toEqual({phase: 'stored', untilMs: until});
	expect(events).toEqual([{type: 'stored', transfer, user: 'bob', until: '2026-11-28T00:00:00.000Z'}]);
	leg.follow(state('accepted'));
	leg.follow(state('running'));
	expect(leg.row.state.phase).toBe('running');
	leg.follow(state('stored'));
	expect(events.filter(({type}) => type === 'stored')).toHaveLength(2);
	expect(leg.hasEnded).toBe(false);
});

test('a hub cannot have what was not sent: kept is then not believed', () => {
	const {leg, events} = scene({isEndSent: false});
	leg.follow(state('stored', {until: 5}));
	expect(leg.row.state.phase).toBe('waiting');
	expect(events).toEqual([]);
});

test('the word of the hub that it was delivered changes nothing', () => {
	const {leg, events} = scene();
	for (const word of ['delivered', 'taken', 'withdrawn'] as const) expect(leg.follow(state(word))).toBeUndefined();
	expect(leg.row.state.phase).toBe('waiting');
	expect(events).toEqual([]);
});

test('progress from what the hub keeps makes it run, but lifts no pause', () => {
	const {leg} = scene();
	leg.follow(state('stored'));
	leg.follow(progress(10));
	expect(leg.row.state.phase).toBe('running');
	leg.follow(state('paused', {reason: 'disk-full'}));
	leg.follow(progress(20));
	expect(leg.row.state).toEqual({phase: 'paused', reason: 'disk-full'});
	leg.follow(state('running'));
	leg.follow(progress(20));
	expect(leg.row.state).toEqual({phase: 'paused', reason: 'disk-full'});
	leg.follow(progress(30));
	expect(leg.row.state.phase).toBe('running');
});

test('a pause of ours is lifted by nothing but a resume', () => {
	const {leg} = scene();
	leg.state.pauseFor('you');
	leg.follow(answer(true));
	leg.follow(progress(10));
	leg.follow(state('running'));
	expect(leg.row.state).toEqual({phase: 'paused', reason: 'you'});
});

test.each([
	['cancelled', {}, {type: 'cancelled', reason: 'by bob'}],
	['declined', {reason: 'no'}, {type: 'declined', reason: 'no'}],
	['failed', {code: 'disk-full'}, {type: 'failed', code: 'disk-full', reason: 'bob could not receive it'}],
	['expired', {}, {type: 'expired', code: 'failed'}],
] as const)('%s is an end that is told', (word, more, event) => {
	const {leg} = scene();
	const ended = leg.follow(state(word, more));
	expect(ended?.event).toMatchObject({...event, transfer, user: 'bob'});
	expect(leg.hasEnded).toBe(false);
	leg.end(ended?.end ?? {phase: 'cancelled'});
	expect(leg).toMatchObject({hasEnded: true, row: {state: ended?.end}});
});

test('an answer of no is an end, too, and so are those that are made here', () => {
	const {leg} = scene();
	expect(leg.follow(answer(false))?.end).toEqual({phase: 'declined', reason: ''});
	expect(leg.failed(new FtError('changed-identity', 'another key')).event).toMatchObject({code: 'changed-identity'});
	expect(leg.cancelled('by you').event).toMatchObject({type: 'cancelled', reason: 'by you'});
	expect(leg.delivered({failed: 1, same: 2, left: 3, numbered: 0})).toMatchObject({
		end: {phase: 'delivered', failedFiles: 1, leftFiles: 3},
		event: {type: 'delivered', same: 2, left: 3, numbered: 0},
	});
});

test('a lost connection pauses what moves; what is on the hub stays there', () => {
	const {leg} = scene();
	leg.offline();
	expect(leg.row.state.phase).toBe('waiting');
	leg.follow(state('stored'));
	leg.offline();
	expect(leg.row.state.phase).toBe('stored');
	leg.follow(state('running'));
	leg.offline();
	expect(leg.row.state).toEqual({phase: 'paused', reason: 'offline'});
	leg.follow(state('waiting'));
	expect(leg.row.state.phase).toBe('waiting');
});

test('one that ended in an earlier process has ended', () => {
	const {leg} = scene({end: {phase: 'cancelled'}});
	expect(leg).toMatchObject({hasEnded: true, row: {state: {phase: 'cancelled'}}});
});
