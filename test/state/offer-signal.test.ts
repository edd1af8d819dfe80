import {expect, test} from 'vitest';
import {offerSignal} from '../../source/state/offer-signal.ts';
import {clientSnapshot, offerRow} from '../support/snapshots.ts';

const none = clientSnapshot();
const one = clientSnapshot({offers: [offerRow('a.iso')]});
const two = clientSnapshot({offers: [offerRow('a.iso'), offerRow('b.iso')]});

test('a new offer rings once, and stands in the title', () => {
	expect(offerSignal(none, one)).toEqual({title: 'ft: bob offers a.iso', rings: true});
	expect(offerSignal(one, one).rings).toBe(false);
	expect(offerSignal(one, two)).toEqual({title: 'ft: 2 offers', rings: true});
});

test('an offer that goes does not ring, and the title is ours again', () => {
	expect(offerSignal(two, one).rings).toBe(false);
	expect(offerSignal(one, none)).toEqual({title: 'ft alice', rings: false});
});

test('what waited before the screen opened does not ring', () => {
	expect(offerSignal(undefined, two).rings).toBe(false);
});

test('a title cannot carry an escape sequence', () => {
	const evil = clientSnapshot({offers: [offerRow('a\u0007\u001b]0;x')]});
	// eslint-disable-next-line no-control-regex -- that is the point
	expect(offerSignal(none, evil).title).not.toMatch(/[\u0000-\u001f]/);
});
