import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {systemClock} from '../base/clock.ts';
import {createClient, type Client} from '../client/client.ts';
import type {KnownCode} from '../client/greet.ts';
import type {AcceptRule} from '../client/offers.ts';
import {loadPins} from '../client/pins.ts';
import {normaliseCode} from '../crypto/join-code.ts';
import {randomId} from '../crypto/random.ts';
import {configFile} from '../files/config-file.ts';
import {nameFolder, resolveHome, type Home} from '../files/home.ts';
import {pinsFile} from '../files/pins-file.ts';
import {makePrivateFolder} from '../files/private-file.ts';
import {readRuntimeFile} from '../files/runtime-file.ts';
import {openTransfersTable} from '../files/transfers-table.ts';
import {FtError} from '../protocol/errors.ts';
import {receiptKeepMs} from '../protocol/limits.ts';
import {proposeUserName, userNameProblem} from '../protocol/user-name.ts';
import {createDialler} from '../transport/dial.ts';
import {toIfExists, type EverywhereFlags} from './arguments.ts';
import {loadIdentity} from './identity-store.ts';
import type {Output} from './output.ts';
import {isLoopbackHost, parseServerAddress, type ServerAddress} from './server-address.ts';

/** How a command takes part. */
export type ClientPurpose = {
	readonly takesOffers: boolean;
	readonly accept?: AcceptRule;
	/** As given; `./downloads` when not. */
	readonly downloads?: string | undefined;
	readonly keepsTrying?: boolean;
	readonly resumesSends?: boolean;
	/** A name and a server that were asked for on the screen. */
	readonly name?: string | undefined;
	readonly server?: string | undefined;
};

const neverAccept: AcceptRule = {mode: 'ask', maxBytes: 0};

/** Makes the client that a command line means: name, hub, keys, pins, folders. It has not dialled yet. Throws FtError `usage`, `disk-error`. */
export async function openClient(flags: EverywhereFlags, output: Output, purpose: ClientPurpose): Promise<Client> {
	const {env} = process;
	const home = resolveHome(env, os.homedir());
	const config = await configFile(path.join(home.configDir, 'config.json')).read((text) => {
		output.note(text);
	});
	const name = chooseName(purpose.name ?? flags.name ?? env['FT_NAME'] ?? config.name);
	const server = parseServerAddress(purpose.server ?? flags.server ?? env['FT_SERVER'] ?? config.server ?? 'localhost');
	const stored = await loadIdentity(nameFolder(home.configDir, name), (text) => {
		output.note(text);
	});
	const stateFolder = nameFolder(home.stateDir, name);
	makePrivateFolder(stateFolder);
	const transfers = openTransfersTable(path.join(stateFolder, 'transfers.db'));
	transfers.prune(systemClock.nowMs() - receiptKeepMs);
	const pins = await loadPins(pinsFile(path.join(nameFolder(home.configDir, name), 'pins.json')));
	return createClient({
		clock: systemClock,
		dialler: createDialler({host: server.host, port: server.port, certificate: stored.certificate, clock: systemClock}),
		identity: stored.identity,
		greeting: {
			identity: stored.identity,
			name,
			session: randomId(),
			takesOffers: purpose.takesOffers,
			pins,
			address: server.text,
			acceptsNew: flags.acceptNew ?? false,
			findCode: findCode(server, typedCode(flags, output)),
			nowMs: () => systemClock.nowMs(),
		},
		transfers,
		stateFolder,
		downloads: path.resolve(purpose.downloads ?? 'downloads'),
		accept: purpose.accept ?? neverAccept,
		ifExists: toIfExists(flags),
		keepsTrying: purpose.keepsTrying ?? false,
		resumesSends: purpose.resumesSends ?? false,
		onAdmitted: () => stored.keep(),
	});
}

/** The default name, remembered or made of the login's; undefined when nothing was ever chosen. */
export async function rememberedName(): Promise<{name: string | undefined; proposal: string; server: string | undefined}> {
	const config = await configFile(path.join(homeOfLogin().configDir, 'config.json')).read();
	return {name: config.name, proposal: proposeUserName(loginName()), server: config.server};
}

/** Remembers what the first screen was told. */
export async function rememberName(name: string, server: string): Promise<void> {
	const home = homeOfLogin();
	makePrivateFolder(home.configDir);
	await configFile(path.join(home.configDir, 'config.json')).change((config) => ({...config, name, server}));
}

/** Makes the downloads folder; true when it was not there. Throws FtError `disk-error`. */
export function makeDownloads(folder: string): boolean {
	try {
		return fs.mkdirSync(folder, {recursive: true}) !== undefined;
	} catch (error) {
		throw new FtError('disk-error', `cannot make the folder ${folder}: ${error instanceof Error ? error.message : ''}. Choose another with --downloads`, {cause: error});
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
	if (problem !== undefined) throw new FtError('usage', `the name ${JSON.stringify(name)} cannot be used: ${problem}. Choose another with --name`);
	return name;
}

function typedCode(flags: EverywhereFlags, output: Output): string | undefined {
	if (flags.code !== undefined) output.note('a code on the command line can be read by other users of this machine: better give it with FT_CODE');
	const text = flags.code ?? process.env['FT_CODE'];
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
