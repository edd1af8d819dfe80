import os from 'node:os';
import path from 'node:path';
import {systemClock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {fitsBytes} from '../base/utf8.ts';
import {formatFingerprint} from '../crypto/fingerprint.ts';
import {deriveCodeKey} from '../crypto/join-code.ts';
import {toWords} from '../crypto/words.ts';
import {freeBytes} from '../files/disk-space.ts';
import {openLocalSpool, spoolRoot} from '../files/local-spool.ts';
import {removeRuntimeFile, writeRuntimeFile} from '../files/runtime-file.ts';
import {openSocketFile} from '../files/socket-file.ts';
import {describeEvent} from '../hub/events.ts';
import {createHub, type Hub} from '../hub/hub.ts';
import type {HubFacts} from '../hub/make-snapshot.ts';
import type {HubMode} from '../hub/snapshot.ts';
import {createCleanup, type Cleanup} from '../base/cleanup.ts';
import {FtError} from '../protocol/errors.ts';
import {defaultMaxUsers, maxHubTitleBytes} from '../protocol/limits.ts';
import {listen} from '../transport/listener.ts';
import {listenForOperator} from '../transport/operator-socket.ts';
import {listAddresses} from './addresses.ts';
import {parseArguments, refuseInput, toBytes, toColor} from './arguments.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {descriptorLimit, planConnections} from './connection-room.ts';
import {openHubFolder, operatorSocket, writeCode, type HubFolder} from './hub-folder.ts';
import {outboxRoot} from '../files/home.ts';
import {openHubTables} from './hub-tables.ts';
import {loadIdentity} from './identity-store.ts';
import type {Output} from './output.ts';
import {openOutput} from './open-output.ts';
import {canDrawScreen} from './open-screen.ts';
import {defaultPort} from './server-address.ts';
import {showDashboard} from './show-dashboard.ts';

const help = `Usage: ft server [options]

Runs a hub. On a terminal it shows the dashboard, else lines (or --json).

Options
      --port <port>       where it listens (${defaultPort}; 0: any free one)
      --host <address>    on which address (::, all of them)
      --dir <folder>      the hub's folder (the current one)
      --title <text>      what the hub is called (this machine's name)
      --open              lets everyone in without a code
      --approve           who has no code is let in when you say so
      --max-users <n>     how many users it may know (${defaultMaxUsers})
      --reserve <size>    what it leaves free on its disk (5 %, at most 2 GiB)
      --no-ui             lines instead of the dashboard`;

const rootWarning = 'ft server runs as root: it needs no rights of root, better run it as a login of its own';
const freeEveryMs = 10_000;

/** `ft server`: opens folder, port and hub, then shows it until it is ended. */
export async function runServer(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('server', argv, help);
	refuseInput('server', input);
	const output = openOutput(flags);
	const cleanup = createCleanup((error) => {
		output.detail(String(error));
	});
	const mode = toMode(flags);
	const stopping = new AbortController();
	const ending = AbortSignal.any([signalEnding(), stopping.signal]);
	try {
		const running = await startHub({flags, mode, output, cleanup, stopping});
		if (process.geteuid?.() === 0) {
			output.note(rootWarning);
			running.hub.warn(rootWarning);
		}
		const usesScreen = flags.ui !== false && !output.isJson && canDrawScreen();
		if (usesScreen) {
			const failure = await showDashboard(running.hub, flags, ending);
			if (!failure) return 0;
			const text = `the dashboard failed (${failure.message}); the hub goes on without it, ^C ends it`;
			output.note(text);
			running.hub.warn(text);
			if (process.env['FT_DEBUG'] !== undefined) output.note(String(failure.stack));
		}
		announce(running, flags, output);
		await untilEnded(new Promise<never>(() => undefined), ending);
		return 0;
	} catch (error) {
		// The operator's `ft hub stop`.
		if (stopping.signal.aborted) return 0;
		throw error;
	} finally {
		await cleanup.run();
	}
}

type Running = {
	readonly hub: Hub;
	readonly folder: HubFolder;
	readonly port: number;
	readonly addresses: readonly string[];
	readonly fingerprint: string;
	readonly words: string;
	readonly mode: HubMode;
};
type ServerFlags = ReturnType<typeof parseArguments<'server'>>['flags'];

async function startHub({
	flags,
	mode,
	output,
	cleanup,
	stopping,
}: {
	readonly flags: ServerFlags;
	readonly mode: HubMode;
	readonly output: Output;
	readonly cleanup: Cleanup;
	readonly stopping: AbortController;
}): Promise<Running> {
	const warn = (text: string): void => {
		output.note(text);
	};
	const folder = await openHubFolder(flags.dir, warn);
	cleanup.push(() => {
		folder.lock.release();
	});
	const stored = await loadIdentity(folder.own, warn);
	await stored.keep();
	const {identity, certificate} = stored;
	const {users, operatorTable, uploads, receipts, audit} = openHubTables(folder.own, cleanup, warn);
	const host = flags.host ?? '::';
	const addresses = listAddresses(host, process.env['SSH_CONNECTION']);
	const fingerprint = formatFingerprint(identity.id);
	const words = toWords(identity.id);
	const maxUsers = toMaxUsers(flags.maxUsers);
	let port = toPort(flags.port);
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
		reserveBytes: toBytes('--reserve', flags.reserve),
		codeKey: await deriveCodeKey(code, identity.id),
		mode,
		maxUsers,
		title: toTitle(flags.title),
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
			output.detail(`turned away ${address}: ${display(why)}`);
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

/** Says what others need, then every event: lines, or JSON. The code is shown on a terminal only. */
function announce(
	{hub, folder, port, addresses, fingerprint, words, mode}: Running,
	flags: ServerFlags,
	output: Output,
): void {
	output.event({type: 'listening', port, addresses, fingerprint, words, dir: folder.dir, created: folder.created});
	output.result(
		`hub in ${folder.dir} listens on port ${port}${addresses.length > 0 ? ` of ${addresses.join(', ')}` : ''}`,
	);
	for (const created of folder.created) output.result(`made ${created}`);
	output.result(`fingerprint ${fingerprint}`);
	output.result(`in words: ${words}`);
	if (mode === 'open') output.result('open: everyone who reaches it is let in without a code', hasColor(flags));
	else
		output.result(
			process.stdout.isTTY
				? `others: FT_CODE=${folder.code} ft client --server ${addresses[0] ?? 'this-machine'}${port === defaultPort ? '' : `:${port}`}`
				: `the code for others is in ${path.join(folder.own, 'code')}`,
		);
	hub.subscribe((event) => {
		output.event(event);
		const line = describeEvent(event);
		if (line !== undefined) output.result(`${new Date(systemClock.nowMs()).toISOString().slice(11, 19)} ${line}`);
	});
}

function toMode(flags: ServerFlags): HubMode {
	if (flags.open && flags.approve)
		throw new FtError('usage', '--open lets everyone in and --approve nobody unasked: choose one of them');
	return flags.open ? 'open' : flags.approve ? 'approve' : 'code';
}

function hasColor(flags: ServerFlags): boolean {
	const color = toColor(flags);
	return color === 'always' || (color === 'auto' && process.stdout.isTTY && !process.env['NO_COLOR']);
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
