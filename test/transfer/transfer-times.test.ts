import {expect, test} from 'vitest';
import {createTransferTimes} from '../../source/transfer/transfer-times.ts';
import {createManualClock} from '../support/manual-clock.ts';

test('before the first attempt there is nothing to tell', () => {
	expect(createTransferTimes(createManualClock()).view(0)).toBeUndefined();
});

test('the average counts the time in which bytes moved, not the pauses; attempts are counted', async () => {
	const clock = createManualClock();
	const times = createTransferTimes(clock);
	const startedMs = clock.nowMs();
	times.begin();
	await clock.settle(2000);
	times.rest();
	times.rest();
	await clock.settle(60_000);
	times.begin();
	await clock.settle(2000);
	expect(times.view(8000)).toEqual({startedMs, attempts: 2, averageBytesPerSecond: 2000});
});
