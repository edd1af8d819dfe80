import {formatBytes, formatFiles} from '../base/size-text.ts';
import type {Client} from '../client/client.ts';
import type {Output} from './output.ts';
import {toExitCode, watchSend} from './send-ends.ts';

/** How a send that this command has taken up ends: resolves with its exit code, as that of `ft send`. */
export type ResumedSend = {readonly ended: Promise<number>};

/** Takes up a send that no process of this name serves any more, after a crash or an end in the middle. Undefined when there is no such send. */
export async function resumeSend(client: Client, transfer: string, output: Output): Promise<ResumedSend | undefined> {
	const outgoing = await client.sends.take(transfer);
	if (!outgoing) return undefined;
	const ends = watchSend(client, output);
	const {files, totalBytes, peerName} = outgoing.row;
	output.note(`going on with ${formatFiles(files)}, ${formatBytes(totalBytes)}, to ${peerName}`);
	await client.sends.offer(outgoing);
	outgoing.resume();
	const end = async (): Promise<number> => {
		using watched = ends;
		return toExitCode(await watched.of(transfer), watched.hasLeftOut);
	};
	return {ended: end()};
}
