import {expect, test} from 'vitest';
import {createTurns} from '../../source/files/turns.ts';
import {countTurns} from '../support/count-turns.ts';
import {createManualClock} from '../support/manual-clock.ts';

test('a stretch of work is over after five milliseconds; then others have their turn, and the next one begins', async () => {
	const clock = createManualClock();
	const turns = createTurns(clock);
	const counted = countTurns();
	clock.advance(4);
	expect(turns.isOver).toBe(false);
	clock.advance(1);
	expect(turns.isOver).toBe(true);
	const before = counted();
	await turns.next();
	expect(counted()).toBeGreaterThan(before);
	expect(turns.isOver).toBe(false);
});
