import {describe, expect, it} from 'vitest';
import {clientIdentity, hubIdentity, openControlPair} from './test-hub.ts';
import {testChannelContract} from './channel-contract.ts';

testChannelContract('TLS', openControlPair);

describe('channel over TLS', () => {
	it('knows who is at the other end by the key', async () => {
		const [client, hub] = await openControlPair();
		expect(client.peer.id).toBe(hubIdentity.id);
		expect(hub.peer.id).toBe(clientIdentity.id);
		expect(Buffer.from(hub.peer.spki).equals(clientIdentity.spki)).toBe(true);
		expect(hub.peer).toMatchObject({address: '127.0.0.1', isLoopback: true});
	});
});
