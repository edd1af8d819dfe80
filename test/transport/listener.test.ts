import {describe, expect, it} from 'vitest';
import {systemClock} from '../../source/base/clock.ts';
import {assertCanListen, listen} from '../../source/transport/listener.ts';
import {eventsOf} from './channel-contract.ts';
import {anySignal, anyTicket, hubCertificate, openDataPair, openTestHub} from './test-hub.ts';

const options = {certificate: hubCertificate, clock: systemClock, onControl() {}, onData() {}};

describe('listener', () => {
	it('says which port is in use and what to do', async () => {
		const hub = await openTestHub();
		await expect(listen({...options, port: hub.port, host: '127.0.0.1'})).rejects.toMatchObject({
			code: 'in-use',
			message: `port ${hub.port} is in use by another program. Choose one with: ft server --port ${hub.port + 1}`,
		});
	});

	it('tells beforehand whether it could listen, and leaves the port free', async () => {
		const hub = await openTestHub();
		const taken = {port: hub.port, host: '127.0.0.1'};
		await expect(assertCanListen(taken)).rejects.toMatchObject({code: 'in-use'});
		await hub.close();
		await assertCanListen(taken);
		const listener = await listen({...options, ...taken});
		expect(listener.port).toBe(taken.port);
		await listener.close();
	});

	it('refuses an address this machine does not have', async () => {
		await expect(listen({...options, port: 0, host: '192.0.2.1'})).rejects.toMatchObject({code: 'usage'});
	});

	it('listens on every address when asked for ::', async () => {
		const listener = await listen({...options, port: 0, host: '::'});
		expect(['::', '0.0.0.0']).toContain(listener.addresses[0]);
		expect(listener.port).toBeGreaterThan(0);
		await listener.close();
	});

	it('carries both kinds of connection on one port', async () => {
		const hub = await openTestHub();
		const client = await hub.dialler.control(anySignal);
		const dial = hub.dialler.data(anyTicket, anySignal);
		const incoming = await hub.incoming.next();
		expect(incoming).toMatchObject({ticket: anyTicket, address: '127.0.0.1'});
		incoming.accept();
		expect((await dial).address).toBe('127.0.0.1');
		expect(await client.probe(5000)).toBe(true);
	});

	it('closes everything that is open, twice if asked', async () => {
		const hub = await openTestHub();
		const client = await hub.dialler.control(anySignal);
		const events = eventsOf<'hub'>(client);
		const [dialled, accepted] = await openDataPair(hub);
		dialled.read(() => {});
		await Promise.all([hub.close(), hub.close()]);
		expect(await events.next()).toMatchObject({type: 'closed', error: {code: 'unreachable'}});
		expect(await accepted.closed).toMatchObject({code: 'unreachable'});
	});
});
