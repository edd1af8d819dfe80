import {expect, test} from 'vitest';
import {hasEnded, isHeld, reasonFor} from '../../source/hub/leg.ts';
import {legStates} from '../../source/protocol/messages.ts';
import {makeLeg} from './leg-fixture.ts';

test('delivered, declined, cancelled, failed and expired are ends, nothing else is', () => {
	const leg = makeLeg();
	const ends = legStates.filter((state) => {
		leg.state = state;
		return hasEnded(leg);
	});
	expect(ends).toEqual(['delivered', 'declined', 'cancelled', 'failed', 'expired']);
});

test('only what somebody paused on purpose is held', () => {
	const leg = makeLeg();
	leg.reason = 'you';
	expect(isHeld(leg)).toBe(false);
	leg.state = 'paused';
	const held = ['you', 'peer', 'limit', 'disk-full', 'offline'].filter((reason) => {
		leg.reason = reason;
		return isHeld(leg);
	});
	expect(held).toEqual(['you', 'peer', 'limit']);
});

test('who paused reads "you", the other "peer"; every other reason is the same for both', () => {
	const leg = makeLeg();
	leg.state = 'paused';
	leg.reason = 'you';
	leg.pausedBy = 'recipient';
	expect([reasonFor(leg, 'sender'), reasonFor(leg, 'recipient')]).toEqual(['peer', 'you']);
	leg.reason = 'disk-full';
	expect([reasonFor(leg, 'sender'), reasonFor(leg, 'recipient')]).toEqual(['disk-full', 'disk-full']);
});
