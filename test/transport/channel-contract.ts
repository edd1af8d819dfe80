import {describe, expect, it} from 'vitest';
import {FtError} from '../../source/protocol/errors.ts';
import type {ClientMessageOf, HubMessage, Speaker} from '../../source/protocol/messages.ts';
import type {Channel, ChannelEvent} from '../../source/transport/channel.ts';
import {createArrivals, type Arrivals} from './test-hub.ts';

const transfer = 'cd'.repeat(16);
const cancel: ClientMessageOf<'cancel'> = {type: 'cancel', transfer};
const seen: HubMessage = {type: 'receipt-seen', transfer};
const welcome = {
	type: 'welcome' as const,
	version: 1,
	capabilities: [],
	title: 'lab',
	you: {id: 'ab'.repeat(32), name: 'alice', online: true, since: 1},
};

type Subscribe<Theirs extends Speaker> = {subscribe(listener: (event: ChannelEvent<Theirs>) => void): () => void};

export function eventsOf<Theirs extends Speaker>(channel: Subscribe<Theirs>): Arrivals<ChannelEvent<Theirs>> {
	const events = createArrivals<ChannelEvent<Theirs>>();
	channel.subscribe(events.push);
	return events;
}

/** What every pair of channels does, whatever lies between them. */
export function testChannelContract(
	name: string,
	openPair: () => Promise<readonly [Channel<'client'>, Channel<'hub'>]>,
): void {
	describe(`channel over ${name}`, () => {
		it('carries messages both ways, in order', async () => {
			const [client, hub] = await openPair();
			const atHub = eventsOf<'client'>(hub);
			const atClient = eventsOf<'hub'>(client);
			for (let count = 1; count <= 20; count++) client.send({type: 'offers', request: count});
			for (let count = 1; count <= 20; count++) {
				expect(await atHub.next()).toEqual({type: 'message', message: {type: 'offers', request: count}});
			}
			hub.admit();
			hub.send(welcome);
			hub.send(seen);
			expect(await atClient.next()).toEqual({type: 'message', message: welcome});
			expect(await atClient.next()).toEqual({type: 'message', message: seen});
		});

		it('holds what came before the first subscriber', async () => {
			const [client, hub] = await openPair();
			client.send(cancel);
			// The round trip of a probe shows that the message has arrived.
			expect(await client.probe(5000)).toBe(true);
			expect(await eventsOf<'client'>(hub).next()).toEqual({type: 'message', message: cancel});
		});

		it('carries a large message after admission', async () => {
			const [client, hub] = await openPair();
			const atClient = eventsOf<'hub'>(client);
			const roster: HubMessage = {type: 'roster', users: Array.from({length: 500}, () => welcome.you), more: false};
			hub.admit();
			hub.send(welcome);
			hub.send(roster);
			await atClient.next();
			expect(await atClient.next()).toEqual({type: 'message', message: roster});
		});

		it('throws at a message that breaks our schema and goes on', async () => {
			const [client, hub] = await openPair();
			expect(() => {
				client.send({...cancel, transfer: 'short'});
			}).toThrow(FtError);
			client.send(cancel);
			expect(await eventsOf<'client'>(hub).next()).toEqual({type: 'message', message: cancel});
		});

		it('says bye with what was sent before, and both ends are told once', async () => {
			const [client, hub] = await openPair();
			const atHub = eventsOf<'client'>(hub);
			const atClient = eventsOf<'hub'>(client);
			client.send(cancel);
			await client.close();
			expect(await atHub.next()).toEqual({type: 'message', message: cancel});
			expect(await atHub.next()).toEqual({type: 'closed', error: undefined, isFinal: false});
			expect(await atClient.next()).toEqual({type: 'closed', error: undefined, isFinal: false});
			await Promise.all([client.close(), hub.close()]);
			expect(atHub.all).toHaveLength(2);
			expect(atClient.all).toHaveLength(1);
		});

		it('tells the other end the code and the words of an error', async () => {
			const [client, hub] = await openPair();
			const atClient = eventsOf<'hub'>(client);
			await hub.close(new FtError('replaced', 'another window took over'));
			expect(await atClient.next()).toMatchObject({
				type: 'closed',
				isFinal: true,
				error: {code: 'replaced', message: 'another window took over'},
			});
		});

		it('drops what is sent after the end', async () => {
			const [client, hub] = await openPair();
			const atHub = eventsOf<'client'>(hub);
			await client.close();
			client.send(cancel);
			expect(await atHub.next()).toMatchObject({type: 'closed'});
			expect(atHub.all).toHaveLength(1);
		});

		it('aborts at once; the other end sees a lost connection', async () => {
			const [client, hub] = await openPair();
			const atHub = eventsOf<'client'>(hub);
			const atClient = eventsOf<'hub'>(client);
			client.abort(new FtError('cancelled', 'enough'));
			expect(await atClient.next()).toMatchObject({type: 'closed', error: {code: 'cancelled'}});
			expect(await atHub.next()).toMatchObject({type: 'closed', error: {code: 'unreachable'}, isFinal: false});
			await Promise.all([client.close(), hub.close()]);
		});

		it('may be closed by its own listener, who then hears nothing but the end', async () => {
			const [client, hub] = await openPair();
			const atHub = createArrivals<ChannelEvent<'client'>>();
			hub.subscribe((event) => {
				atHub.push(event);
				if (event.type === 'message') void hub.close();
			});
			client.send(cancel);
			client.send(cancel);
			await client.close();
			await hub.close();
			expect(atHub.all.map(({type}) => type)).toEqual(['message', 'closed']);
		});

		it('measures the round trip', async () => {
			const [client] = await openPair();
			expect(client.roundTripMs).toBeUndefined();
			await client.probe(5000);
			expect(client.roundTripMs).toBeGreaterThanOrEqual(0);
		});

		it('shares one exporter between its ends', async () => {
			const [client, hub] = await openPair();
			const [another] = await openPair();
			expect(Buffer.from(client.exporter).equals(hub.exporter)).toBe(true);
			expect(client.exporter).toHaveLength(32);
			expect(Buffer.from(client.exporter).equals(another.exporter)).toBe(false);
		});
	});
}
