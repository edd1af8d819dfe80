import path from 'node:path';
import {keepBoth} from '../../source/files/choice.ts';
import {systemClock} from '../../source/base/clock.ts';
import {createClient, type Client} from '../../source/client/client.ts';
import {loadPins} from '../../source/client/pins.ts';
import {createCertificate} from '../../source/crypto/certificate.ts';
import {createIdentity, type Identity} from '../../source/crypto/identity.ts';
import {normaliseCode} from '../../source/crypto/join-code.ts';
import {randomId} from '../../source/crypto/random.ts';
import {pinsFile} from '../../source/files/pins-file.ts';
import {openTransfersTable} from '../../source/files/transfers-table.ts';
import type {ClientMessage} from '../../source/protocol/messages.ts';
import type {Channel} from '../../source/transport/channel.ts';
import {createDialler} from '../../source/transport/dial.ts';
import {listen, type Listener} from '../../source/transport/listener.ts';

/** A client in the test's own process, on real sockets: it can say what no command says. Online when it resolves; the caller closes it. */
export async function openRealClient(options: {
	name: string;
	port: number;
	code: string;
	dir: string;
}): Promise<Client> {
	const {name, port, code, dir} = options;
	const identity = createIdentity();
	const client = createClient({
		clock: systemClock,
		dialler: createDialler({
			host: '127.0.0.1',
			port,
			certificate: await createCertificate(identity),
			clock: systemClock,
		}),
		identity,
		greeting: {
			identity,
			name,
			session: randomId(),
			takesOffers: true,
			pins: await loadPins(pinsFile(path.join(dir, 'pins.json'))),
			address: `127.0.0.1:${port}`,
			acceptsNew: true,
			findCode: async () => ({code: normaliseCode(code) ?? '', isSameLogin: false}),
			nowMs: () => systemClock.nowMs(),
		},
		transfers: openTransfersTable(':memory:'),
		stateFolder: path.join(dir, 'state'),
		downloads: path.join(dir, 'downloads'),
		accept: {mode: 'ask', maxBytes: 0},
		saving: keepBoth,
		keepsTrying: false,
		resumesSends: false,
		onAdmitted: async () => undefined,
	});
	await client.connect();
	await client.people.known;
	return client;
}

/** A hub in the test's own process, on real sockets, that says what the test says. The caller closes it. */
export async function openRealHub(
	onMessage: (message: ClientMessage, channel: Channel<'hub'>) => void,
	identity: Identity = createIdentity(),
): Promise<Listener> {
	return listen({
		port: 0,
		host: '127.0.0.1',
		certificate: await createCertificate(identity),
		clock: systemClock,
		onControl(channel) {
			channel.subscribe((event) => {
				if (event.type === 'message') onMessage(event.message, channel);
			});
		},
		onData(incoming) {
			incoming.refuse('failed');
		},
	});
}
