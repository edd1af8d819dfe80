import {formatBytes, formatCount} from '../base/size-text.ts';
import {systemClock} from '../base/clock.ts';
import type {Client} from '../client/client.ts';
import {describeNotAll, type ClientEvent} from '../client/events.ts';
import type {SendRequest} from '../client/sends.ts';
import {errorTable, type ErrorCode} from '../protocol/errors.ts';
import type {HubUser} from '../protocol/messages.ts';
import {parseArguments, toWaitMs} from './arguments.ts';
import {describeLeftOut, runDryRun} from './dry-run.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {findRecipients, recipientNames} from './find-user.ts';
import {followClient} from './follow.ts';
import {readSources, sourceFlags} from './given-sources.ts';
import {joinHub} from './join-hub.ts';
import {openClient} from './open-client.ts';
import {openOutput} from './open-output.ts';
import type {Output} from './output.ts';
import {startWaiting} from './waiting.ts';

const help = `Usage: ft send <path…> --to <name>

Offers files or folders to people who are online, and sends when they accept.
The same command again goes on with what was left unfinished.

Options
      --to <names>         bob, or bob,carol, or all
      --note <text>        a line they see with the offer
      --stdin-name <name>  sends standard input (also: -) under this name
      --exclude <pattern>  leaves out what matches, as a line of a .gitignore in
                           each given folder would; give it as often as needed
      --gitignore          leaves out what the .gitignore files there name
      --dry-run            lists what would be sent, and sends nothing`;

const flagsOfSend = {
	to: {type: 'string'},
	note: {type: 'string'},
	...sourceFlags,
} as const;

/** How a transfer of this command ended: the worst of them is the exit code. */
type End = {readonly user: string; readonly code: ErrorCode | 'delivered' | 'left-out'};

/** `ft send`: ends when every recipient has it, or cannot get it. */
export async function runSend(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments(argv, help, flagsOfSend);
	const sources = readSources(input, flags, 'what is to be sent? ft send report.pdf --to bob');
	const output = openOutput(flags);
	const ending = signalEnding();
	if (flags.dryRun === true) return await untilEnded(runDryRun({...sources, output, signal: ending}), ending);
	const names = recipientNames(flags.to);
	const client = await openClient(flags, output, {takesOffers: false, takesStdin: sources.usesStdin});
	const unfollow = followClient(client, output);
	try {
		await joinHub(client, ending, toWaitMs(flags));
		const users = findRecipients(client.people, names, client.snapshot().name);
		const waiting = startWaiting(client, toWaitMs(flags), systemClock);
		const {paths, remove} = await sources.take(client.stateFolder, output, ending);
		const request = {paths, note: flags.note ?? '', filter: sources.filter};
		const ends = await untilEnded(
			Promise.race([sendToAll(client, users, request, output, ending), waiting.expired]),
			ending,
		);
		// Cut off before this, the copy stays with the unfinished transfer.
		await remove();
		return toExitCode(ends);
	} finally {
		unfollow();
		await client.close();
	}
}

async function sendToAll(
	client: Client,
	users: readonly HubUser[],
	request: Omit<SendRequest, 'to' | 'toName'>,
	output: Output,
	signal: AbortSignal,
): Promise<End[]> {
	const ends: End[] = [];
	const open = new Map<string, string>();
	let hasLeftOut = false;
	const early: ClientEvent[] = [];
	const finished = Promise.withResolvers<void>();
	const take = (event: ClientEvent): void => {
		if (!('transfer' in event) || !('user' in event)) return;
		if (!open.has(event.transfer)) {
			early.push(event);
			return;
		}
		const code =
			event.type === 'delivered'
				? 'delivered'
				: event.type === 'declined'
					? 'declined'
					: event.type === 'failed' || event.type === 'cancelled'
						? event.code
						: undefined;
		if (code === undefined) return;
		open.delete(event.transfer);
		ends.push({user: event.user, code});
		if (event.type === 'delivered') {
			const notAll = describeNotAll(event);
			if (event.left > 0) hasLeftOut = true;
			output.result(`delivered to ${event.user}${notAll === '' ? '' : `: ${notAll}`}`);
		} else output.result(`not delivered to ${event.user}`);
		if (open.size === 0) finished.resolve();
	};
	const unsubscribe = client.subscribe((event) => {
		if (event.type === 'skipped' && event.cause === 'failed') hasLeftOut = true;
		take(event);
	});
	try {
		for (const user of users) {
			const started = await client.sends.start({...request, to: user.id, toName: user.name}, signal);
			open.set(started.transfer, user.name);
			output.note(
				`${started.isResumed ? 'going on with' : 'offering'} ${formatCount(started.files, 'file')}, ${formatBytes(started.bytes)}, to ${user.name}`,
			);
			const leftOut = describeLeftOut(started.leftOut);
			if (leftOut !== '') output.note(`left out as asked: ${leftOut}`);
			for (const {path, reason} of started.skipped) {
				hasLeftOut = true;
				output.note(`left out ${path}: ${reason}`);
				output.event({type: 'skipped', transfer: started.transfer, path, cause: 'failed', reason});
			}
			for (const event of early.splice(0)) take(event);
		}
		if (open.size > 0) await finished.promise;
	} finally {
		unsubscribe();
	}
	return hasLeftOut ? [...ends, {user: '', code: 'left-out'}] : ends;
}

/** 0 delivered to all, 10 with something left out, 6 declined by all, 1 not to all; a lone failure keeps its own code. */
function toExitCode(ends: readonly End[]): number {
	const people = ends.filter((end) => end.user !== '');
	const failures = people.flatMap((end) => (end.code === 'delivered' || end.code === 'left-out' ? [] : end.code));
	const [first] = failures;
	if (first === undefined) return ends.some((end) => end.code === 'left-out') ? 10 : 0;
	if (failures.length < people.length) return 1;
	return failures.every((code) => code === first) ? errorTable[first].exit : 1;
}
