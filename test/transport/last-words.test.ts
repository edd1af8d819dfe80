import {connect, createServer} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {closingMs} from '../../source/protocol/limits.ts';
import {sayLastWords} from '../../source/transport/last-words.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {until} from './data-connection-contract.ts';

/** A server that says `bye` to everybody and a peer that has sent it a lot. */
async function openTalkative(clock = createManualClock()) {
	const server = createServer({allowHalfOpen: true}, (socket) => {
		sayLastWords(socket, 'bye', clock);
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const peer = connect({port, host: '127.0.0.1', allowHalfOpen: true});
	const state = {heard: '', isReset: false};
	peer.on('error', () => (state.isReset = true));
	peer.on('data', (bytes) => (state.heard += bytes.toString()));
	peer.write(Buffer.alloc(500_000));
	onTestFinished(() => {
		peer.destroy();
		server.close();
	});
	return {clock, peer, state, server};
}

describe('last words', () => {
	it('arrive although the peer has sent more than anybody read', async () => {
		const {peer, state, clock} = await openTalkative();
		await until(() => peer.readableEnded);
		peer.end();
		await until(() => peer.closed);
		expect(state).toEqual({heard: 'bye', isReset: false});
		await until(() => clock.pending === 0);
	});

	it('are not waited for longer than two seconds', async () => {
		const {peer, server, clock} = await openTalkative();
		await until(() => peer.readableEnded);
		const closed = new Promise((resolve) => {
			server.close(resolve);
		});
		clock.advance(closingMs);
		expect(await closed).toBeUndefined();
	});
});
