import os from 'node:os';
import path from 'node:path';
import {systemClock} from '../base/clock.ts';
import {createClient, type Client} from '../client/client.ts';
import type {KnownCode} from '../client/first-contact.ts';
import type {AcceptRule} from '../client/offers.ts';
import {loadPins, type Pins} from '../client/pins.ts';
import {normaliseCode} from '../crypto/join-code.ts';
import {randomId} from '../crypto/random.ts';
import {keepBoth} from '../files/choice.ts';
import {configFile, type Config} from '../files/config-file.ts';
import {nameFolder, resolveHome, type Home} from '../files/home.ts';
import {pinsFile} from '../files/pins-file.ts';
import {diskReason} from '../files/disk-error.ts';
import {makeFolder} from '../files/make-folder.ts';
import {makePrivateFolder} from '../files/private-file.ts';
import {readRuntimeFile} from '../files/runtime-file.ts';
import {openTextsTable} from '../files/texts-table.ts';
import {openTransfersTable} from '../files/transfers-table.ts';
import {FtError} from '../protocol/errors.ts';
import {isHubLink} from '../protocol/hub-link.ts';
import {receiptKeepMs} from '../protocol/limits.ts';
import {proposeUserName, userNameProblem} from '../protocol/user-name.ts';
import type {KnownHub} from '../state/first-run.ts';
import type {Dialler} from '../transport/data-connection.ts';
import {createDialler} from '../transport/dial.ts';
import {answerQuestions, chooseAnswers} from './answer-questions.ts';
import {toBytes, toLimit, toWaitMs, type EverywhereFlags} from './arguments.ts';
import {loadIdentity, type StoredIdentity} from './identity-store.ts';
import type {Output} from './output.ts';
import {openOwnFolders} from './own-folders.ts';
import {toSaving} from './saving.ts';
import {isLoopbackHost, parseServerAddress, type ServerAddress} from './server-address.ts';
import {usedHubs} from './used-hubs.ts';
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

/** Who a command line means to be, and to which hub. */
export type ClientParts = {
	readonly name: string;
	readonly server: ServerAddress;
	readonly stored: StoredIdentity;
	readonly pins: Pins;
	/** What this name keeps on this machine. */
	readonly stateFolder: string;
};

/** Who a command line means to be, and the folder where that name keeps its key. Throws FtError `usage`, `disk-error`. */
export async function resolveName(given: string | undefined, output: Output) {
	const {configDir} = homeOfLogin();
	const warn = (text: string): void => {
		output.note(text);
	};
	const config = await configFile(path.join(configDir, 'config.json')).read(warn);
	const name = chooseName(given ?? process.env['FT_NAME'] ?? config.name);
	return {name, folder: nameFolder(configDir, name), config, warn};
}

/** Resolves name, hub, keys, pins and folders. Throws FtError `usage`, `disk-error`. */
export async function resolveClient(
	flags: EverywhereFlags,
	output: Output,
	chosen: Pick<ClientPurpose, 'name' | 'server'> = {},
): Promise<ClientParts> {
	const {name, config, warn} = await resolveName(chosen.name ?? flags.name, output);
	const typed = chosen.server ?? flags.server;
	if (typed !== undefined && isHubLink(typed) && process.argv.some((argument) => argument.includes(typed)))
		output.note(
			'a link on the command line can be read by other users of this machine, with the code in it: better give it with FT_SERVER',
		);
	const server = parseServerAddress(typed ?? process.env['FT_SERVER'] ?? config.server ?? 'localhost');
	const {configFolder, stateFolder} = openOwnFolders(homeOfLogin(), name, warn);
	const stored = await loadIdentity(configFolder, warn);
	return {name, server, stored, pins: await loadPins(pinsFile(path.join(configFolder, 'pins.json'))), stateFolder};
}

/** How this name reaches its hub. */
export function openDialler({server, stored}: ClientParts): Dialler {
	return createDialler({host: server.host, port: server.port, certificate: stored.certificate, clock: systemClock});
}

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
		reserveBytes: toBytes('--reserve', purpose.reserve),
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

/** What the first screen opens with: the remembered name, one made of the login's, and what was chosen there before. */
export async function rememberedName(): Promise<{
	name: string | undefined;
	proposal: string;
	server: string | undefined;
	unaskedBytes: number | undefined;
	hubs: readonly KnownHub[];
	bell: boolean | undefined;
	mouse: boolean | undefined;
}> {
	const config = await configFile(path.join(homeOfLogin().configDir, 'config.json')).read();
	const {name, server, unaskedBytes, bell, mouse} = config;
	const proposal = name ?? proposeUserName(loginName());
	return {name, proposal, server, unaskedBytes, hubs: usedHubs(config), bell, mouse};
}

/** Changes what all names of this login share. */
export async function remember(change: (config: Config) => Config): Promise<void> {
	const home = homeOfLogin();
	makePrivateFolder(home.configDir);
	await configFile(path.join(home.configDir, 'config.json')).change(change);
}

/** Makes the folder where files are saved, chosen with `option`; true when it was not there. Throws FtError `disk-error`. */
export function makeDownloads(folder: string, option = '--downloads'): boolean {
	try {
		return makeFolder(folder);
	} catch (error) {
		throw new FtError(
			'disk-error',
			`cannot make the folder ${folder}: ${diskReason(error)}. Choose another with ${option}`,
			{cause: error},
		);
	}
}

function homeOfLogin(): Home {
	return resolveHome(process.env, os.homedir());
}

function loginName(): string {
	try {
		return os.userInfo().username;
	} catch {
		return 'user';
	}
}

function chooseName(name: string | undefined): string {
	if (name === undefined) return proposeUserName(loginName());
	const problem = userNameProblem(name);
	if (problem !== undefined)
		throw new FtError(
			'usage',
			`the name ${JSON.stringify(name)} cannot be used: ${problem}. Choose another with --name`,
		);
	return name;
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
