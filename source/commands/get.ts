import fs from 'node:fs';
import path from 'node:path';
import {systemClock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {formatBytes, formatCount, formatFiles} from '../base/size-text.ts';
import type {Client} from '../client/client.ts';
import {describeNotAll} from '../client/events.ts';
import type {GetRequest, GetStarted} from '../client/gets.ts';
import {keepBoth} from '../files/choice.ts';
import {errorTable, FtError} from '../protocol/errors.ts';
import {maxFetchPaths, maxPathBytes} from '../protocol/limits.ts';
import {spaceNames} from '../protocol/space-path.ts';
import {parseArguments, toWaitMs} from './arguments.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {followClient} from './follow.ts';
import {joinHub} from './join-hub.ts';
import {makeDownloads} from './make-downloads.ts';
import {openClient} from './open-client.ts';
import {openOutput} from './open-output.ts';
import type {Output} from './output.ts';
import {toSaving} from './saving.ts';
import {parseSpacePath, type SpacePlace} from './space-path.ts';
import {openStdoutFolder} from './stdout-folder.ts';
import {watchEnds} from './transfer-ends.ts';
import {startWaiting} from './waiting.ts';

const help = `Usage: ft get <space:path…>

Downloads files or folders of the hub: public:report.pdf, shared:photos/,
private:notes.txt. Without a space it is looked for in public. The operator of
the hub can read all of its folders.
The same command again goes on with what was left unfinished.

Options
      --out <dir>       where it is saved (./downloads); - writes files to
                        standard output: ft get shared:log.txt --out - | less
      --reserve <size>  leaves so much of the disk free (5 %, up to 256 MiB)`;

type Scene = {readonly saving: GetRequest['saving']; readonly output: Output; readonly signal: AbortSignal};

/** `ft get`: ends when all of it is saved. */
export async function runGet(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('get', argv, help);
	if (input.length === 0)
		throw new FtError('usage', 'what is to be downloaded? ft get public:report.pdf. See what there is: ft ls');
	const places = input.map((text) => parseSpacePath(text, 'public'));
	const isToStdout = flags.out === '-';
	if (isToStdout) checkForStdout(places, flags.json ?? false);
	const output = openOutput(flags);
	const saving = isToStdout ? keepBoth : toSaving(flags, output, false);
	const ending = signalEnding();
	const out = path.resolve(flags.out ?? 'downloads');
	const isNew = !isToStdout && makeDownloads(out, '--out');
	const client = await openClient(flags, output, {takesOffers: false, reserve: flags.reserve});
	const unfollow = followClient(client, output, {endsAsError: true});
	try {
		await joinHub(client, ending, toWaitMs(flags));
		const {expired} = startWaiting(client, toWaitMs(flags), systemClock);
		const work = isToStdout
			? writeToStdout(client, places, {saving, output, signal: ending})
			: saveInto(out, client, places, {saving, output, signal: ending});
		const exitCode = await untilEnded(Promise.race([work, expired]), ending);
		if (isNew) output.note(`made ${out}`);
		return exitCode;
	} finally {
		unfollow();
		await client.close();
		// Made for nothing.
		if (isNew) removeIfEmpty(out);
	}
}

function checkForStdout(places: readonly SpacePlace[], isJson: boolean): void {
	if (isJson)
		throw new FtError(
			'usage',
			'--out - writes files to standard output, --json events: only one of them has room there',
		);
	const folder = places.find(({path, isFolder}) => isFolder || path.length === 0);
	if (folder) throw folderError(folder.path.at(-1) ?? folder.space);
}

function removeIfEmpty(folder: string): void {
	try {
		fs.rmdirSync(folder);
	} catch {
		// What was saved, or goes on with the next command.
	}
}

function folderError(name: string): FtError {
	return new FtError(
		'usage',
		`${display(name)} is a folder; to standard output goes a file. Save it with: --out <dir>`,
	);
}

/** One for each space that is named, and for as many paths as one may name. */
function toRequests(places: readonly SpacePlace[], out: string, saving: GetRequest['saving']): GetRequest[] {
	return spaceNames.flatMap((space) => {
		const paths = places.filter((place) => place.space === space).map((place) => place.path);
		const requests: GetRequest[] = [];
		for (let from = 0; from < paths.length; from += maxFetchPaths)
			requests.push({space, paths: paths.slice(from, from + maxFetchPaths), out, saving});
		return requests;
	});
}

async function saveInto(out: string, client: Client, places: readonly SpacePlace[], scene: Scene): Promise<number> {
	const {output} = scene;
	using ends = watchEnds(client);
	const started = await startAll(client, toRequests(places, out, scene.saving), scene);
	for (const {transfer} of started) {
		const end = await ends.of(transfer, 'not downloaded');
		if (end.type === 'received')
			for (const saved of end.paths.filter((place) => !ends.same.has(place)))
				output.result(`downloaded ${display(saved, maxPathBytes)}`);
		const notAll = describeNotAll(end);
		if (notAll !== '') output.note(notAll);
	}
	return ends.hasLeftOut || started.some(({skippedEntries}) => skippedEntries > 0) ? errorTable.partial.exit : 0;
}

/** All or none: what one of them lacks is told before anything of the others is kept. */
async function startAll(
	client: Client,
	requests: readonly GetRequest[],
	{output, signal}: Scene,
): Promise<GetStarted[]> {
	const all: GetStarted[] = [];
	try {
		for (const request of requests) {
			const started = await client.gets.start(request, signal);
			all.push(started);
			tellStarted(started, output);
		}
		return all;
	} catch (error) {
		// A signal ends the command only: what began goes on with the next.
		for (const {transfer} of signal.aborted ? [] : all) await client.offers.incoming(transfer)?.cancel();
		throw error;
	}
}

function tellStarted({transfer, files, bytes, skipped, skippedEntries, isResumed}: GetStarted, output: Output): void {
	output.note(`${isResumed ? 'going on with' : 'downloading'} ${formatFiles(files)}, ${formatBytes(bytes)}`);
	for (const {path, reason} of skipped) {
		output.note(`left out ${path}: ${reason}`);
		output.event({type: 'skipped', transfer, path, cause: 'failed', reason});
	}
	const more = skippedEntries - skipped.length;
	if (more > 0) output.note(`left out ${formatCount(more, 'more entry', 'more entries')}`);
}

/** Received and checked whole before the first byte goes out: what breaks in the middle goes on with the same command. */
async function writeToStdout(
	client: Client,
	places: readonly SpacePlace[],
	{saving, output, signal}: Scene,
): Promise<number> {
	using ends = watchEnds(client);
	let exitCode = 0;
	for (const place of places) {
		const folder = openStdoutFolder(client.stateFolder, [client.link.hubId ?? '', place.space, ...place.path]);
		const request = {space: place.space, paths: [place.path], out: folder.path, saving};
		const started = await client.gets.start(request, signal);
		if (started.hasFolder) {
			await client.offers.incoming(started.transfer)?.cancel();
			folder.remove();
			throw folderError(place.path.at(-1) ?? place.space);
		}
		tellStarted(started, output);
		const end = await ends.of(started.transfer, 'not downloaded');
		output.progress('');
		for (const file of end.type === 'received' ? end.paths : []) await folder.write(file, process.stdout);
		folder.remove();
		if (ends.hasLeftOut) exitCode = errorTable.partial.exit;
	}
	return exitCode;
}
