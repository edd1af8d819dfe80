import {expect, test} from 'vitest';
import {createThroughput} from '../../source/hub/throughput.ts';

test('each of the last sixty whole seconds has its bytes, oldest first; the running one is not shown', () => {
	const throughput = createThroughput(0);
	for (let second = 0; second < 70; second++) throughput.add(second, second * 1000 + 500);
	const history = throughput.history(69_999);
	expect(history).toHaveLength(60);
	expect(history).toEqual(Array.from({length: 60}, (_, index) => index + 9));
});

test('a minute without a byte is a minute of zeros, and the total stays', () => {
	const throughput = createThroughput(5000);
	throughput.add(1000, 5500);
	expect(throughput.history(6000).at(-1)).toBe(1000);
	expect(throughput.history(66_000)).toEqual(Array.from({length: 60}, () => 0));
	throughput.add(1, 3_600_000);
	expect(throughput.history(3_601_000).at(-1)).toBe(1);
});

test('time before the start is empty', () => {
	const throughput = createThroughput(1000);
	throughput.add(7, 1200);
	expect(throughput.history(2000).filter((bytes) => bytes > 0)).toEqual([7]);
});
