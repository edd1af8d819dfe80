import {formatBytes, formatFiles} from '../base/size-text.ts';
import {systemClock} from '../base/clock.ts';
import type {Client} from '../client/client.ts';
import type {SendRequest} from '../client/make-outbox.ts';
import {errorTable} from '../protocol/errors.ts';
import {joinNames} from '../transfer/join-rows.ts';
import {parseArguments, toWaitMs} from './arguments.ts';
import {describeLeftOut, runDryRun} from './dry-run.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {findRecipients, isAll, recipientNames} from './find-user.ts';
import {followClient} from './follow.ts';
import {readSources} from './given-sources.ts';
import {joinHub} from './join-hub.ts';
import {leaveOutNew} from './leave-out-new.ts';
import {openClient} from './open-client.ts';
import {openOutput} from './open-output.ts';
import type {Output} from './output.ts';
import {toExitCode, watchSend} from './send-ends.ts';
import {startWaiting} from './waiting.ts';

const help = `Usage: ft send <path…> --to <name>

Offers files or folders to people, and sends when they accept: once, to however
many. For those who are offline, leave, or do not answer within 60 s the hub
keeps it, sealed, for seven days.
The same command again goes on with what was left unfinished.

Options
      --to <names>         bob, or bob,carol, or all: everyone online now
      --note <text>        a line they see with the offer
      --store              keeps it on the hub at once, and waits for no answer
      --new                with all: also people who are new to you
      --stdin-name <name>  sends standard input (also: -) under this name
      --exclude <pattern>  leaves out what matches, as a line of a .gitignore in
                           each given folder would; give it as often as needed
      --gitignore          leaves out what the .gitignore files there name
      --dry-run            lists what would be sent, and sends nothing`;

/** `ft send`: ends when every recipient has it, it is kept on the hub for them, or they cannot get it. */
export async function runSend(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('send', argv, help);
	const sources = readSources(input, flags, 'what is to be sent? ft send report.pdf --to bob');
	const output = openOutput(flags);
	const ending = signalEnding();
	if (flags.dryRun === true) return await untilEnded(runDryRun({...sources, output, signal: ending}), ending);
	const names = recipientNames(flags.to);
	const client = await openClient(flags, output, {takesOffers: false, takesStdin: sources.usesStdin});
	const unfollow = followClient(client, output);
	try {
		await joinHub(client, ending, toWaitMs(flags));
		const found = findRecipients(client.people, names, client.snapshot().name);
		const isWanted = !isAll(names) || (flags.new ?? false) || (flags.yes ?? false);
		const users = await leaveOutNew(found, client.people, {isWanted, output, signal: ending});
		const waiting = startWaiting(client, toWaitMs(flags), systemClock);
		// A copy of standard input stays as long as the transfer, which removes it: the hub may ask for parts of it again.
		const {paths} = await sources.take(client.stateFolder, output, ending);
		const request = {
			...{paths, note: flags.note ?? '', filter: sources.filter, store: flags.store},
			to: users.map(({id}) => id),
			names: new Map(users.map(({id, name}) => [id, name])),
		};
		const exitCode = await untilEnded(
			Promise.race([sendOnce(client, request, output, ending), waiting.expired]),
			ending,
		);
		return exitCode === 0 && users.length < found.length ? errorTable.failed.exit : exitCode;
	} finally {
		unfollow();
		await client.close();
	}
}

/** Starts it and waits for its ends; returns the exit code. */
async function sendOnce(client: Client, request: SendRequest, output: Output, signal: AbortSignal): Promise<number> {
	using ends = watchSend(client, output);
	const started = await client.sends.start(request, signal);
	const {transfer, isResumed, files, folders, bytes, skipped} = started;
	const to = joinNames(request.to.map((id) => request.names?.get(id) ?? client.people.nameOf(id)));
	output.note(
		`${isResumed ? 'going on with' : 'offering'} ${formatFiles(files, folders)}, ${formatBytes(bytes)}, to ${to}`,
	);
	const leftOut = describeLeftOut(started.leftOut);
	if (leftOut !== '') output.note(`left out as asked: ${leftOut}`);
	for (const {path, reason} of skipped) {
		output.note(`left out ${path}: ${reason}`);
		output.event({type: 'skipped', transfer, path, cause: 'failed', reason});
	}
	const of = await ends.of(transfer);
	return toExitCode(of, skipped.length > 0 || ends.hasLeftOut);
}
