import type {Client} from '../client/client.ts';
import {untilEnded} from './ended.ts';
import {untilRefused} from './until-refused.ts';

/** Connects and waits until everybody on the hub is known. Rejects with FtError when it cannot be reached or refuses, also right after its welcome, or with the signal's reason. */
export async function joinHub(client: Client, signal: AbortSignal): Promise<void> {
	await untilEnded(client.connect(), signal);
	await untilEnded(Promise.race([client.people.known, untilRefused(client)]), signal);
}
