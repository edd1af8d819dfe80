import os from 'node:os';
import type {Cleanup} from '../base/cleanup.ts';
import {systemClock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {fitsBytes} from '../base/utf8.ts';
import {formatFingerprint} from '../crypto/fingerprint.ts';
import {deriveCodeKey} from '../crypto/join-code.ts';
import {toWords} from '../crypto/words.ts';
import {freeBytes} from '../files/disk-space.ts';
import {outboxRoot} from '../files/home.ts';
import {openLocalSpool, spoolRoot} from '../files/local-spool.ts';
import {removeRuntimeFile, writeRuntimeFile} from '../files/runtime-file.ts';
import {openSocketFile} from '../files/socket-file.ts';
import {createHub, type Hub} from '../hub/hub.ts';
import type {HubFacts} from '../hub/make-snapshot.ts';
import type {HubMode} from '../hub/snapshot.ts';
import {FtError} from '../protocol/errors.ts';
import {defaultMaxUsers, maxHubTitleBytes} from '../protocol/limits.ts';
import {assertCanListen, listen} from '../transport/listener.ts';
import {listenForOperator} from '../transport/operator-socket.ts';
import {listAddresses} from './addresses.ts';
import {toBytes} from './arguments.ts';
import {descriptorLimit, planConnections} from './connection-room.ts';
import {openHubFolder, operatorSocket, writeCode, type HubFolder} from './hub-folder.ts';
import {openHubTables} from './hub-tables.ts';
import {loadIdentity} from './identity-store.ts';
import type {Output} from './output.ts';
import {defaultPort} from './server-address.ts';

/** A hub that listens, and what others need to know of it. */
export type RunningHub = {
	readonly hub: Hub;
	readonly folder: HubFolder;
	readonly port: number;
	readonly addresses: readonly string[];
	readonly fingerprint: string;
	readonly words: string;
	readonly mode: HubMode;
};
/** Options of `ft server`, as they were typed. */
export type HubFlags = Readonly<
	Partial<Record<'dir' | 'host' | 'port' | 'title' | 'maxUsers' | 'reserve', string | undefined>>
>;

const freeEveryMs = 10_000;

/** Opens folder, port, hub and the operator's socket; `cleanup` closes them again. Throws FtError. `stopping` is aborted when the operator stops the hub. */
export async function startHub({
	flags,
	mode,
	output,
	cleanup,
	stopping,
}: {
	readonly flags: HubFlags;
	readonly mode: HubMode;
	readonly output: Output;
	readonly cleanup: Cleanup;
	readonly stopping: AbortController;
}): Promise<RunningHub> {
	const warn = (text: string): void => {
		output.note(text);
	};
	const {host, maxUsers, reserveBytes, title, ...wanted} = toSettings(flags);
	let {port} = wanted;
	const folder = await openHubFolder(flags.dir, {warn, beforeFirst: async () => assertCanListen({port, host})});
	cleanup.push(() => {
		folder.lock.release();
	});
	const stored = await loadIdentity(folder.own, warn);
	await stored.keep();
	const {identity, certificate} = stored;
	const {users, operatorTable, uploads, receipts, audit} = openHubTables(folder.own, cleanup, warn);
	const addresses = listAddresses(host, process.env['SSH_CONNECTION']);
	const fingerprint = formatFingerprint(identity.id);
	const words = toWords(identity.id);
	let {code} = folder;
	const tellLogin = async (): Promise<void> => {
		await writeRuntimeFile({port, hubId: identity.id, code, dir: folder.dir, pid: process.pid}, process.env);
	};
	const hub = createHub({
		clock: systemClock,
		identity,
		users,
		audit,
		operatorTable,
		spaceFolders: folder.spaces,
		uploads,
		receipts,
		outboxRoot: outboxRoot(folder.own),
		spool: openLocalSpool(spoolRoot(folder.own), {warn}),
		reserveBytes,
		codeKey: await deriveCodeKey(code, identity.id),
		mode,
		maxUsers,
		title,
		facts: watchFacts(
			() => ({addresses, port, fingerprint, words, code: mode === 'open' ? undefined : code, dir: folder.dir}),
			cleanup,
		),
		async keepCode(newCode) {
			await writeCode(folder.own, newCode);
			code = newCode;
			await tellLogin();
		},
		stop() {
			stopping.abort(new FtError('cancelled', 'the operator stopped the hub'));
		},
	});
	const room = planConnections(descriptorLimit(), maxUsers);
	if (room.warning !== undefined) output.note(room.warning);
	const listener = await listen({
		port,
		host,
		certificate,
		clock: systemClock,
		onControl: (channel) => {
			hub.acceptControl(channel);
		},
		onData: (incoming) => {
			hub.acceptData(incoming);
		},
		onRefused: (address, why) => {
			const text = `turned away ${address}: ${display(why)}`;
			output.detail(text);
			hub.note('debug', text);
		},
		maxConnections: room.maxConnections,
		onFull: () => {
			hub.report(
				new FtError('hub-full', `newcomers are turned away: this hub has its ${room.maxConnections} connections`),
			);
		},
	});
	cleanup.push(() => listener.close());
	cleanup.push(() => hub.close());
	port = listener.port;
	await openDesk(folder.own, hub, cleanup);
	await tellLogin();
	cleanup.push(() => {
		removeRuntimeFile(port, process.env);
	});
	return {hub, folder, port, addresses, fingerprint, words, mode};
}

/** Listens for `ft hub`. A socket that is there already was left by a hub that crashed: we hold the folder's lock. */
async function openDesk(own: string, hub: Hub, cleanup: Cleanup): Promise<void> {
	const file = openSocketFile(own, operatorSocket);
	cleanup.push(() => {
		file.close();
	});
	file.removeStale();
	const listener = await listenForOperator({
		path: file.path,
		clock: systemClock,
		onOperator: (channel) => {
			hub.acceptOperator(channel);
		},
	});
	cleanup.push(() => listener.close());
	file.narrow();
}

/** Free space changes slowly: asked every 10 s, never while a snapshot is made. */
function watchFacts(facts: () => Omit<HubFacts, 'freeBytes'>, cleanup: Cleanup): () => HubFacts {
	let free: number | undefined;
	let unschedule: (() => void) | undefined;
	const ask = async (): Promise<void> => {
		free = await freeBytes(facts().dir);
		unschedule = systemClock.schedule(freeEveryMs, () => void ask());
	};
	void ask();
	cleanup.push(() => unschedule?.());
	return () => ({...facts(), freeBytes: free});
}

/** What the options say. Throws FtError `usage`: before anything is made. */
function toSettings({host, port, maxUsers, reserve, title}: HubFlags) {
	return {
		host: host ?? '::',
		port: toPort(port),
		maxUsers: toMaxUsers(maxUsers),
		reserveBytes: toBytes('--reserve', reserve),
		title: toTitle(title),
	};
}

function toPort(text: string | undefined): number {
	const port = text === undefined ? defaultPort : Number(text);
	if (!Number.isInteger(port) || port < 0 || port > 65_535)
		throw new FtError('usage', `--port ${text} is no port: use a number from 1 to 65535`);
	return port;
}

function toTitle(text: string | undefined): string {
	if (text !== undefined && !fitsBytes(text, maxHubTitleBytes))
		throw new FtError('usage', `--title is too long: at most ${maxHubTitleBytes} bytes`);
	return text ?? os.hostname();
}

function toMaxUsers(text: string | undefined): number {
	const users = text === undefined ? defaultMaxUsers : Number(text);
	if (!Number.isInteger(users) || users < 1) throw new FtError('usage', `--max-users ${text} is no number of users`);
	return users;
}
