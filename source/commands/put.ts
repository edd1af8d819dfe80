import {systemClock} from '../base/clock.ts';
import {formatBytes, formatFiles} from '../base/size-text.ts';
import type {Client} from '../client/client.ts';
import {describeNotAll} from '../client/events.ts';
import type {PutRequest} from '../client/sends.ts';
import {errorTable, FtError} from '../protocol/errors.ts';
import {showSpacePath} from '../protocol/space-path.ts';
import {parseArguments, toIfExists, toWaitMs, type EverywhereFlags} from './arguments.ts';
import {describeLeftOut, runDryRun} from './dry-run.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {followClient} from './follow.ts';
import {readSources} from './given-sources.ts';
import {joinHub} from './join-hub.ts';
import {openClient} from './open-client.ts';
import {openOutput} from './open-output.ts';
import type {Output} from './output.ts';
import {parseSpacePath, type SpacePlace} from './space-path.ts';
import {watchEnds} from './transfer-ends.ts';
import {startWaiting} from './waiting.ts';

const help = `Usage: ft put <path…>

Uploads files or folders to the hub: into shared, where everyone sees them. The
operator of the hub can read all of its folders.
The same command again goes on with what was left unfinished.

Options
      --private            into your own folder, which no other user sees
      --to <space:path>    into a folder there, made when missing; for example
                           shared:photos/
      --stdin-name <name>  uploads standard input (also: -) under this name
      --exclude <pattern>  leaves out what matches, as a line of a .gitignore in
                           each given folder would; give it as often as needed
      --gitignore          leaves out what the .gitignore files there name
      --dry-run            lists what would be uploaded, and uploads nothing`;

/** `ft put`: ends when the hub has signed for all of it. */
export async function runPut(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('put', argv, help);
	const sources = readSources(input, flags, 'what is to be uploaded? ft put report.pdf');
	const {space, path: folder} = toTarget(flags.to, flags.private ?? false);
	const into = {space, folder, ifExists: toPutIfExists(flags), quick: flags.quick ?? false};
	const output = openOutput(flags);
	const ending = signalEnding();
	if (flags.dryRun === true) return await untilEnded(runDryRun({...sources, output, signal: ending}), ending);
	const client = await openClient(flags, output, {takesOffers: false, takesStdin: sources.usesStdin});
	const unfollow = followClient(client, output, {endsAsError: true});
	try {
		await joinHub(client, ending, toWaitMs(flags));
		const {expired} = startWaiting(client, toWaitMs(flags), systemClock);
		const {paths, remove} = await sources.take(client.stateFolder, output, ending);
		const exitCode = await untilEnded(
			Promise.race([putAll(client, {...into, paths, filter: sources.filter}, output, ending), expired]),
			ending,
		);
		// Cut off before this, the copy stays with the unfinished transfer.
		await remove();
		return exitCode;
	} finally {
		unfollow();
		await client.close();
	}
}

/** Where `--to` and `--private` lead. Throws FtError `usage`. */
export function toTarget(to: string | undefined, isPrivate: boolean): Pick<SpacePlace, 'space' | 'path'> {
	const own = isPrivate ? 'private' : 'shared';
	const place = to === undefined ? ({space: own, path: []} as const) : parseSpacePath(to, own);
	if (isPrivate && place.space !== 'private')
		throw new FtError('usage', `--private and --to ${showSpacePath(place.space, place.path)} exclude each other`);
	if (place.space === 'public')
		throw new FtError(
			'usage',
			'what is in public the operator of the hub puts there, into its folder shared_files. Upload to shared, or --private',
		);
	return place;
}

function toPutIfExists(flags: EverywhereFlags): PutRequest['ifExists'] {
	const ifExists = toIfExists(flags);
	if (ifExists !== 'ask') return ifExists;
	throw new FtError(
		'usage',
		'the hub saves what is uploaded, and asks nobody. Choose rename, skip or overwrite for --if-exists',
	);
}

async function putAll(client: Client, request: PutRequest, output: Output, signal: AbortSignal): Promise<number> {
	using ends = watchEnds(client);
	const unsubscribe = client.subscribe((event) => {
		if (event.type === 'uploaded')
			output.result(`uploaded ${showSpacePath(event.space, [event.path])}, ${formatBytes(event.bytes)}`);
	});
	try {
		const {transfer, files, folders, bytes, skipped, leftOut, isResumed} = await client.sends.put(request, signal);
		const where = showSpacePath(request.space, request.folder);
		output.note(
			`${isResumed ? 'going on with' : 'uploading'} ${formatFiles(files, folders)}, ${formatBytes(bytes)}, to ${where}`,
		);
		const asAsked = describeLeftOut(leftOut);
		if (asAsked !== '') output.note(`left out as asked: ${asAsked}`);
		for (const {path, reason} of skipped) {
			output.note(`left out ${path}: ${reason}`);
			output.event({type: 'skipped', transfer, path, cause: 'failed', reason});
		}
		const end = await ends.of(transfer, 'not uploaded');
		const notAll = describeNotAll(end);
		if (notAll !== '') output.note(notAll);
		return skipped.length > 0 || ends.hasLeftOut ? errorTable.partial.exit : 0;
	} finally {
		unsubscribe();
	}
}
