import {expect, test} from 'vitest';
import {pastText} from '../../source/state/past-text.ts';

const untilMs = new Date(2026, 10, 28).getTime();

test('one is told by the whole, several each by their own', () => {
	const bob = {name: 'bob', state: 'delivered', untilMs: undefined} as const;
	const carol = {name: 'carol', state: 'stored', untilMs} as const;
	expect(pastText({state: 'failed', peers: [bob]})).toBe('failed');
	expect(pastText({state: 'stored', peers: [carol]})).toBe('kept on the hub until 28 Nov');
	expect(pastText({state: 'stored', peers: [bob, carol]})).toBe('bob delivered, carol kept on the hub until 28 Nov');
});
