import {expect, test} from 'vitest';
import type {Leg} from '../../source/hub/leg.ts';
import {createTraffic} from '../../source/hub/traffic.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {makeLeg} from './leg-fixture.ts';
import {fakeSession} from './session-fixture.ts';

function start() {
	const clock = createManualClock();
	const traffic = createTraffic(clock);
	const [alice, bob] = [fakeSession('alice'), fakeSession('bob')];
	const leg = (own?: 'sender' | 'recipient'): Leg => {
		const made = makeLeg({sender: alice});
		return {...made, transfer: {...made.transfer, own}, receiver: bob};
	};
	return {clock, traffic, alice, bob, leg};
}

test('what goes between people comes in and goes out, and counts for both', () => {
	const {clock, traffic, alice, bob, leg} = start();
	traffic.add(leg(), 3000);
	clock.advance(1000);
	const {received, sent, ...facts} = traffic.facts();
	expect([received.at(-1), sent.at(-1)]).toEqual([3000, 3000]);
	expect(facts).toEqual({bytesPerSecond: 3000, relayedBytes: 3000, intoFoldersBytes: 0, outOfFoldersBytes: 0});
	expect([alice.traffic.inBytes, alice.traffic.outBytes, bob.traffic.inBytes, bob.traffic.outBytes]).toEqual([
		3000, 0, 0, 3000,
	]);
	expect(alice.traffic.inRate.bytesPerSecond(clock.monotonicMs())).toBeGreaterThan(0);
	expect(alice.traffic.outRate.bytesPerSecond(clock.monotonicMs())).toBe(0);
});

test("what goes into the hub's folders only comes in, what is fetched from them only goes out", () => {
	const {clock, traffic, alice, bob, leg} = start();
	traffic.add(leg('recipient'), 700);
	traffic.add(leg('sender'), 50);
	clock.advance(1000);
	const {received, sent, ...facts} = traffic.facts();
	expect([received.at(-1), sent.at(-1)]).toEqual([700, 50]);
	expect(facts).toEqual({bytesPerSecond: 700, relayedBytes: 750, intoFoldersBytes: 700, outOfFoldersBytes: 50});
	expect([alice.traffic.inBytes, bob.traffic.outBytes]).toEqual([700, 50]);
});
