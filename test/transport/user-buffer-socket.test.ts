import {connect, createServer, type Socket} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {createSlabPool} from '../../source/transport/slab-reader.ts';
import {createSocketDataConnection} from '../../source/transport/socket-data-connection.ts';
import {takeOverSocket} from '../../source/transport/user-buffer-socket.ts';
import {collect, pattern, settledCount} from './data-connection-contract.ts';

const slabBytes = 64 * 1024;

/** An accepted socket and the one that dialled it. */
async function openSockets(): Promise<{accepted: Socket; dialled: Socket; count: () => Promise<number>}> {
	const accepting = Promise.withResolvers<Socket>();
	const server = createServer({allowHalfOpen: true}, accepting.resolve);
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const dialled = connect({port, host: '127.0.0.1', allowHalfOpen: true});
	dialled.on('error', () => {});
	const accepted = await accepting.promise;
	onTestFinished(() => {
		dialled.destroy();
		accepted.destroy();
		server.close();
	});
	const count = async (): Promise<number> =>
		await new Promise((resolve) => {
			server.getConnections((_error, connections) => {
				resolve(connections);
			});
		});
	return {accepted, dialled, count};
}

/** Hides the method that only this version of Node is known to have. */
function hideUserBuffer(socket: Socket): void {
	const handle: unknown = Reflect.get(socket, '_handle');
	if (typeof handle === 'object' && handle) Reflect.set(handle, 'useUserBuffer', undefined);
}

describe('taking over an accepted socket', () => {
	it('moves the handle, reads into the slabs of the pool and leaves nothing on the count of the server', async () => {
		const {accepted, dialled, count} = await openSockets();
		const taken = takeOverSocket(accepted, createSlabPool(slabBytes, 4), 3);
		expect(taken.socket).not.toBe(accepted);
		expect(await count()).toBe(0);
		let largest = 0;
		taken.reader.start((view, done) => {
			largest = Math.max(largest, view.buffer.byteLength);
			expect(view.buffer.byteLength).toBe(slabBytes);
			done();
		});
		dialled.end(pattern(1_000_000));
		await new Promise((resolve) => {
			taken.socket.once('end', resolve);
		});
		expect(largest).toBe(slabBytes);
		taken.socket.end();
	});

	it('falls back to data events where the handle is another, with back-pressure all the same', async () => {
		const {accepted, dialled} = await openSockets();
		hideUserBuffer(accepted);
		const taken = takeOverSocket(accepted, createSlabPool(slabBytes, 4), 3);
		expect(taken.socket).toBe(accepted);
		const held: Array<() => void> = [];
		const parts: Buffer[] = [];
		taken.reader.start((view, done) => {
			parts.push(Buffer.from(view));
			held.push(done);
		});
		dialled.end(pattern(30_000_000));
		await settledCount(() => held.length);
		expect(held).toHaveLength(2);
		const ended = new Promise((resolve) => {
			taken.socket.once('end', resolve);
		});
		taken.reader.start((view, done) => {
			parts.push(Buffer.from(view));
			done();
		});
		for (const done of held) done();
		await ended;
		expect(Buffer.compare(Buffer.concat(parts), pattern(30_000_000))).toBe(0);
		taken.socket.destroy();
	});

	it('makes the same data connection either way', async () => {
		for (const prepare of [hideUserBuffer, () => {}]) {
			const {accepted, dialled} = await openSockets();
			prepare(accepted);
			const connection = createSocketDataConnection(
				takeOverSocket(accepted, createSlabPool(slabBytes, 4), 3),
				'a',
				'a',
			);
			dialled.resume();
			dialled.end(pattern(500_000));
			expect(Buffer.compare(await collect(connection), pattern(500_000))).toBe(0);
			connection.end();
			expect(await connection.closed).toBeUndefined();
		}
	});
});
