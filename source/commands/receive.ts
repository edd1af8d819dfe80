import path from 'node:path';
import {display} from '../base/display.ts';
import {formatBytes} from '../base/size-text.ts';
import type {Client} from '../client/client.ts';
import type {AcceptRule} from '../client/offers.ts';
import {FtError} from '../protocol/errors.ts';
import {foldName} from '../protocol/user-name.ts';
import {alwaysText} from '../state/trust-text.ts';
import {parseArguments, refuseInput, toBytes, toChoice, toWaitMs} from './arguments.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {followClient} from './follow.ts';
import {joinHub} from './join-hub.ts';
import {makeDownloads} from './make-downloads.ts';
import {openClient} from './open-client.ts';
import {openOutput} from './open-output.ts';
import {tellReceived} from './tell-received.ts';
import {untilRefused} from './until-refused.ts';

const help = `Usage: ft receive [options]

Stays and receives, without a screen, until it is ended.

Options
      --from <names>      only from these people
      --accept <who>      all, or trusted: those marked "always" (trusted)
      --max-size <bytes>  takes nothing larger unasked
      --count <n>         leaves after so many transfers
      --downloads <dir>   where files are saved (./downloads)
      --reserve <size>    leaves so much of the disk free (5 %, up to 256 MiB)`;

/** `ft receive`: ends after `--count` transfers, by a signal, or when the hub refuses it. */
export async function runReceive(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('receive', argv, help);
	refuseInput('receive', input);
	const output = openOutput(flags);
	const ending = signalEnding();
	const accept: AcceptRule = {
		mode: toChoice('--accept', flags.accept, ['trusted', 'all'], 'trusted'),
		maxBytes: toBytes('--max-size', flags.maxSize) ?? Number.MAX_SAFE_INTEGER,
		from: flags.from?.split(',').map((name) => foldName(name.trim())),
	};
	const limit = toCount(flags.count);
	const downloads = path.resolve(flags.downloads ?? 'downloads');
	if (makeDownloads(downloads)) output.note(`made ${downloads}`);
	const client = await openClient(flags, output, {takesOffers: true, accept, downloads, reserve: flags.reserve});
	const unfollow = followClient(client, output);
	let hasLeftOut = false;
	try {
		const counted = Promise.withResolvers<void>();
		let received = 0;
		client.subscribe((event) => {
			if (event.type === 'skipped' && event.cause === 'failed') hasLeftOut = true;
			if (event.type === 'offer')
				output.result(
					`${event.from} offers ${display(event.title)}, ${formatBytes(event.bytes)}  ${event.transfer.slice(0, 8)}`,
				);
			if (event.type === 'text') output.result(`${event.from}: ${display(event.text, 4096)}`);
			if (event.type !== 'received') return;
			tellReceived(event, output);
			received++;
			if (received === limit) counted.resolve();
		});
		await joinHub(client, ending, toWaitMs(flags));
		if (accept.mode === 'trusted') output.note(describeTrusted(client));
		output.note(`waiting for files as ${client.snapshot().name}; they are saved in ${downloads}`);
		await untilEnded(Promise.race([counted.promise, untilRefused(client)]), ending);
		return hasLeftOut ? 10 : 0;
	} finally {
		unfollow();
		await client.close();
	}
}

/** From whom files are saved without asking: of those the hub knows. */
function describeTrusted(client: Client): string {
	const trusted = client.people.rows().filter((user) => user.alwaysBytes !== undefined && user.trust !== 'changed');
	return trusted.length === 0
		? 'nobody here is marked "always", so offers are only listed: take one with ft offers --accept <id>, mark somebody with ft trust <user> --always, or use --accept all'
		: `saved without asking: what ${trusted.map((user) => `${user.name} (${alwaysText(user.alwaysBytes ?? 0)})`).join(', ')} offers`;
}

function toCount(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const count = Number(text);
	if (!Number.isInteger(count) || count < 1) throw new FtError('usage', `--count ${text} is no number of transfers`);
	return count;
}
