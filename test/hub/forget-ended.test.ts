import {expect, test} from 'vitest';
import {forgetEnded} from '../../source/hub/forget-ended.ts';
import type {HubTransfer, Leg} from '../../source/hub/leg.ts';
import {endedKeepMs, maxEndedKept} from '../../source/protocol/limits.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {makeLeg} from './leg-fixture.ts';

function begin() {
	const clock = createManualClock();
	const transfers = new Map<string, HubTransfer>();
	const forgetting = forgetEnded(clock, transfers);
	const end = (change: Partial<Leg> = {}): Leg => {
		const leg = Object.assign(makeLeg(), {state: 'declined', endedMs: clock.monotonicMs(), isEndTold: true}, change);
		transfers.set(leg.transfer.id, leg.transfer);
		forgetting.soon();
		return leg;
	};
	return {clock, transfers, forgetting, end};
}

test('what ended and is known to its sender is shown for five minutes', () => {
	const {clock, transfers, end} = begin();
	end();
	clock.advance(endedKeepMs - 1);
	expect(transfers.size).toBe(1);
	clock.advance(1);
	expect(transfers.size).toBe(0);
	expect(clock.pending).toBe(0);
});

test('nor longer at a moment at which the difference of two times is rounded to less', () => {
	const {clock, transfers, end} = begin();
	while (clock.monotonicMs() + endedKeepMs - clock.monotonicMs() >= endedKeepMs) clock.advance(0.1);
	end();
	clock.advance(endedKeepMs);
	expect(transfers.size).toBe(0);
});

test('an end that the sender has not heard of is kept until it has', () => {
	const {clock, transfers, end} = begin();
	const leg = end({isEndTold: false});
	clock.advance(100 * endedKeepMs);
	expect(transfers.size).toBe(1);
	leg.isEndTold = true;
	clock.advance(endedKeepMs);
	expect(transfers.size).toBe(0);
});

test('a receipt is kept until it was seen', () => {
	const {clock, transfers, end, forgetting} = begin();
	const receipt = {transfer: '', bytes: 0, trailer: '', time: 0, signature: ''};
	const leg = end({state: 'delivered', receipt});
	clock.advance(100 * endedKeepMs);
	forgetting.finished();
	expect(transfers.size).toBe(1);
	leg.receipt = undefined;
	clock.advance(endedKeepMs);
	expect(transfers.size).toBe(0);
});

test('a transfer with one leg still on its way stays whole', () => {
	const {clock, transfers, end} = begin();
	const leg = end();
	const other = makeLeg({to: 'carol'});
	leg.transfer.legs.set(other.recipientId, other);
	clock.advance(100 * endedKeepMs);
	expect(transfers.size).toBe(1);
});

test('of more ended ones than are kept the oldest go, heard of or not', () => {
	const {transfers, end} = begin();
	const [first, second] = [end({isEndTold: false}), end({isEndTold: false})];
	for (let index = 2; index < maxEndedKept; index++) end();
	expect(transfers.size).toBe(maxEndedKept);
	end();
	expect(transfers.size).toBe(maxEndedKept);
	expect(transfers.has(first.transfer.id)).toBe(false);
	expect(transfers.has(second.transfer.id)).toBe(true);
});

test('the operator clears what has ended at once', () => {
	const {transfers, end, forgetting} = begin();
	end();
	const running = makeLeg();
	transfers.set(running.transfer.id, running.transfer);
	forgetting.finished();
	expect([...transfers.keys()]).toEqual([running.transfer.id]);
});
