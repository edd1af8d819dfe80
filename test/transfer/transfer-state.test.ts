import {expect, test} from 'vitest';
import type {ClientEvent} from '../../source/client/events.ts';
import {createTransferState} from '../../source/transfer/transfer-state.ts';
import {createManualClock} from '../support/manual-clock.ts';

function begin() {
	const clock = createManualClock();
	const events: ClientEvent[] = [];
	const state = createTransferState({
		clock,
		about: {
			transfer: 'a'.repeat(32),
			direction: 'receive',
			title: 'file',
			peerId: '',
			peerName: 'alice',
			files: 2,
			totalBytes: 100,
		},
		phase: {phase: 'queued'},
		onEvent: (event) => events.push(event),
	});
	return {clock, events, state, types: () => events.map((event) => event.type)};
}

test('a pause is told once for a reason, going on once after it', () => {
	const {state, types} = begin();
	state.goOn();
	state.pauseFor('offline');
	state.pauseFor('offline');
	state.pauseFor('you');
	state.goOn();
	state.goOn();
	expect(types()).toEqual(['paused', 'paused', 'resumed']);
});

test('going on is told as well when it waited for somebody in between', () => {
	const {state, types} = begin();
	state.pauseFor('offline');
	state.set({phase: 'waiting', sinceMs: 0});
	state.goOn();
	expect(types()).toEqual(['paused', 'resumed']);
});

test('a resume is owed to the hub until something was heard from it, or the next pause', () => {
	const {state, types} = begin();
	state.pauseFor('you');
	state.resume();
	expect(types()).toEqual(['paused', 'resumed']);
	state.pauseFor('offline');
	expect(state.owesResume).toBe(true);
	state.heard();
	expect(state.owesResume).toBe(false);
	state.resume();
	state.pauseFor('you');
	expect(state.owesResume).toBe(false);
});

test('only a pause on purpose is held', () => {
	const {state} = begin();
	const held = (['you', 'peer', 'limit', 'offline', 'disk-full'] as const).filter((reason) => {
		state.pauseFor(reason);
		return state.isHeld;
	});
	expect(held).toEqual(['you', 'peer', 'limit']);
	state.goOn();
	expect(state.isHeld).toBe(false);
});

test('the row of a running transfer is as fast as it is now', () => {
	const {clock, state} = begin();
	state.run(true);
	clock.advance(1000);
	state.progress(50, 1);
	expect(state.row).toMatchObject({bytes: 50, totalBytes: 100, state: {phase: 'running', stalledMs: 0}});
	clock.advance(10_000);
	expect(state.row.state).toMatchObject({phase: 'running', bytesPerSecond: 0, stalledMs: 10_000});
});

test('complete is all of it, told whenever the last event was', () => {
	const {state, events} = begin();
	state.progress(99, 1);
	state.complete();
	expect(events.at(-1)).toMatchObject({type: 'progress', bytes: 100, files: 2});
});

test('programs read speed and the time that is left as whole numbers', () => {
	const {clock, state, events} = begin();
	state.run(true);
	clock.advance(3333);
	state.progress(10, 0);
	clock.advance(3333);
	state.progress(23, 1);
	const last = events.findLast(({type}) => type === 'progress');
	const numbers = Object.values(last ?? {}).filter((value) => typeof value === 'number');
	expect(numbers.length).toBeGreaterThanOrEqual(4);
	expect(numbers.map(Math.round)).toEqual(numbers);
});

test('a full disk is told once, however often it is tried again, and going on when bytes have moved', () => {
	const {state, types, events} = begin();
	state.run(true);
	state.progress(40, 0);
	for (let attempt = 0; attempt < 3; attempt++) {
		state.pauseFor('disk-full', 'no room');
		state.goOn();
		state.run(false);
		state.progress(40, 0);
		expect(state.phase).toEqual({phase: 'paused', reason: 'disk-full'});
	}
	expect(types()).toEqual(['progress', 'paused']);
	expect(events.at(-1)).toMatchObject({reason: 'disk-full', message: 'no room'});
	state.progress(60, 0);
	expect(state.phase.phase).toBe('running');
	expect(types()).toEqual(['progress', 'paused', 'resumed']);
});

test('nor is it told again when the last step failed for want of room', () => {
	const {state, types} = begin();
	for (let attempt = 0; attempt < 3; attempt++) {
		state.set({phase: 'verifying'});
		state.pauseFor('disk-full');
	}
	expect(types()).toEqual(['paused']);
});

test('what was delivered before has all its bytes', () => {
	const clock = createManualClock();
	const about = {
		transfer: 'a'.repeat(32),
		direction: 'send',
		title: '',
		peerId: '',
		peerName: 'bob',
		files: 2,
	} as const;
	const delivered = {phase: 'delivered', failedFiles: 0} as const;
	const state = createTransferState({clock, about: {...about, totalBytes: 100}, phase: delivered, onEvent: () => 0});
	expect(state.row.bytes).toBe(100);
});
