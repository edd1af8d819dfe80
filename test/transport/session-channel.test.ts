import {describe, expect, it} from 'vitest';
import {FtError} from '../../source/protocol/errors.ts';
import {admissionMs, deadAfterMs, maxSendQueueBytes, messageBurst, sendStallMs} from '../../source/protocol/limits.ts';
import type {HubMessage} from '../../source/protocol/messages.ts';
import type {Channel} from '../../source/transport/channel.ts';
import {createSession} from '../../source/protocol/session.ts';
import {createMemoryControlPair} from '../../source/transport/memory-pair.ts';
import type {MemoryFaults} from '../../source/transport/memory-pipe.ts';
import {createSessionChannel} from '../../source/transport/session-channel.ts';
import type {Wire, WireListener} from '../../source/transport/wire.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';
import {eventsOf, testChannelContract} from './channel-contract.ts';

const peerOf = (address: string) => ({id: 'ab'.repeat(32), spki: new Uint8Array(44), address, isLoopback: false});

type Pair = {client: Channel<'client'>; hub: Channel<'hub'>; faults: MemoryFaults; clock: ManualClock};

function openPair(): Pair {
	const clock = createManualClock();
	const [client, hub, faults] = createMemoryControlPair({
		clock,
		clientPeer: peerOf('10.0.0.2'),
		hubPeer: peerOf('10.0.0.1'),
	});
	return {client, hub, faults, clock};
}

function admitBoth({client, hub}: Pair): void {
	hub.admit();
	client.admit();
}

const user = {id: 'ab'.repeat(32), name: 'alice', online: true, since: 1};
const roster: HubMessage = {type: 'roster', users: Array.from({length: 500}, () => user), more: false};
const rosterBytes = JSON.stringify(roster).length + 4;

testChannelContract('memory', async () => {
	const {client, hub} = openPair();
	return [client, hub];
});

testChannelContract('memory that splits every byte', async () => {
	const {client, hub, faults} = openPair();
	faults.splitEveryByte();
	return [client, hub];
});

describe('channel and time', () => {
	it('drops a silent unadmitted peer exactly at the deadline', async () => {
		const {client, hub, faults, clock} = openPair();
		faults.stall();
		const atHub = eventsOf<'client'>(hub);
		const atClient = eventsOf<'hub'>(client);
		await clock.settle(admissionMs - 1);
		expect(atHub.all).toEqual([]);
		await clock.settle(1);
		expect(atHub.all).toMatchObject([{type: 'closed', error: {code: 'limit'}}]);
		expect(atClient.all).toMatchObject([{type: 'closed', error: {code: 'unreachable'}}]);
	});

	it('keeps two idle ends together for hours', async () => {
		const pair = openPair();
		admitBoth(pair);
		const atHub = eventsOf<'client'>(pair.hub);
		await pair.clock.settle(60_000);
		for (let minutes = 0; minutes < 60; minutes++) {
			for (let seconds = 0; seconds < 60; seconds += 5) await pair.clock.settle(5000);
		}
		expect(atHub.all).toEqual([]);
		expect(pair.hub.roundTripMs).toBeDefined();
	});

	it('drops an admitted peer that is silent, at the deadline, and leaves no timer', async () => {
		const pair = openPair();
		admitBoth(pair);
		pair.faults.stall();
		const atHub = eventsOf<'client'>(pair.hub);
		await pair.clock.settle(deadAfterMs - 1);
		expect(atHub.all).toEqual([]);
		await pair.clock.settle(1);
		expect(atHub.all).toMatchObject([{type: 'closed', error: {code: 'unreachable'}}]);
		await pair.clock.settle(10_000);
		expect(pair.clock.pending).toBe(0);
	});

	it('answers a probe with no when nothing comes back in time', async () => {
		const pair = openPair();
		admitBoth(pair);
		pair.faults.stall();
		const probe = pair.hub.probe(2000);
		await pair.clock.settle(2000);
		expect(await probe).toBe(false);
	});

	it('closes within two seconds although the peer takes nothing', async () => {
		const pair = openPair();
		admitBoth(pair);
		pair.faults.stall();
		const closed = pair.hub.close(new FtError('replaced', 'gone'));
		await pair.clock.settle(2000);
		expect(await closed).toBeUndefined();
	});

	it('lets what a client sends too fast through at its rate', async () => {
		const pair = openPair();
		admitBoth(pair);
		const atHub = eventsOf<'client'>(pair.hub);
		// The pings of admission and their pongs take two of the burst; a second later they are given back.
		await pair.clock.settle(1000);
		for (let count = 0; count < messageBurst + 10; count++) pair.client.send({type: 'offers', request: count});
		await pair.clock.settle();
		expect(atHub.all).toHaveLength(messageBurst);
		await pair.clock.settle(100);
		expect(atHub.all).toHaveLength(messageBurst + 5);
		await pair.clock.settle(100);
		expect(atHub.all).toHaveLength(messageBurst + 10);
	});

	it('tells a lost connection to both ends', async () => {
		const pair = openPair();
		admitBoth(pair);
		const atHub = eventsOf<'client'>(pair.hub);
		const atClient = eventsOf<'hub'>(pair.client);
		pair.faults.drop();
		await pair.clock.settle();
		expect(atHub.all).toMatchObject([{type: 'closed', error: {code: 'unreachable'}, isFinal: false}]);
		expect(atClient.all).toMatchObject([{type: 'closed', error: {code: 'unreachable'}, isFinal: false}]);
		expect(pair.clock.pending).toBe(0);
	});
});

describe('channel to a peer that stops reading', () => {
	it('queues up to the limit and closes one message beyond', async () => {
		const pair = openPair();
		admitBoth(pair);
		pair.faults.stall();
		const atHub = eventsOf<'client'>(pair.hub);
		for (let bytes = rosterBytes; bytes <= maxSendQueueBytes; bytes += rosterBytes) pair.hub.send(roster);
		await pair.clock.settle();
		expect(atHub.all).toEqual([]);
		pair.hub.send(roster);
		await pair.clock.settle();
		expect(atHub.all).toMatchObject([{type: 'closed', error: {code: 'unreachable'}}]);
	});

	it('knows at once what waits for it, before anything is written', async () => {
		const pair = openPair();
		admitBoth(pair);
		await pair.clock.settle();
		expect(pair.hub.queuedBytes).toBe(0);
		pair.faults.stall();
		for (const count of [1, 2, 3]) {
			pair.hub.send(roster);
			expect(pair.hub.queuedBytes).toBe(count * rosterBytes);
		}
		await pair.clock.settle();
		expect(pair.hub.queuedBytes).toBe(3 * rosterBytes);
	});

	it('closes when nothing moved for the stall time, however alive the peer sounds', async () => {
		const clock = createManualClock();
		const wire = createStuckWire();
		const hub = createSessionChannel({
			mine: 'hub',
			peer: peerOf('10.0.0.2'),
			exporter: new Uint8Array(32),
			clock,
			startedMs: clock.monotonicMs(),
			peerText: '10.0.0.2',
			openWire: wire.open,
		});
		const atHub = eventsOf<'client'>(hub);
		hub.admit();
		// The first ping is what gets stuck.
		await clock.settle();
		const client = createSession({mine: 'client', nowMs: 0});
		for (let waited = 0; waited < sendStallMs - 10_000; waited += 10_000) {
			await clock.settle(10_000);
			client.ping(clock.monotonicMs());
			for (const bytes of client.takeOutput()) wire.receive(bytes);
		}
		await clock.settle(9999);
		expect(atHub.all).toEqual([]);
		await clock.settle(1);
		expect(atHub.all).toMatchObject([{type: 'closed', error: {code: 'unreachable'}}]);
	});
});

/** A wire that takes bytes and never lets go of them. */
function createStuckWire(): {open: (listener: WireListener) => Wire; receive(bytes: Uint8Array): void} {
	let listener: WireListener | undefined;
	return {
		open(nextListener) {
			listener = nextListener;
			return {write() {}, setReading() {}, end() {}, destroy() {}};
		},
		receive(bytes) {
			listener?.onBytes(bytes);
		},
	};
}
