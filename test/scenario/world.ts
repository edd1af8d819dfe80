import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';
import {keepBoth} from '../../source/files/choice.ts';
import {createClient, type Client} from '../../source/client/client.ts';
import type {ClientOptions} from '../../source/client/client-options.ts';
import type {ClientEvent} from '../../source/client/events.ts';
import type {Greeting} from '../../source/client/greet.ts';
import {loadPins} from '../../source/client/pins.ts';
import {createIdentity, type Identity} from '../../source/crypto/identity.ts';
import {randomId} from '../../source/crypto/random.ts';
import type {JsonFile} from '../../source/files/json-file.ts';
import type {Pins as PinsValue} from '../../source/files/pins-file.ts';
import {openLocalSpool} from '../../source/files/local-spool.ts';
import {openOperatorTable} from '../../source/files/operator-table.ts';
import {openSpaceFolders} from '../../source/files/space-folders.ts';
import {openTransfersTable} from '../../source/files/transfers-table.ts';
import {openUploadsTable} from '../../source/files/uploads-table.ts';
import {openUsersTable, type UsersTable} from '../../source/files/users-table.ts';
import {createHub, type Hub, type HubOptions} from '../../source/hub/hub.ts';
import type {HubEvent} from '../../source/hub/events.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';
import {watchPool} from '../support/pool-watch.ts';
import {createLine, type Line} from './memory-network.ts';

/** What somebody keeps over their processes: keys, pins, folders. */
export type Person = {
	readonly name: string;
	readonly identity: Identity;
	readonly pins: JsonFile<PinsValue>;
	readonly folder: string;
	readonly downloads: string;
	/** Writes a file below the person's folder; returns its absolute path. */
	write(name: string, content: string | Uint8Array): string;
	/** What lies in downloads, by name; folders as their names with `/`. */
	saved(): string[];
	read(name: string): Buffer;
};

/** One running process of a person. */
export type Window = {
	readonly client: Client;
	readonly person: Person;
	readonly line: Line;
	readonly events: readonly ClientEvent[];
	/** The events of these types so far. */
	of<Type extends ClientEvent['type']>(type: Type): Array<Extract<ClientEvent, {type: Type}>>;
	/** The phase of the newest transfer. */
	phase(transfer?: string): string | undefined;
	/** Ends the process: nothing of it answers any more, what it keeps stays. */
	end(): Promise<void>;
	/** For messages of tests that fail. */
	toString(): string;
};

type WindowOptions = Partial<
	Pick<
		ClientOptions,
		| 'accept'
		| 'approvalWaitMs'
		| 'canAsk'
		| 'keepsTrying'
		| 'limitBytesPerSecond'
		| 'reserveBytes'
		| 'resumesSends'
		| 'saving'
		| 'downloads'
		| 'shownTexts'
	>
> &
	Partial<Pick<Greeting, 'takesOffers' | 'expectedHubId' | 'findCode' | 'acceptsNew' | 'address'>> & {
		ip?: string;
		isConnecting?: boolean;
		/** Somebody in the middle of each of its control connections. */
		makeTap?: Line['makeTap'];
	};

/** A hub and its people in one process: real parts, connections in memory, time by hand. */
export type World = {
	readonly clock: ManualClock;
	readonly hub: Hub;
	readonly hubIdentity: Identity;
	readonly hubEvents: readonly HubEvent[];
	/** What the hub remembers of people: over its restarts, too. */
	readonly users: UsersTable;
	/** The hub's folder: `shared_files/` and the others lie in it. */
	readonly dir: string;
	person(name: string): Person;
	/** Starts a client for somebody and connects it, unless told not to. */
	open(person: Person | string, options?: WindowOptions): Promise<Window>;
	stopHub(): Promise<void>;
	startHub(options?: Partial<HubOptions>): void;
	/** Lets the world go on, time with it while nothing is being read, written or derived, until the condition holds; fails after a while. */
	until(what: string, condition: () => boolean): Promise<void>;
	/** Lets so much time pass, but none while such work is under way: what could happen in it has. */
	pass(ms: number): Promise<void>;
	/** Lets everything that can happen without time passing happen. */
	settle(): Promise<void>;
	/** Sealed bytes that the hubs of this world have relayed. */
	relayedBytes(): number;
};

/** Quiet turns of the event loop before each step of the clock, the step, and when `until` gives up: of the clock's time, however long the machine takes for it. */
const turnsPerStep = 12;
const stepMs = 50;
const giveUpAfterMs = 10 * 60_000;

/** Makes the world; what it made is removed when the test ends. */
export function createWorld(hubOptions: Partial<HubOptions> = {}): World {
	const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ft-world-')));
	const clock = createManualClock();
	const pool = watchPool();
	const hubIdentity = hubOptions.identity ?? createIdentity();
	const users = openUsersTable(':memory:');
	const operatorTable = openOperatorTable(':memory:');
	const uploads = openUploadsTable(':memory:', 0);
	const receipts = openTransfersTable(':memory:');
	const {folders: spaceFolders} = openSpaceFolders(root);
	const hubEvents: HubEvent[] = [];
	const windows = new Set<Window>();
	let relayedBefore = 0;
	let hub: Hub | undefined;

	const startHub = (options: Partial<HubOptions> = {}): void => {
		hub = createHub({
			clock,
			identity: hubIdentity,
			users,
			audit: {write: () => undefined},
			operatorTable,
			spaceFolders,
			uploads,
			receipts,
			outboxRoot: path.join(root, 'hub-outbox'),
			spool: openLocalSpool(path.join(root, 'spool'), {warn: () => undefined}),
			codeKey: Buffer.alloc(32, 1),
			mode: 'open',
			maxUsers: 512,
			title: 'world',
			facts: () => ({
				addresses: [],
				port: 1,
				fingerprint: '',
				words: '',
				code: undefined,
				dir: root,
				freeBytes: undefined,
			}),
			keepCode: async () => undefined,
			stop: () => undefined,
			...hubOptions,
			...options,
		});
		hub.subscribe((event) => {
			hubEvents.push(event);
		});
	};
	const stopHub = async (): Promise<void> => {
		const stopped = hub;
		hub = undefined;
		relayedBefore += stopped?.snapshot().relayedBytes ?? 0;
		const closing = stopped?.close();
		await clock.settle(3000);
		await closing;
	};
	/** Work that ends may be what others waited for: they get their turns after it. */
	const step = async (isOver: () => boolean = () => false): Promise<void> => {
		for (let quietTurns = 0; quietTurns < turnsPerStep; quietTurns = pool.isBusy() ? 0 : quietTurns + 1) {
			if (isOver()) return;
			await turnOfLoop();
		}
		clock.advance(stepMs);
	};
	const until = async (what: string, condition: () => boolean): Promise<void> => {
		const endMs = clock.monotonicMs() + giveUpAfterMs;
		while (!condition()) {
			if (clock.monotonicMs() > endMs) throw new Error(`it did not happen: ${what}\n${describe(windows, hub)}`);
			await step(condition);
		}
	};
	const pass = async (ms: number): Promise<void> => {
		for (let passedMs = 0; passedMs < ms; passedMs += stepMs) await step();
		await clock.settle();
	};
	const open = async (who: Person | string, options: WindowOptions = {}): Promise<Window> => {
		const person = typeof who === 'string' ? makePerson(root, who) : who;
		const line = createLine({
			clock,
			identity: person.identity,
			address: options.ip ?? '10.0.0.1',
			findHub: () => hub && {hub, identity: hubIdentity},
		});
		line.makeTap = options.makeTap;
		const window = createWindow({
			clock,
			person,
			line,
			client: createClient(await toClientOptions(clock, person, line, options)),
		});
		windows.add(window);
		if (options.isConnecting !== false) await connect(window, until);
		return window;
	};
	onTestFinished(async () => {
		for (const window of windows) {
			const ending = window.end();
			await clock.settle(3000);
			await ending;
		}
		await stopHub();
		pool.stop();
		users.close();
		operatorTable.close();
		uploads.close();
		receipts.close();
		fs.rmSync(root, {recursive: true, force: true});
	});
	startHub();
	return {
		clock,
		get hub() {
			if (!hub) throw new Error('the hub is stopped');
			return hub;
		},
		hubIdentity,
		hubEvents,
		users,
		dir: root,
		person: (name) => makePerson(root, name),
		open,
		stopHub,
		startHub,
		until,
		pass,
		settle: () => clock.settle(0),
		relayedBytes: () => relayedBefore + (hub?.snapshot().relayedBytes ?? 0),
	};
}

async function connect({client}: Window, until: World['until']): Promise<void> {
	const connected = client.connect().then(() => client.people.known);
	let isSettled = false;
	const settle = (): void => {
		isSettled = true;
	};
	connected.then(settle, settle);
	await until('it is connected', () => isSettled);
	await connected;
}

async function toClientOptions(
	clock: ManualClock,
	person: Person,
	line: Line,
	options: WindowOptions,
): Promise<ClientOptions> {
	return {
		clock,
		dialler: line,
		identity: person.identity,
		greeting: {
			identity: person.identity,
			name: person.name,
			session: randomId(),
			takesOffers: options.takesOffers ?? true,
			pins: await loadPins(person.pins),
			address: options.address ?? 'memory:1',
			expectedHubId: options.expectedHubId,
			acceptsNew: options.acceptsNew ?? true,
			findCode: options.findCode ?? (async () => undefined),
			nowMs: () => clock.nowMs(),
		},
		transfers: openTransfersTable(path.join(person.folder, 'transfers.db')),
		shownTexts: options.shownTexts,
		stateFolder: person.folder,
		downloads: options.downloads ?? person.downloads,
		accept: options.accept ?? {mode: 'ask', maxBytes: 0},
		saving: options.saving ?? keepBoth,
		keepsTrying: options.keepsTrying ?? false,
		canAsk: options.canAsk ?? false,
		approvalWaitMs: options.approvalWaitMs ?? 0,
		limitBytesPerSecond: options.limitBytesPerSecond,
		reserveBytes: options.reserveBytes,
		resumesSends: options.resumesSends ?? false,
		onAdmitted: async () => undefined,
	};
}

function createWindow({
	person,
	line,
	client,
}: {
	clock: ManualClock;
	person: Person;
	line: Line;
	client: Client;
}): Window {
	const events: ClientEvent[] = [];
	client.subscribe((event) => {
		events.push(event);
	});
	let ending: Promise<void> | undefined;
	return {
		client,
		person,
		line,
		events,
		of: <Type extends ClientEvent['type']>(type: Type) =>
			events.filter((event): event is Extract<ClientEvent, {type: Type}> => event.type === type),
		phase(transfer) {
			const rows = client.snapshot().transfers;
			const row = transfer === undefined ? rows.at(-1) : rows.find((row) => row.transfer === transfer);
			return row?.state.phase;
		},
		end() {
			ending ??= client.close();
			return ending;
		},
		toString: () =>
			`${person.name}: ${JSON.stringify(client.snapshot().connection)} ${JSON.stringify(client.snapshot().transfers.map((row) => row.state))} ${JSON.stringify(events.slice(-6))}`,
	};
}

function makePerson(root: string, name: string): Person {
	const folder = fs.mkdtempSync(path.join(root, `${name}-`));
	const downloads = path.join(folder, 'downloads');
	let pins: PinsValue = {hubs: [], users: [], trusted: []};
	return {
		name,
		identity: createIdentity(),
		pins: {
			read: async () => pins,
			async change(change) {
				pins = change(pins);
			},
		},
		folder,
		downloads,
		write(name, content) {
			const file = path.join(folder, name);
			fs.mkdirSync(path.dirname(file), {recursive: true});
			fs.writeFileSync(file, content);
			return file;
		},
		saved() {
			if (!fs.existsSync(downloads)) return [];
			return fs
				.readdirSync(downloads, {recursive: true, encoding: 'utf8'})
				.filter((name) => !name.startsWith('.ft-partial'))
				.sort();
		},
		read: (name) => fs.readFileSync(path.join(downloads, name)),
	};
}

function describe(windows: ReadonlySet<Window>, hub: Hub | undefined): string {
	const rows = hub?.snapshot().transfers.map((row) => `${row.fromName} > ${row.toName} ${row.state} ${row.reason}`) ?? [
		'no hub',
	];
	return [...[...windows].map(String), ...rows].join('\n');
}

async function turnOfLoop(): Promise<void> {
	await new Promise<void>((resolve) => {
		setImmediate(resolve);
	});
}
