import {expect, test} from 'vitest';
import {lostPane} from '../../source/state/lost-pane.ts';
import {clientSnapshot} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const size = {columns: 60, rows: 4};
const offline = {phase: 'offline', attempt: 2, retryAtMs: 1_007_000, code: 'unreachable', reason: 'gone'} as const;

test('the box has the cause, the countdown and what can be done', () => {
	const pane = lostPane(clientSnapshot({connection: offline}), size);
	expect(pane?.title).toBe('No connection to localhost:5011');
	expect(pane && paneText(pane)).toEqual([' gone', ' next try in 7s (attempt 3)  now: R  another hub: :connect']);
});

test('a cause that is too long leaves the countdown in sight', () => {
	const pane = lostPane(clientSnapshot({connection: {...offline, reason: 'why '.repeat(100)}}), size);
	expect(pane?.lines).toHaveLength(2);
	expect(pane && paneText(pane).at(-1)).toContain('next try in 7s');
});

test('there is none while the hub is there, or only its operator has to say yes', () => {
	expect(lostPane(clientSnapshot(), size)).toBeUndefined();
	expect(lostPane(clientSnapshot({connection: {...offline, code: 'approval-needed'}}), size)).toBeUndefined();
});
