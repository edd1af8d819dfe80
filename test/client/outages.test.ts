import {expect, test} from 'vitest';
import {createOutages} from '../../source/client/outages.ts';
import type {ClientEvent} from '../../source/client/events.ts';

function attempt(number: number, reason: string): ClientEvent {
	return {type: 'reconnecting', attempt: number, inSeconds: number, code: 'unreachable', reason};
}

test('of the attempts of an outage those are news that failed for another reason than the one before', () => {
	const isNews = createOutages();
	const reasons = ['lost', 'refused', 'refused', 'refused', 'no answer', 'refused'];
	const told = reasons.filter((reason, index) => isNews(attempt(index + 1, reason)));
	expect(told).toEqual(['lost', 'refused', 'no answer', 'refused']);
});

test('after the hub was there an outage is news again, and everything else always is', () => {
	const isNews = createOutages();
	const connected = {type: 'connected', hub: 'h', you: 'alice', users: 1} as const;
	const events = [attempt(1, 'lost'), attempt(2, 'lost'), connected, attempt(1, 'lost'), connected];
	expect(events.map(isNews)).toEqual([true, false, true, true, true]);
});
