import {systemClock} from '../base/clock.ts';
import {formatBytes} from '../base/size-text.ts';
import {dateText} from '../base/time-text.ts';
import type {Listings} from '../client/listings.ts';
import type {FileRow} from '../client/snapshot.ts';
import {FtError} from '../protocol/errors.ts';
import {folderSorts, type FolderSort} from '../protocol/space-messages.ts';
import {showSpacePath, spaceNames, toSpacePath, type SpaceName} from '../protocol/space-path.ts';
import {parseArguments, toChoice, toWaitMs} from './arguments.ts';
import type {Output} from './output.ts';
import {parseSpacePath} from './space-path.ts';
import {startWaiting} from './waiting.ts';
import {withClient} from './with-client.ts';

const help = `Usage: ft ls [public|shared|private[:path]]

What is in the hub's folders; all three when none is named.
public     the hub's operator puts files there for everyone
shared     everyone may upload and download; delete what is yours
private    your own
The operator of the hub can read all of them.

Options
      --long            with size, date and who uploaded it
      --search <text>   looks through whole folders for names that hold it
      --sort <by>       name, size, date or user`;

/** `ft ls`. */
export async function runLs(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('ls', argv, help);
	if (input.length > 1) throw new FtError('usage', 'ft ls takes one folder at most. See: ft ls --help');
	const place = input[0] === undefined ? undefined : parseSpacePath(input[0]);
	const {search} = flags;
	if (search !== undefined && place && place.path.length > 0)
		throw new FtError('usage', `--search looks through a whole folder: ft ls ${place.space} --search ${search}`);
	if (search !== undefined && flags.sort !== undefined)
		throw new FtError('usage', 'what --search finds comes in the order of its paths: leave out --sort');
	const sort = toChoice('--sort', flags.sort, folderSorts, 'name');
	return withClient(flags, async ({client, output}) => {
		const {listings} = client;
		const show = async (space: SpaceName): Promise<void> => {
			const path = place?.path ?? [];
			const rows = search === undefined ? listAll(listings, {space, path, sort}) : findAll(listings, space, search);
			let count = 0;
			for await (const row of rows) {
				count++;
				showRow(output, {space, row, isLong: flags.long ?? false, isWhole: !place || search !== undefined});
			}
			if (count === 0) output.note(emptyText(space, path, search));
		};
		const showAll = async (): Promise<number> => {
			for (const space of place ? [place.space] : spaceNames) await show(space);
			return 0;
		};
		return Promise.race([showAll(), startWaiting(client, toWaitMs(flags), systemClock).expired]);
	});
}

async function* listAll(
	listings: Listings,
	{space, path, sort}: {readonly space: SpaceName; readonly path: readonly string[]; readonly sort: FolderSort},
): AsyncGenerator<FileRow> {
	let page = await listings.list(space, path, {sort});
	yield* page.rows;
	while (page.after !== undefined && page.rows.length > 0) {
		page = await listings.list(space, page.folder, {sort, after: page.after});
		yield* page.rows;
	}
}

async function* findAll(listings: Listings, space: SpaceName, text: string): AsyncGenerator<FileRow> {
	let page = await listings.search(space, text, undefined);
	yield* page.rows;
	while (page.after) {
		page = await listings.search(space, text, page.after);
		yield* page.rows;
	}
}

/** `isWhole`: with its space and path, as it can be typed again. */
function showRow(
	output: Output,
	{
		space,
		row,
		isLong,
		isWhole,
	}: {readonly space: SpaceName; readonly row: FileRow; readonly isLong: boolean; readonly isWhole: boolean},
): void {
	const {path, kind, bytes, modifiedMs, userName, uploadedMs} = row;
	output.event({
		...{type: 'file', space, path: toSpacePath(path).join('/'), kind, bytes, modified: toIso(modifiedMs)},
		...(userName === undefined ? {} : {user: userName}),
		...(uploadedMs === undefined ? {} : {uploaded: toIso(uploadedMs)}),
	});
	const slash = kind === 'folder' ? '/' : '';
	const name = `${isWhole ? showSpacePath(space, path) : row.name}${slash}`;
	if (!isLong) output.result(name);
	else {
		const size = kind === 'folder' ? '' : formatBytes(bytes);
		// Of a folder that was there before, nobody knows.
		const user = userName ?? (kind === 'folder' ? '' : 'operator');
		output.result(`${size.padStart(9)}  ${dateText(modifiedMs)}  ${user.padEnd(16)}  ${name}`);
	}
}

function toIso(timeMs: number): string {
	return new Date(timeMs).toISOString();
}

function emptyText(space: SpaceName, path: readonly string[], search: string | undefined): string {
	if (search !== undefined) return `nothing in ${space} has ${search} in its name`;
	if (path.length > 0) return `${showSpacePath(space, path)} is empty`;
	return {
		public: "public is empty: the hub's operator puts files into shared_files",
		shared: 'shared is empty. Put something there: ft put report.pdf',
		private: 'private is empty. Put something there: ft put --private notes.txt',
	}[space];
}
