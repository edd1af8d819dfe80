import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {FtError} from '../../source/protocol/errors.ts';
import type {DataConnection} from '../../source/transport/data-connection.ts';
import {createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {relayData, watchData} from '../../source/transport/relay.ts';
import {collect, pattern, settledCount} from './data-connection-contract.ts';
import {openDataPair, openTestHub} from './test-hub.ts';

const MiB = 1024 * 1024;

/** Writes the chunk so many times, one after the other; `written` counts bytes that are out of our hands. */
function pour(connection: DataConnection, chunk: Uint8Array, count: number): {written: number} {
	const state = {written: 0};
	let left = count;
	void connection.closed.then(() => (left = 0));
	const next = (): void => {
		if (left === 0) {
			connection.end();
			return;
		}
		left--;
		connection.write([chunk], () => {
			state.written += chunk.length;
			next();
		});
	};
	next();
	return state;
}

/** Lets everything that can happen without the network happen. */
async function settledTurns(): Promise<void> {
	for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => void setImmediate(resolve));
}

describe('relay', () => {
	it('hands everything on and half-closes both ends', async () => {
		const [sender, fromSender] = createMemoryDataPair();
		const [toReceiver, receiver] = createMemoryDataPair();
		let relayed = 0;
		const relay = relayData(fromSender, toReceiver, (bytes) => (relayed += bytes));
		const collected = collect(receiver);
		sender.write([pattern(1_000_001)], () => {});
		sender.end();
		expect(Buffer.compare(await collected, pattern(1_000_001))).toBe(0);
		receiver.end();
		expect(await relay).toBeUndefined();
		expect(await sender.closed).toBeUndefined();
		expect(await receiver.closed).toBeUndefined();
		expect(relayed).toBe(1_000_001);
	});

	it('reads no further than its pace lets it', async () => {
		const [sender, fromSender] = createMemoryDataPair();
		const [toReceiver, receiver] = createMemoryDataPair();
		const held: Array<() => void> = [];
		let relayed = 0;
		const relay = relayData(
			fromSender,
			toReceiver,
			(bytes) => (relayed += bytes),
			(_bytes, goOn) => held.push(goOn),
		);
		const collected = collect(receiver);
		const poured = pour(sender, pattern(1000), 50);
		await settledTurns();
		const heldBack = relayed;
		expect(heldBack).toBeLessThan(50_000);
		expect(poured.written).toBeLessThan(50_000);
		while (relayed < 50_000 && held.length > 0) {
			held.shift()?.();
			await settledTurns();
		}
		expect((await collected).length).toBe(50_000);
		receiver.end();
		expect(await relay).toBeUndefined();
	});

	it.each(['sender', 'receiver'] as const)('destroys the other end when the %s breaks', async (who) => {
		const [sender, fromSender] = createMemoryDataPair();
		const [toReceiver, receiver] = createMemoryDataPair();
		const relay = relayData(fromSender, toReceiver, () => {});
		receiver.read((_view, done) => {
			done();
		});
		pour(sender, pattern(1000), 10_000_000);
		(who === 'sender' ? sender : receiver).destroy(new FtError('cancelled', 'enough'));
		expect(await relay).toMatchObject({code: 'unreachable'});
		expect(await sender.closed).toBeDefined();
		expect(await receiver.closed).toBeDefined();
	});

	it('notices a receiver that leaves before the first byte', async () => {
		const hub = await openTestHub();
		const [, fromSender] = await openDataPair(hub);
		const [receiver, toReceiver] = await openDataPair(hub);
		const relay = relayData(fromSender, toReceiver, () => {});
		receiver.destroy();
		expect(await relay).toMatchObject({code: 'unreachable'});
	});

	it('relays 64 MiB over sockets identically to a slow reader, who slows the sender, in bounded memory', async () => {
		const hub = await openTestHub();
		const [sender, fromSender] = await openDataPair(hub);
		const [receiver, toReceiver] = await openDataPair(hub);
		const chunk = pattern(MiB, 99);
		const expected = createHash('sha256');
		for (let count = 0; count < 64; count++) expected.update(chunk);
		let relayed = 0;
		const relay = relayData(fromSender, toReceiver, (bytes) => (relayed += bytes));
		const memoryBefore = process.memoryUsage().arrayBuffers;
		const progress = pour(sender, chunk, 64);
		const hash = createHash('sha256');
		const held: Array<() => void> = [];
		let isSlow = true;
		receiver.read((view, done) => {
			hash.update(view);
			if (isSlow) held.push(done);
			else done();
		});
		await settledCount(() => progress.written);
		expect(held.length).toBeLessThan(4);
		expect(progress.written).toBeLessThan(64 * MiB);
		expect(process.memoryUsage().arrayBuffers - memoryBefore).toBeLessThan(8 * MiB);
		isSlow = false;
		for (const done of held) done();
		await receiver.ended;
		receiver.end();
		expect(await relay).toBeUndefined();
		expect(relayed).toBe(64 * MiB);
		expect(hash.digest('hex')).toBe(expected.digest('hex'));
		expect(await sender.closed).toBeUndefined();
	});
});

it('what an end of our own reads and writes is counted, and kept back as in a relay', async () => {
	const [far, near] = createMemoryDataPair();
	const counted: number[] = [];
	let goOn: Array<() => void> = [];
	const watched = watchData(
		near,
		(bytes) => counted.push(bytes),
		(_bytes, go) => goOn.push(go),
	);
	const got: string[] = [];
	watched.read((view, done) => {
		got.push(Buffer.from(view).toString());
		done();
	});
	for (const text of ['one', 'four', 'three']) far.write([Buffer.from(text)], () => undefined);
	await settledTurns();
	// Two views are out, and the third comes when they may go back.
	expect([got, counted]).toEqual([
		['one', 'four'],
		[3, 4],
	]);
	for (const go of goOn.splice(0)) go();
	await settledTurns();
	expect(got).toEqual(['one', 'four', 'three']);
	goOn = [];
	let isWritten = false;
	far.read((_view, done) => {
		done();
	});
	watched.write([Buffer.from('ab'), Buffer.from('c')], () => {
		isWritten = true;
	});
	await settledTurns();
	expect([isWritten, counted.at(-1)]).toEqual([false, 3]);
	for (const go of goOn) go();
	expect(isWritten).toBe(true);
});
