import {expect, test} from 'vitest';
import {createTimeSlices} from '../../source/files/time-slices.ts';
import {countTurns} from '../support/count-turns.ts';
import {createManualClock} from '../support/manual-clock.ts';

test('a slice of work is over after five milliseconds; then others have their turn, and the next one begins', async () => {
	const clock = createManualClock();
	const slices = createTimeSlices(clock);
	const counted = countTurns();
	clock.advance(4);
	expect(slices.isOver).toBe(false);
	clock.advance(1);
	expect(slices.isOver).toBe(true);
	const before = counted();
	await slices.next();
	expect(counted()).toBeGreaterThan(before);
	expect(slices.isOver).toBe(false);
});
