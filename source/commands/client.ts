import path from 'node:path';
import {display} from '../base/display.ts';
import {formatBytes} from '../base/size-text.ts';
import {systemClock} from '../base/clock.ts';
import type {Client} from '../client/client.ts';
import type {AcceptRule} from '../client/offers.ts';
import {FtError} from '../protocol/errors.ts';
import {userNameProblem} from '../protocol/user-name.ts';
import {createPublisher} from '../state/publisher.ts';
import {settleClient} from '../state/settle.ts';
import {storedText} from '../state/transfer-text.ts';
import type {Terminal} from '../ui/terminal.ts';
import {parseArguments, toBytes, toChoice, type EverywhereFlags} from './arguments.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {countFolder} from './count-folder.ts';
import {listFolder} from './list-folder.ts';
import {makeDownloads, openClient, rememberedName, rememberName} from './open-client.ts';
import {openOutput} from './open-output.ts';
import {openScreen, stopProcess} from './open-screen.ts';
import {parseServerAddress} from './server-address.ts';
import {untilRefused} from './until-refused.ts';

const help = `Usage: ft client [server] [options]

Joins a hub with a full screen: users, files, transfers, log.
Press ? in it for the keys.

Options
      --downloads <dir>   where files are saved (./downloads)
      --accept <who>      what is saved unasked: all, trusted (what comes from
                          those marked "always"), ask: nothing (trusted)
      --max-size <bytes>  saves nothing larger unasked`;

const flagsOfClient = {downloads: {type: 'string'}, accept: {type: 'string'}, maxSize: {type: 'string'}} as const;

/** `ft client`: ends when the user quits, by a signal, or when the hub refuses it. */
export async function runClient(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments(argv, help, flagsOfClient);
	if (input.length > 1)
		throw new FtError('usage', `ft client takes one server, not ${input.length}. See: ft client --help`);
	if (flags.json)
		throw new FtError('usage', 'ft client has a screen and no --json. Without a screen: ft receive --json');
	const output = openOutput(flags);
	const ending = signalEnding();
	const accept: AcceptRule = {
		mode: toChoice('--accept', flags.accept, ['ask', 'trusted', 'all'], 'trusted'),
		maxBytes: toBytes('--max-size', flags.maxSize) ?? Number.MAX_SAFE_INTEGER,
	};
	const terminal = openScreen(flags, 'ft client', 'Without one: ft receive');
	let client: Client | undefined;
	try {
		const first = await askFirst(flags, input[0], terminal, ending);
		if (first === undefined) return 0;
		const downloads = path.resolve(flags.downloads ?? 'downloads');
		const isMade = makeDownloads(downloads);
		client = await openClient(flags, output, {
			takesOffers: true,
			keepsTrying: true,
			resumesSends: true,
			questions: 'screen',
			accept,
			downloads,
			...first,
		});
		if (isMade) client.note(`made the folder ${path.relative('', downloads)} for what you receive`);
		await untilEnded(Promise.race([showClient(client, terminal), untilRefused(client)]), ending);
		return 0;
	} finally {
		await terminal.close();
		await client?.close();
		if (client) for (const line of summarise(client)) output.result(line);
	}
}

/** Name and hub, from the command line, the environment or memory; else the first screen asks, and remembers. Undefined when the user left it. */
async function askFirst(
	flags: EverywhereFlags,
	input: string | undefined,
	terminal: Terminal,
	ending: AbortSignal,
): Promise<{name?: string | undefined; server?: string | undefined} | undefined> {
	const remembered = await rememberedName();
	const name = flags.name ?? process.env['FT_NAME'] ?? remembered.name;
	if (name !== undefined) return {name, server: input};
	const hub = input ?? flags.server ?? process.env['FT_SERVER'] ?? remembered.server ?? 'localhost';
	const {runFirstRunForm} = await import('../ui/run-first-run-form.tsx');
	const answer = await untilEnded(
		runFirstRunForm({terminal, proposal: {name: remembered.proposal, hub}, nameProblem: userNameProblem}),
		ending,
	);
	if (!answer) return undefined;
	// Of a link its address: the code in it is used up soon, and a secret.
	const {code, text} = parseServerAddress(answer.hub);
	await rememberName(answer.name, code === undefined ? answer.hub : text);
	return {name: answer.name, server: answer.hub};
}

async function showClient(client: Client, terminal: Terminal): Promise<void> {
	const publisher = createPublisher({
		clock: systemClock,
		make: () => client.snapshot(),
		settle: settleClient,
		changed: (listener) => client.onChange(listener),
	});
	try {
		const {runClientScreen} = await import('../ui/run-client-screen.tsx');
		// The screen shows what keeps it from the hub; only a refusal ends it.
		client.connect().catch(() => undefined);
		await runClientScreen({terminal, publisher, actions: client.actions, listFolder, countFolder, stopProcess});
	} finally {
		publisher.close();
	}
}

/** What stays to be known after the screen has gone. */
function summarise(client: Client): string[] {
	const unfinished: string[] = [];
	const lines = client.snapshot().transfers.flatMap((row) => {
		const what = `${display(row.title)}, ${formatBytes(row.totalBytes)}`;
		switch (row.state.phase) {
			case 'delivered':
				return row.direction === 'send'
					? [`delivered to ${row.peerName}: ${what}`]
					: [`received from ${row.peerName}: ${display(row.state.path ?? '', 4096)}`];
			case 'stored':
				return [`${storedText(row.state.untilMs)} for ${row.peerName}: ${what}`];
			case 'declined':
			case 'cancelled':
			case 'failed':
				return [`${row.state.phase}: ${what}`];
			default:
				unfinished.push(what);
				return [];
		}
	});
	if (unfinished.length > 0) lines.push(`unfinished, goes on with the next ft client: ${unfinished.join('; ')}`);
	return lines;
}
