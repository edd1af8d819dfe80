import {expect, test} from 'vitest';
import {describeDecision} from '../../source/client/decision.ts';

test('what was decided about an offer says which it was, from whom, and whether anybody was asked', () => {
	const offer = {title: 'notes.pdf', fromName: 'alice'};
	expect(describeDecision(offer, {verdict: 'declined'})).toBe('declined notes.pdf from alice');
	expect(describeDecision(offer, {verdict: 'unasked'})).toBe('accepted notes.pdf from alice unasked');
	expect(describeDecision(offer, {verdict: 'accepted'})).toBe('accepted notes.pdf from alice');
	expect(describeDecision(offer, {verdict: 'accepted', folder: '/in'})).toBe('accepted notes.pdf from alice, into /in');
});
