import {describe, expect, it} from 'vitest';
import {FtError} from '../../source/protocol/errors.ts';
import type {DataConnection} from '../../source/transport/data-connection.ts';

/** Reads everything; the views are copied, as the contract demands. */
export async function collect(connection: DataConnection): Promise<Buffer> {
	const parts: Buffer[] = [];
	connection.read((view, done) => {
		parts.push(Buffer.from(view));
		done();
	});
	await connection.ended;
	return Buffer.concat(parts);
}

/** Bytes that show any shift, loss or reuse. */
export function pattern(bytes: number, seed = 1): Buffer {
	const words = new Uint32Array(Math.ceil(bytes / 4));
	for (let index = 0; index < words.length; index++) words[index] = Math.imul(index + seed, 2_654_435_761);
	return Buffer.from(words.buffer, 0, bytes);
}

async function write(connection: DataConnection, parts: readonly Uint8Array[]): Promise<void> {
	const written = Promise.withResolvers<void>();
	connection.write(parts, written.resolve);
	await written.promise;
}

/** What every pair of data connections does: the first writes, the second reads. */
export function testDataConnectionContract(
	name: string,
	openPair: () => Promise<readonly [DataConnection, DataConnection]>,
): void {
	describe(`data connection over ${name}`, () => {
		it('carries the parts in order and ends both ways in order', async () => {
			const [sender, receiver] = await openPair();
			const collected = collect(receiver);
			const bytes = pattern(1_000_003);
			await write(sender, [bytes.subarray(0, 4), bytes.subarray(4, 5), bytes.subarray(5, 600_000)]);
			await write(sender, [bytes.subarray(600_000)]);
			sender.end();
			expect(Buffer.compare(await collected, bytes)).toBe(0);
			receiver.end();
			expect(await sender.closed).toBeUndefined();
			expect(await receiver.closed).toBeUndefined();
		});

		it('calls done for no parts at all', async () => {
			const [sender] = await openPair();
			expect(await write(sender, [])).toBeUndefined();
		});

		it('holds what came before anybody reads', async () => {
			const [sender, receiver] = await openPair();
			sender.write([pattern(100_000)], () => {});
			sender.end();
			expect(Buffer.compare(await collect(receiver), pattern(100_000))).toBe(0);
		});

		it('stops reading while views are out, and goes on when they come back', async () => {
			const [sender, receiver] = await openPair();
			const chunk = pattern(256 * 1024);
			let written = 0;
			const writeOn = (): void => {
				if (written === 256) return;
				written++;
				sender.write([chunk], writeOn);
			};
			const out: Array<() => void> = [];
			let read = 0;
			let isHolding = true;
			receiver.read((view, done) => {
				read += view.length;
				if (isHolding) out.push(done);
				else done();
			});
			writeOn();
			await Promise.race([receiver.closed, settledCount(() => out.length)]);
			// Two views are out; what the system buffers is all that moved beyond.
			expect(out.length).toBeLessThanOrEqual(3);
			expect(written).toBeLessThan(256);
			isHolding = false;
			for (const done of out) done();
			await until(() => read === 256 * chunk.length);
			sender.end();
			expect(await receiver.ended).toBeUndefined();
		});

		it('tells both ends when one destroys it, and calls done of what was not written', async () => {
			const [sender, receiver] = await openPair();
			receiver.read(() => {});
			const chunk = pattern(1024 * 1024);
			const writes = Array.from({length: 40}, async () => await write(sender, [chunk]));
			receiver.destroy(new FtError('disk-full', 'no room'));
			expect(await receiver.closed).toMatchObject({code: 'disk-full'});
			expect(await sender.closed).toMatchObject({code: 'unreachable'});
			await Promise.all(writes);
			await write(sender, [chunk]);
		});

		it('is no orderly end when it is destroyed without an error', async () => {
			const [sender, receiver] = await openPair();
			let hasEnded = false;
			void receiver.ended.then(() => (hasEnded = true));
			receiver.read((_view, done) => {
				done();
			});
			await write(sender, [pattern(10)]);
			sender.destroy();
			sender.destroy();
			expect(await sender.closed).toMatchObject({code: 'cancelled'});
			expect(await receiver.closed).toMatchObject({code: 'unreachable'});
			expect(hasEnded).toBe(false);
		});

		it('takes bytes the wrong way for a mistake of the peer', async () => {
			const [sender, receiver] = await openPair();
			sender.write([pattern(10)], () => {});
			receiver.write([pattern(10)], () => {});
			expect(await Promise.race([sender.closed, receiver.closed])).toMatchObject({code: 'protocol'});
		});
	});
}

/** Waits until the condition holds. */
export async function until(isTrue: () => boolean): Promise<void> {
	while (!isTrue()) await nextTurn();
}

/** Waits until a count has not moved for many turns of the event loop. */
export async function settledCount(count: () => number): Promise<void> {
	for (let still = 0, last = -1; still < 200; still++) {
		if (count() !== last) still = 0;
		last = count();
		await nextTurn();
	}
}

async function nextTurn(): Promise<void> {
	await new Promise<void>((resolve) => {
		setImmediate(resolve);
	});
}
