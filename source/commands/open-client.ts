import path from 'node:path';
import {systemClock} from '../base/clock.ts';
import {createClient, type Client} from '../client/client.ts';
import type {KnownCode} from '../client/first-contact.ts';
import type {AcceptRule} from '../client/offers.ts';
import {normaliseCode} from '../crypto/join-code.ts';
import {randomId} from '../crypto/random.ts';
import {keepBoth} from '../files/choice.ts';
import {readRuntimeFile} from '../files/runtime-file.ts';
import {openTextsTable} from '../files/texts-table.ts';
import {openTransfersTable} from '../files/transfers-table.ts';
import {FtError} from '../protocol/errors.ts';
import {receiptKeepMs} from '../protocol/limits.ts';
import {answerQuestions, chooseAnswers} from './answer-questions.ts';
import {toBytes, toLimit, toWaitMs, type EverywhereFlags} from './arguments.ts';
import type {Output} from './output.ts';
import {openDialler, resolveClient} from './resolve-client.ts';
import {toSaving} from './saving.ts';
import {isLoopbackHost, type ServerAddress} from './server-address.ts';
import {toWaitLimitMs} from './waiting.ts';
import {keepYoungHeapSmall} from './young-heap.ts';

/** How a command takes part. */
export type ClientPurpose = {
	readonly takesOffers: boolean;
	/** It saves files, though it takes no offers unasked. */
	readonly saves?: boolean;
	readonly accept?: AcceptRule;
	/** As given; `./downloads` when not. */
	readonly downloads?: string | undefined;
	/** `--reserve`, as given. */
	readonly reserve?: string | undefined;
	readonly keepsTrying?: boolean;
	readonly resumesSends?: boolean;
	/** It reads standard input itself. */
	readonly takesStdin?: boolean;
	/** Who answers at first contact: the command, from the terminal or standard input (when not told), or the screen. */
	readonly questions?: 'command' | 'screen';
	/** A name and a server that were asked for on the screen. */
	readonly name?: string | undefined;
	readonly server?: string | undefined;
};

const neverAccept: AcceptRule = {mode: 'ask', maxBytes: 0};

/** Makes the client that a command line means. It has not dialled yet. Throws FtError `usage`, `disk-error`. */
export async function openClient(flags: EverywhereFlags, output: Output, purpose: ClientPurpose): Promise<Client> {
	if (purpose.questions !== 'screen') keepYoungHeapSmall();
	const parts = await resolveClient(flags, output, purpose);
	const {name, server, stored, pins, stateFolder} = parts;
	const isServerGiven = (purpose.server ?? flags.server) !== undefined;
	const transfers = openTransfersTable(path.join(stateFolder, 'transfers.db'));
	transfers.prune(systemClock.nowMs() - receiptKeepMs);
	const answers = purpose.questions === 'screen' ? undefined : chooseAnswers(flags.code, purpose.takesStdin ?? false);
	const client = createClient({
		clock: systemClock,
		dialler: openDialler(parts),
		identity: stored.identity,
		greeting: {
			identity: stored.identity,
			name,
			session: randomId(),
			takesOffers: purpose.takesOffers,
			pins,
			address: server.text,
			expectedHubId: server.hubId,
			acceptsNew: flags.acceptNew ?? false,
			findCode: findCode(server, server.code ?? typedCode(flags, output)),
			commandOptions: toCommandOptions(purpose.name ?? flags.name, isServerGiven ? server : undefined),
			nowMs: () => systemClock.nowMs(),
		},
		transfers,
		stateFolder,
		shownTexts: purpose.takesOffers ? openTextsTable(path.join(stateFolder, 'texts.db')) : undefined,
		downloads: path.resolve(purpose.downloads ?? 'downloads'),
		accept: purpose.accept ?? neverAccept,
		saving:
			purpose.takesOffers || purpose.saves === true
				? toSaving(flags, output, purpose.questions === 'screen')
				: keepBoth,
		reserveBytes: toBytes('--reserve', purpose.reserve, 0),
		keepsTrying: purpose.keepsTrying ?? false,
		limitBytesPerSecond: toLimit(flags),
		approvalWaitMs: toWaitLimitMs(toWaitMs(flags)),
		resumesSends: purpose.resumesSends ?? false,
		canAsk: purpose.questions === 'screen' || answers !== undefined,
		onAdmitted: () => stored.keep(),
	});
	if (answers) answerQuestions(client, answers);
	return client;
}

/** What names the same name and hub on another command line: the rest is remembered, or in the environment. */
function toCommandOptions(name: string | undefined, server: ServerAddress | undefined): string {
	return `${server ? ` --server ${server.text}` : ''}${name === undefined ? '' : ` --name ${name}`}`;
}

function typedCode(flags: EverywhereFlags, output: Output): string | undefined {
	const isOnCommandLine = flags.code !== undefined && flags.code !== '-';
	if (isOnCommandLine)
		output.note('a code on the command line can be read by other users of this machine: better give it with FT_CODE');
	const text = isOnCommandLine ? flags.code : process.env['FT_CODE'];
	if (text === undefined) return undefined;
	const code = normaliseCode(text);
	if (code === undefined) throw new FtError('wrong-code', 'that is no join code: it looks like 349p-yh2c-5jsw');
	return code;
}

/** The same login's hub on this machine vouches for itself by its runtime file; elsewhere a typed code is needed. */
function findCode(server: ServerAddress, typed: string | undefined): (hubId: string) => Promise<KnownCode | undefined> {
	return async (hubId) => {
		const runtime = isLoopbackHost(server.host) ? await readRuntimeFile(server.port, process.env) : undefined;
		if (runtime?.hubId === hubId) return {code: runtime.code, isSameLogin: true};
		return typed === undefined ? undefined : {code: typed, isSameLogin: false};
	};
}
