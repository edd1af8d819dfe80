import {systemClock} from '../base/clock.ts';
import {formatBytes, formatFiles} from '../base/size-text.ts';
import {exitCodeOf, FtError} from '../protocol/errors.ts';
import {showSpacePath} from '../protocol/space-path.ts';
import {parseArguments, toWaitMs} from './arguments.ts';
import {confirm} from './confirm.ts';
import {toErrorLine} from './output.ts';
import {parseSpacePath} from './space-path.ts';
import {startWaiting} from './waiting.ts';
import {withClient, type ClientScene} from './with-client.ts';

const help = `Usage: ft rm <space:path…>

Deletes files and folders on the hub: in shared what you uploaded, in private
anything. It asks first, unless --yes is given. What ft cannot delete, the
hub's operator can: with rm, in the folder of the hub.`;

/** `ft rm`. */
export async function runRm(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('rm', argv, help);
	if (input.length === 0) throw new FtError('usage', 'what is to be deleted? Say it like ft rm shared:old.zip');
	const places = input.map((text) => parseSpacePath(text));
	const whole = places.find(({path}) => path.length === 0);
	if (whole) throw new FtError('usage', `cannot remove all of ${whole.space} at once. Name what is to go`);
	const named = places.map(({space, path}) => showSpacePath(space, path)).join(', ');
	return withClient(flags, async ({client, output, signal}) => {
		if (!(await confirm(`Delete ${named} from the hub?`, flags.yes ?? false, signal))) return 1;
		const removeAll = async (): Promise<number> => {
			let exitCode = 0;
			for (const place of places) {
				const problem = await remove({client, output, signal}, place, places.length === 1);
				exitCode ||= problem;
			}
			return exitCode;
		};
		return Promise.race([removeAll(), startWaiting(client, toWaitMs(flags), systemClock).expired]);
	});
}

/** Of several, one that fails is told and does not keep the others; returns its exit code. */
async function remove(
	{client, output}: ClientScene,
	{space, path}: ReturnType<typeof parseSpacePath>,
	isOnly: boolean,
): Promise<number> {
	try {
		const {files, bytes} = await client.listings.remove(space, path);
		output.event({type: 'removed', space, path: path.join('/'), bytes, user: client.snapshot().name});
		const count = files === 1 ? '' : `${formatFiles(files)}, `;
		output.result(`deleted ${showSpacePath(space, path)}, ${count}${formatBytes(bytes)}`);
		return 0;
	} catch (error) {
		if (isOnly || !(error instanceof FtError) || error.code === 'unreachable') throw error;
		output.event({type: 'error', code: error.code, message: error.message});
		output.note(toErrorLine(error));
		return exitCodeOf(error);
	}
}
