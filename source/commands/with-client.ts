import type {Client} from '../client/client.ts';
import {describeClientEvent} from '../client/events.ts';
import {createOutages} from '../client/outages.ts';
import {toWaitMs, type EverywhereFlags} from './arguments.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {joinHub} from './join-hub.ts';
import {openClient} from './open-client.ts';
import {openOutput} from './open-output.ts';
import type {Output} from './output.ts';

/** What a command that connects works with. */
export type ClientScene = {readonly client: Client; readonly output: Output; readonly signal: AbortSignal};

/** Connects as a short-lived session that takes no offers, does one thing, and leaves. Returns the exit code. */
export async function withClient(
	flags: EverywhereFlags,
	act: (scene: ClientScene) => Promise<number>,
	purpose: {readonly takesStdin?: boolean} = {},
): Promise<number> {
	const output = openOutput(flags);
	const signal = signalEnding();
	const client = await openClient(flags, output, {takesOffers: false, ...purpose});
	const isNews = createOutages();
	client.subscribe((event) => {
		if (event.type !== 'reconnecting' || event.code !== 'approval-needed') return;
		output.event(event);
		const line = isNews(event) ? describeClientEvent(event) : undefined;
		if (line !== undefined) output.note(line);
	});
	try {
		await joinHub(client, signal, toWaitMs(flags));
		return await untilEnded(act({client, output, signal}), signal);
	} finally {
		await client.close();
	}
}
