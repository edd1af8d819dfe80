import {systemClock} from '../../source/base/clock.ts';
import {receiveEvents} from '../../source/client/channel-events.ts';
import {createFirstContact} from '../../source/client/first-contact.ts';
import {greet} from '../../source/client/greet.ts';
import type {Pins} from '../../source/client/pins.ts';
import {createCertificate} from '../../source/crypto/certificate.ts';
import {createIdentity, type Identity} from '../../source/crypto/identity.ts';
import {randomId} from '../../source/crypto/random.ts';
import {FtError, type ErrorCode} from '../../source/protocol/errors.ts';
import type {Channel} from '../../source/transport/channel.ts';
import {createDialler} from '../../source/transport/dial.ts';
import type {Certificate} from '../../source/transport/tls.ts';
import {memoryPins} from '../client/memory-pins.ts';

/** Somebody with a key, who has dialled nobody yet. */
export type Newcomer = {
	readonly name: string;
	readonly identity: Identity;
	readonly certificate: Certificate;
	readonly pins: Pins;
};

/** Makes somebody new. */
export async function makeNewcomer(name: string, identity = createIdentity()): Promise<Newcomer> {
	return {name, identity, certificate: await createCertificate(identity), pins: await memoryPins()};
}

/** Dials and greets a hub as our client does, in this process; resolves with the channel once it is let in, rejects with why not. Without a code an unknown hub is accepted as it is. */
export async function joinHub(
	{name, identity, certificate, pins}: Newcomer,
	{
		port,
		code,
		acceptsNew = code === undefined,
	}: {readonly port: number; readonly code?: string; readonly acceptsNew?: boolean},
): Promise<Channel<'client'>> {
	const greeting = {
		identity,
		name,
		session: randomId(),
		takesOffers: true,
		pins,
		address: `127.0.0.1:${port}`,
		acceptsNew,
		findCode: async () => (code === undefined ? undefined : {code, isSameLogin: false}),
		nowMs: () => systemClock.nowMs(),
	};
	const contact = createFirstContact({greeting, canAsk: false, onChange: () => undefined});
	const dialler = createDialler({host: '127.0.0.1', port, certificate, clock: systemClock});
	const channel = await dialler.control(new AbortController().signal);
	try {
		await greet(channel, receiveEvents(channel), greeting, contact);
		return channel;
	} catch (error) {
		await channel.close();
		throw error;
	}
}

/** Why it was refused: the code of the error; undefined when it was not. */
export async function refusalOf(joining: Promise<unknown>): Promise<ErrorCode | undefined> {
	try {
		await joining;
		return undefined;
	} catch (error) {
		if (error instanceof FtError) return error.code;
		throw error;
	}
}
