import {describe, expect, it} from 'vitest';
import {createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {collect, pattern, settledCount, testDataConnectionContract} from './data-connection-contract.ts';

testDataConnectionContract('memory', async () => {
	const [one, other] = createMemoryDataPair();
	return [one, other];
});

describe('faults of a data connection in memory', () => {
	it('splits every byte', async () => {
		const [one, other, faults] = createMemoryDataPair();
		faults.splitEveryByte();
		let views = 0;
		other.read((view, done) => {
			expect(view).toHaveLength(1);
			views++;
			done();
		});
		one.write([pattern(100)], () => {});
		one.end();
		await other.ended;
		expect(views).toBe(100);
	});

	it('delivers nothing while it is stalled', async () => {
		const [one, other, faults] = createMemoryDataPair();
		faults.stall();
		let isWritten = false;
		const collected = collect(other);
		one.write([pattern(100)], () => (isWritten = true));
		one.end();
		await settledCount(() => Number(isWritten));
		expect(isWritten).toBe(false);
		faults.resume();
		expect(await collected).toHaveLength(100);
	});

	it('loses both ends when it is dropped', async () => {
		const [one, other, faults] = createMemoryDataPair();
		faults.drop();
		expect(await one.closed).toMatchObject({code: 'unreachable'});
		expect(await other.closed).toMatchObject({code: 'unreachable'});
	});
});
