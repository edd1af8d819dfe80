import {connect, createServer, type Socket} from 'node:net';
import {connect as connectTls, TLSSocket} from 'node:tls';
import {onTestFinished} from 'vitest';
import {createCertificate} from '../../source/crypto/certificate.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {toClientTlsOptions, toServerTlsOptions} from '../../source/transport/tls.ts';

/** What the middle does with bytes on their way: gives back what goes on instead. */
export type Change = (bytes: Buffer) => Buffer;

/** Somebody on the line between clients and a hub, with a port of its own. */
export type Middle = {
	readonly port: number;
	/** `honest`: control connections pass untouched. `own-keys`: TLS ends here, and begins anew with a key of its own on both sides. */
	control: 'honest' | 'own-keys';
	/** Changes what the hub says to a client, when TLS ends here. */
	fromHub: Change;
	/** Changes a data connection; called once for each, with its first bytes, the ticket among them. */
	onData: (hello: Buffer) => Promise<{readonly toHub?: Change; readonly toClient?: Change} | undefined>;
	/** What clients said, deciphered here. */
	heardFromClients(): string;
	/** Connections of either kind that came here. */
	readonly connections: number;
};

/** Opens a line to the hub at this port; closed when the test has ended. */
export async function openMiddle(hubPort: number): Promise<Middle> {
	const certificate = await createCertificate(createIdentity());
	const sockets = new Set<Socket>();
	let heard = '';
	let connections = 0;
	const keep = <Kind extends Socket>(socket: Kind): Kind => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.on('close', () => sockets.delete(socket));
		return socket;
	};
	const dialHub = (): Socket => keep(connect({port: hubPort, host: '127.0.0.1', allowHalfOpen: true}));
	const server = createServer({allowHalfOpen: true}, (client) => {
		connections++;
		keep(client).once('data', (first) => {
			client.pause();
			const isControl = first[0] === 0x16;
			if (isControl && middle.control === 'own-keys') {
				client.unshift(first);
				const tls = keep(new TLSSocket(client, {isServer: true, ...toServerTlsOptions(certificate)}));
				const hub = keep(connectTls({port: hubPort, host: '127.0.0.1', ...toClientTlsOptions(certificate)}));
				tls.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')));
				join(tls, hub, {toClient: (bytes) => middle.fromHub(bytes)});
				return;
			}
			const relay = async (): Promise<void> => {
				const changes = isControl ? undefined : await middle.onData(first);
				const hub = dialHub();
				hub.write(first);
				join(client, hub, changes);
				client.resume();
			};
			void relay();
		});
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		server.close();
		for (const socket of sockets) socket.destroy();
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no address');
	const middle: Middle = {
		port: address.port,
		control: 'honest',
		fromHub: (bytes) => bytes,
		onData: async () => undefined,
		heardFromClients: () => heard,
		get connections() {
			return connections;
		},
	};
	return middle;
}

/** Passes on what either says, half-closes and closes included. */
function join(client: Socket, hub: Socket, changes: {toHub?: Change; toClient?: Change} = {}): void {
	const pass = (from: Socket, to: Socket, change: Change = (bytes) => bytes): void => {
		from.on('data', (bytes: Buffer) => {
			if (!to.write(change(bytes))) {
				from.pause();
				to.once('drain', () => from.resume());
			}
		});
		from.on('end', () => to.end());
		from.on('close', () => to.destroySoon());
	};
	pass(client, hub, changes.toHub);
	pass(hub, client, changes.toClient);
}
