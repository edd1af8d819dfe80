import {onTestFinished} from 'vitest';
import {systemClock, type Clock} from '../../source/base/clock.ts';
import {createCertificate} from '../../source/crypto/certificate.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import type {Channel} from '../../source/transport/channel.ts';
import type {DataConnection, Dialler, IncomingData} from '../../source/transport/data-connection.ts';
import {createDialler} from '../../source/transport/dial.ts';
import {listen, type ListenOptions} from '../../source/transport/listener.ts';

/** What came, for who awaits it. */
export type Arrivals<Thing> = {push(thing: Thing): void; next(): Promise<Thing>; readonly all: readonly Thing[]};

export function createArrivals<Thing>(): Arrivals<Thing> {
	const all: Thing[] = [];
	const waiting: Array<(thing: Thing) => void> = [];
	let taken = 0;
	return {
		all,
		push(thing) {
			all.push(thing);
			const next = waiting.shift();
			if (!next) return;
			taken++;
			next(thing);
		},
		async next() {
			const thing = all[taken];
			if (thing !== undefined) {
				taken++;
				return thing;
			}
			const {promise, resolve} = Promise.withResolvers<Thing>();
			waiting.push(resolve);
			return await promise;
		},
	};
}

export const hubIdentity = createIdentity();
export const clientIdentity = createIdentity();
export const hubCertificate = await createCertificate(hubIdentity);
export const clientCertificate = await createCertificate(clientIdentity);

export type TestHub = {
	readonly port: number;
	readonly channels: Arrivals<Channel<'hub'>>;
	readonly incoming: Arrivals<IncomingData>;
	/** Why each connection was turned away. */
	readonly refused: Arrivals<string>;
	readonly dialler: Dialler;
	close(): Promise<void>;
};

/** A listener on a free port of loopback, closed after the test, and a dialler to it. */
export async function openTestHub(
	clock: Clock = systemClock,
	caps: Pick<ListenOptions, 'maxConnections' | 'onFull'> = {},
): Promise<TestHub> {
	const channels = createArrivals<Channel<'hub'>>();
	const incoming = createArrivals<IncomingData>();
	const refused = createArrivals<string>();
	const listener = await listen({
		port: 0,
		host: '127.0.0.1',
		certificate: hubCertificate,
		clock,
		...caps,
		onControl: channels.push,
		onData: incoming.push,
		onRefused: (_address, why) => {
			refused.push(why);
		},
	});
	onTestFinished(async () => {
		await listener.close();
	});
	const {port} = listener;
	const dialler = createDialler({host: '127.0.0.1', port, certificate: clientCertificate, clock});
	return {port, channels, incoming, refused, dialler, close: listener.close};
}

export const anySignal = new AbortController().signal;
export const anyTicket = Buffer.alloc(32, 7).toString('base64');

/** Both ends of a control connection over TLS. */
export async function openControlPair(clock?: Clock): Promise<[Channel<'client'>, Channel<'hub'>]> {
	const hub = await openTestHub(clock);
	const client = await hub.dialler.control(anySignal);
	return [client, await hub.channels.next()];
}

/** Both ends of a data connection over sockets: the dialled one, and the hub's. */
export async function openDataPair(existing?: TestHub): Promise<[DataConnection, DataConnection]> {
	const hub = existing ?? (await openTestHub());
	const dialled = hub.dialler.data(anyTicket, anySignal);
	const accepted = (await hub.incoming.next()).accept();
	return [await dialled, accepted];
}
