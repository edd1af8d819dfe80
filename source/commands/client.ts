import path from 'node:path';
import {FtError} from '../protocol/errors.ts';
import type {ClientLeaving} from '../ui/run-client-screen.tsx';
import {parseArguments, toBytes, toChoice, type EverywhereFlags} from './arguments.ts';
import {runRounds, type Place} from './run-rounds.ts';
import {summariseClient} from './client-summary.ts';
import {commandFlags} from './command-flags.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {rememberedName} from './login.ts';
import {makeDownloads} from './make-downloads.ts';
import {openClient} from './open-client.ts';
import {openOutput} from './open-output.ts';
import {openScreen} from './open-screen.ts';
import {rememberAdmitted} from './remember-place.ts';
import {showClient} from './show-client.ts';
import {untilRefused} from './until-refused.ts';

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
