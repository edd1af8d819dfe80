import {systemClock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import type {Client} from '../client/client.ts';
import type {Retried} from '../client/retries.ts';
import {exitCodeOf, FtError} from '../protocol/errors.ts';
import {maxPathBytes} from '../protocol/limits.ts';
import {toWaitMs, type EverywhereFlags} from './arguments.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {followClient} from './follow.ts';
import {joinHub} from './join-hub.ts';
import {openClient} from './open-client.ts';
import {openOutput} from './open-output.ts';
import {toErrorLine, type Output} from './output.ts';
import {toExitCode, watchSend} from './send-ends.ts';
import {watchEnds} from './transfer-ends.ts';
import {startWaiting} from './waiting.ts';

/** `ft resume --failed`: one after the other, each until it has ended; 0 when all of it has arrived now, else the code of the first that has not. */
export async function resumeFailed(flags: EverywhereFlags): Promise<number> {
	const output = openOutput(flags);
	const ending = signalEnding();
	const client = await openClient(flags, output, {takesOffers: false, saves: true});
	const unfollow = followClient(client, output, {endsAsError: true});
	try {
		await joinHub(client, ending, toWaitMs(flags));
		const {expired} = startWaiting(client, toWaitMs(flags), systemClock);
		return await untilEnded(Promise.race([resumeAll(client, output, ending), expired]), ending);
	} finally {
		unfollow();
		await client.close();
	}
}

async function resumeAll(client: Client, output: Output, signal: AbortSignal): Promise<number> {
	const failed = client.retries.failed();
	if (failed.length === 0) output.note('nothing that was begun here has failed');
	let exitCode = 0;
	for (const {transfer, title} of failed) {
		output.note(`once more: ${display(title)}`);
		const code = await resumeOne(client, transfer, output, signal);
		exitCode ||= code;
	}
	return exitCode;
}

/** What goes wrong with one of them keeps none of the others. */
async function resumeOne(client: Client, transfer: string, output: Output, signal: AbortSignal): Promise<number> {
	using sendEnds = watchSend(client, output);
	using ends = watchEnds(client);
	try {
		const retried = await client.retries.retry(transfer, signal);
		tellSkipped(retried, output);
		if (retried.kind === 'send') {
			const reached = await sendEnds.of(retried.transfer);
			return toExitCode(reached, retried.skipped.length > 0 || sendEnds.hasLeftOut);
		}
		const end = await ends.of(retried.transfer, 'not downloaded');
		if (end.type === 'received')
			for (const saved of end.paths) output.result(`downloaded ${display(saved, maxPathBytes)}`);
		return toExitCode(['delivered'], retried.skipped.length > 0 || ends.hasLeftOut);
	} catch (error) {
		if (!(error instanceof FtError) || signal.aborted) throw error;
		output.event({type: 'error', code: error.code, message: error.message});
		output.note(toErrorLine(error));
		return exitCodeOf(error);
	}
}

function tellSkipped({transfer, skipped}: Retried, output: Output): void {
	for (const {path, reason} of skipped) {
		output.note(`left out ${path}: ${reason}`);
		output.event({type: 'skipped', transfer, path, cause: 'failed', reason});
	}
}
