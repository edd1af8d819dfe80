import {describe, expect, it} from 'vitest';
import type {ChannelEvent} from '../../source/transport/channel.ts';
import {createMemoryControlPair, createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {createManualClock} from '../support/manual-clock.ts';
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

describe('somebody in the middle of a control connection in memory', () => {
	it('decides what goes on, and when', async () => {
		const clock = createManualClock();
		const peer = {id: 'a'.repeat(64), spki: new Uint8Array(44), address: 'memory', isLoopback: true};
		const kept: Array<() => void> = [];
		const [client, hub] = createMemoryControlPair({
			...{clock, clientPeer: peer, hubPeer: peer},
			tap(towards, bytes, pass) {
				kept.push(() => {
					pass(bytes);
				});
				if (towards === 'client') pass(bytes);
			},
		});
		const events: Array<ChannelEvent<'hub' | 'client'>> = [];
		for (const channel of [client, hub]) channel.subscribe((event) => events.push(event));
		client.send({type: 'offers', request: 1});
		hub.send({type: 'offers', request: 2, count: 0});
		await clock.settle();
		expect(events).toEqual([{type: 'message', message: {type: 'offers', request: 2, count: 0}}]);
		for (const pass of kept) pass();
		await clock.settle();
		expect(
			events.map((event) => event.type === 'message' && 'request' in event.message && event.message.request),
		).toEqual([2, 1, 2]);
	});
});
