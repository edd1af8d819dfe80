import path from 'node:path';
import {systemClock} from '../base/clock.ts';
import type {Client} from '../client/client.ts';
import type {ClientActions} from '../client/snapshot.ts';
import {FtError} from '../protocol/errors.ts';
import {userNameProblem} from '../protocol/user-name.ts';
import type {FirstRunAnswer, FirstRunProposal} from '../state/first-run.ts';
import {createPublisher} from '../state/publisher.ts';
import {movingMsOf, settleClient} from '../state/settle.ts';
import type {ClientLeaving} from '../ui/run-client-screen.tsx';
import type {Terminal} from '../ui/terminal.ts';
import {parseArguments, toBytes, toChoice, type EverywhereFlags} from './arguments.ts';
import {summariseClient} from './client-summary.ts';
import {commandFlags} from './command-flags.ts';
import {countFolder} from './count-folder.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {listFolder} from './list-folder.ts';
import {remember, rememberedName} from './login.ts';
import {makeDownloads} from './make-downloads.ts';
import {openClient} from './open-client.ts';
import {operate} from './operate.ts';
import {openOutput} from './open-output.ts';
import {openScreen, stopProcess} from './open-screen.ts';
import {resolvePath} from './resolve-path.ts';
import {parseServerAddress} from './server-address.ts';
import {untilRefused} from './until-refused.ts';
import {withHub} from './used-hubs.ts';

const help = `Usage: ft client [server] [options]

Joins a hub with a full screen: users, files, transfers, log.
Press ? in it for the keys.

Options
      --downloads <dir>   where files are saved (./downloads)
      --accept <who>      what is saved unasked: all, trusted (what comes from
                          those marked "always"), ask: nothing (trusted)
      --max-size <bytes>  saves nothing larger unasked
      --reserve <size>    leaves so much of the disk free (5 %, up to 256 MiB)`;

/** `ft client`: ends when the user quits, by a signal, or when the hub refuses it and there is no first screen to go back to. */
export async function runClient(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('client', argv, help);
	if (input.length > 1)
		throw new FtError('usage', `ft client takes one server, not ${input.length}. See: ft client --help`);
	if (flags.json)
		throw new FtError('usage', 'ft client has a screen and no --json. Without a screen: ft receive --json');
	const given = {
		mode:
			flags.accept === undefined
				? undefined
				: toChoice('--accept', flags.accept, commandFlags.client.accept.values, 'trusted'),
		maxBytes: toBytes('--max-size', flags.maxSize),
	};
	const output = openOutput(flags);
	const ending = signalEnding();
	const downloads = path.resolve(flags.downloads ?? 'downloads');
	const {bell = true, mouse = false} = await rememberedName();
	const terminal = openScreen(flags, 'ft client', 'Without one: ft receive', {hasMouse: mouse, hasBell: bell});
	const summary: string[] = [];
	const join = async (place: Place): Promise<ClientLeaving> => {
		const accept = {
			mode: given.mode ?? (place.unaskedBytes > 0 ? 'all' : 'trusted'),
			maxBytes: given.maxBytes ?? (place.unaskedBytes > 0 ? place.unaskedBytes : Number.MAX_SAFE_INTEGER),
		} as const;
		const isMade = makeDownloads(downloads);
		// A code that was given is the code of the hub that was given.
		const isGiven = place.server === (input[0] ?? flags.server);
		const client = await openClient(isGiven ? flags : withoutCode(flags), output, {
			...purpose,
			accept,
			downloads,
			reserve: flags.reserve,
			...place,
		});
		try {
			if (isMade) client.note(`made the folder ${path.relative('', downloads)} for what you receive`);
			rememberAdmitted(client, {
				name: place.name === (flags.name ?? process.env['FT_NAME']) ? undefined : place.name,
				server: isGiven ? undefined : place.server,
			});
			return await untilEnded(Promise.race([showClient(client, terminal), untilRefused(client)]), ending);
		} finally {
			await client.close();
			summary.push(...summariseClient(client.snapshot()));
		}
	};
	try {
		await runRounds(flags, input[0], {terminal, ending, join});
		return 0;
	} finally {
		await terminal.close();
		for (const line of new Set(summary)) output.result(line);
	}
}

function withoutCode(flags: EverywhereFlags): EverywhereFlags {
	const others = {...flags};
	delete others.code;
	return others;
}

const purpose = {takesOffers: true, keepsTrying: true, resumesSends: true, questions: 'screen'} as const;

/** Where a round of the screen is, and as whom. Without a server the remembered one, or the environment's. */
type Place = {readonly name: string; readonly server: string | undefined; readonly unaskedBytes: number};

/** One hub after the other, with the first screen between them where it is not said which. */
async function runRounds(
	flags: EverywhereFlags,
	input: string | undefined,
	{
		terminal,
		ending,
		join,
	}: {
		readonly terminal: Terminal;
		readonly ending: AbortSignal;
		readonly join: (place: Place) => Promise<ClientLeaving>;
	},
): Promise<void> {
	const remembered = await rememberedName();
	const name = flags.name ?? process.env['FT_NAME'] ?? remembered.name;
	const ask = async (proposal: Pick<FirstRunProposal, 'name' | 'hub' | 'problem'>): Promise<Place | undefined> =>
		untilEnded(askFirst(terminal, proposal), ending);
	const hub = input ?? flags.server ?? process.env['FT_SERVER'] ?? remembered.server ?? 'localhost';
	const unaskedBytes = remembered.unaskedBytes ?? 0;
	// A command line that says who and where gets an exit code when it cannot be; who chose on a screen chooses again.
	let isChosen = name === undefined;
	let place: Place | undefined =
		name === undefined
			? await ask({name: remembered.proposal, hub})
			: {name, server: input ?? flags.server, unaskedBytes};
	while (place) {
		const here: Place = place;
		try {
			const leaving = await join(here);
			if (leaving.type === 'quit') return;
			isChosen = true;
			place =
				leaving.server === undefined && leaving.name === undefined
					? await ask({name: here.name, hub: here.server ?? hub})
					: {...here, server: leaving.server ?? here.server, name: leaving.name ?? here.name};
		} catch (error) {
			if (!isChosen || !(error instanceof FtError)) throw error;
			place = await ask({name: here.name, hub: here.server ?? hub, problem: error.message});
		}
	}
}

/** The first screen; what it is told is remembered. Undefined when the user left it. */
async function askFirst(
	terminal: Terminal,
	proposal: Pick<FirstRunProposal, 'name' | 'hub' | 'problem'>,
): Promise<Place | undefined> {
	const {hubs, unaskedBytes = 0} = await rememberedName();
	const {runFirstRunForm} = await import('../ui/run-first-run-form.tsx');
	const answer = await runFirstRunForm({
		terminal,
		proposal: {...proposal, unaskedBytes, hubs},
		nameProblem: userNameProblem,
	});
	if (!answer) return undefined;
	await rememberAnswer(answer);
	return {name: answer.name, server: answer.hub, unaskedBytes: answer.unaskedBytes};
}

/** Of a link its address is kept: the code in it is used up soon, and a secret. What is no address shows when it is dialled. */
async function rememberAnswer({name, hub, unaskedBytes}: FirstRunAnswer): Promise<void> {
	try {
		const server = withoutItsCode(hub);
		await remember((config) => ({...config, name, server, unaskedBytes}));
	} catch (error) {
		if (!(error instanceof FtError) || error.code !== 'usage') throw error;
	}
}

/** What was typed as a hub, without the code of a link. Throws FtError `usage` for what is no address. */
function withoutItsCode(hub: string): string {
	const {code, text} = parseServerAddress(hub);
	return code === undefined ? hub : text;
}

/** Once the hub has let us in it is on the list of the first screen; a name and a hub that were `chosen` on a screen are what the next start begins with. */
function rememberAdmitted(
	client: Client,
	chosen: {readonly name: string | undefined; readonly server: string | undefined},
): void {
	const stop = client.subscribe((event) => {
		const id = client.link.hubId;
		if (event.type !== 'connected' || id === undefined) return;
		stop();
		const {hubTitle: title, server: address} = client.snapshot();
		remember((config) => ({
			...withHub(config, {id, title, address, nowMs: systemClock.nowMs()}),
			...(chosen.name === undefined ? {} : {name: chosen.name}),
			...(chosen.server === undefined ? {} : {server: withoutItsCode(chosen.server)}),
		})).catch(() => undefined);
	});
}

async function showClient(client: Client, terminal: Terminal): Promise<ClientLeaving> {
	const publisher = createPublisher({
		clock: systemClock,
		make: () => client.snapshot(),
		settle: (previous, next) => settleClient(previous, next, movingMsOf(terminal)),
		changed: (listener) => client.onChange(listener),
	});
	try {
		const {runClientScreen} = await import('../ui/run-client-screen.tsx');
		// The screen shows what keeps it from the hub; only a refusal ends it.
		client.connect().catch(() => undefined);
		const actions: ClientActions = {
			...client.actions,
			accept(transfer, folder) {
				client.actions.accept(transfer, folder === undefined ? undefined : resolvePath(folder));
			},
		};
		return await runClientScreen({
			...{terminal, publisher, actions, listFolder, countFolder, stopProcess},
			operate: (request) => operate(client, request),
		});
	} finally {
		publisher.close();
	}
}
