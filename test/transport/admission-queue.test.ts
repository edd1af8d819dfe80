import {describe, expect, it} from 'vitest';
import {maxUnadmitted, maxUnadmittedPerAddress} from '../../source/protocol/limits.ts';
import {createAdmissionQueue} from '../../source/transport/admission-queue.ts';

function enterMany(addresses: readonly string[]): {evicted: number[]; size: number; leave: Array<() => void>} {
	const queue = createAdmissionQueue(maxUnadmitted, maxUnadmittedPerAddress);
	const evicted: number[] = [];
	const leave = addresses.map((address, index) => queue.enter(address, () => evicted.push(index)));
	return {evicted, size: queue.size, leave};
}

describe('admission queue', () => {
	it('takes as many of one address as the limit says, then lets the oldest of that address go', () => {
		const same = Array.from({length: maxUnadmittedPerAddress}, () => 'a');
		expect(enterMany(['b', ...same]).evicted).toEqual([]);
		expect(enterMany(['b', ...same, 'a', 'a']).evicted).toEqual([1, 2]);
	});

	it('takes as many in all as the limit says, then lets the oldest of all go', () => {
		const different = Array.from({length: maxUnadmitted}, (_, index) => `address ${index}`);
		expect(enterMany(different)).toMatchObject({evicted: [], size: maxUnadmitted});
		expect(enterMany([...different, 'one more'])).toMatchObject({evicted: [0], size: maxUnadmitted});
	});

	it('lets the oldest of all go when it is told to', () => {
		const queue = createAdmissionQueue(3, 3);
		const evicted: string[] = [];
		for (const name of ['first', 'second']) queue.enter(name, () => evicted.push(name));
		expect([queue.evictOldest(), queue.evictOldest(), queue.evictOldest()]).toEqual([true, true, false]);
		expect(evicted).toEqual(['first', 'second']);
	});

	it('has room again when one leaves', () => {
		const queue = createAdmissionQueue(2, 1);
		const evicted: string[] = [];
		const leave = queue.enter('a', () => evicted.push('first'));
		leave();
		leave();
		queue.enter('a', () => evicted.push('second'));
		expect(evicted).toEqual([]);
		expect(queue.size).toBe(1);
	});
});
