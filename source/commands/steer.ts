import {systemClock, sleep} from '../base/clock.ts';
import {displaySentence} from '../base/display.ts';
import type {Client} from '../client/client.ts';
import type {TransferRecord} from '../files/transfers-table.ts';
import {errorTable, FtError} from '../protocol/errors.ts';
import type {LegState} from '../protocol/messages.ts';
import {parseArguments, refuseInput, toWaitMs} from './arguments.ts';
import {findTransfer} from './find-transfer.ts';
import {followClient} from './follow.ts';
import {openNameState} from './name-state.ts';
import {openOutput} from './open-output.ts';
import type {Output} from './output.ts';
import {resumeFailed} from './resume-failed.ts';
import {resumeSend, type ResumedSend} from './resume-send.ts';
import {startWaiting} from './waiting.ts';
import {withClient} from './with-client.ts';

const endedStates: ReadonlySet<LegState> = new Set([
	'delivered',
	'declined',
	'cancelled',
	'failed',
	'expired',
	'taken',
	'withdrawn',
]);

type Verb = 'pause' | 'resume' | 'cancel';

const what: Record<Verb, string> = {
	pause: 'Pauses transfers. They keep what has arrived.',
	resume: 'Lets paused transfers go on. A send that no program of yours serves any more\ngoes on here, until its end.',
	cancel: 'Ends transfers for good, at both ends.',
};

const failedHelp = `

Options
      --failed  begins once more what has failed through this hub, here: of
                several recipients with those only with whom it failed`;

function helpOf(verb: Verb): string {
	const usage = verb === 'resume' ? 'ft resume <id…> | --failed' : `ft ${verb} <id…>`;
	const page = `Usage: ${usage}\n\n${what[verb]}\nAn id is the first digits of what ft transfers shows.`;
	return verb === 'resume' ? page + failedHelp : page;
}

/** `ft pause`, `ft resume`, `ft cancel`: asks the hub, which tells whoever serves the transfer. */
export async function runSteer(verb: Verb, argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments(verb, argv, helpOf(verb));
	if ('failed' in flags && flags.failed) {
		refuseInput(`${verb} --failed`, input);
		return await resumeFailed(flags);
	}
	if (input.length === 0) throw new FtError('usage', `which transfer? ft ${verb} <id>; see ft transfers`);
	const state = await openNameState(flags, openOutput(flags));
	const wanted = input.map((typed) => {
		const records = state.transfers.find(typed.toLowerCase());
		const id = findTransfer(
			records.map((record) => record.transfer),
			typed,
			'ft transfers',
		);
		const own = records.filter((record) => record.transfer === id);
		refuseEnded(verb, own);
		return {id, hubs: own.map(({hubId}) => hubId)};
	});
	state.transfers.close();
	return withClient(flags, async ({client, output}) => {
		const resumed: ResumedSend[] = [];
		// Of what is sent from here on everything is told.
		using _following = verb === 'resume' ? following(client, output) : undefined;
		for (const {id, hubs} of wanted) {
			refuseElsewhere(verb, id, hubs.includes(client.link.hubId ?? ''));
			const own = verb === 'resume' ? await resumeSend(client, id, output) : undefined;
			if (own) resumed.push(own);
			else await steerOne(client, verb, id);
			output.event({
				type: verb === 'cancel' ? 'cancelled' : verb === 'pause' ? 'paused' : 'resumed',
				transfer: id,
				...(verb === 'cancel' ? {code: 'cancelled'} : {}),
				reason: 'you',
			});
			output.result(`${verb === 'cancel' ? 'cancelled' : verb === 'pause' ? 'paused' : 'resumed'} ${id.slice(0, 8)}`);
		}
		return resumed.length === 0 ? 0 : await untilAllEnded(client, resumed, toWaitMs(flags));
	});
}

/** Of several that end in different ways the code says only that not all went well. */
async function untilAllEnded(
	client: Client,
	resumed: readonly ResumedSend[],
	waitMs: number | undefined,
): Promise<number> {
	const {expired} = startWaiting(client, waitMs, systemClock);
	const [first = 0, ...others] = await Promise.race([Promise.all(resumed.map(({ended}) => ended)), expired]);
	return others.every((code) => code === first) ? first : errorTable.failed.exit;
}

function following(client: Client, output: Output): Disposable {
	return {[Symbol.dispose]: followClient(client, output)};
}

function refuseEnded(verb: Verb, records: readonly TransferRecord[]): void {
	const ended = records.every(({state}) => endedStates.has(state)) ? records[0] : undefined;
	if (ended) {
		throw new FtError(
			'no-such-transfer',
			`cannot ${verb} ${ended.transfer.slice(0, 8)}: it has ended (${ended.state}). See what has not: ft transfers`,
		);
	}
}

/** Another hub would not know of it, and the one that has it would not hear of this. */
function refuseElsewhere(verb: Verb, id: string, isHere: boolean): void {
	if (!isHere)
		throw new FtError(
			'no-such-transfer',
			`cannot ${verb} ${id.slice(0, 8)}: it goes through another hub than this one. Name that hub with --server`,
		);
}

/** Rejects with the hub's refusal if one comes back before a round trip is over. */
async function steerOne(client: Client, verb: Verb, transfer: string): Promise<void> {
	let refusal: FtError | undefined;
	const unsubscribe = client.link.subscribe((event) => {
		if (event.type === 'message' && event.message.type === 'refuse' && event.message.transfer === transfer) {
			refusal = new FtError(event.message.code, displaySentence(event.message.message));
		}
	});
	await client.steer(transfer, verb);
	// Answers come in order: when this one is back, the refusal would have been.
	await client.link.ask('offers', (request) => ({type: 'offers', request}));
	await sleep(systemClock, 0);
	unsubscribe();
	// A hub that was restarted knows nothing of it; cancelling is then only ours to do.
	if (refusal && !(verb === 'cancel' && refusal.code === 'no-such-transfer')) throw refusal;
}
