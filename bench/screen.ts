import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {sleep, systemClock} from '../source/base/clock.ts';
import {formatRate} from '../source/base/size-text.ts';
import type {ClientActions, ClientSnapshot} from '../source/client/snapshot.ts';
import type {HubActions, HubSnapshot} from '../source/hub/snapshot.ts';
import {createPublisher, type Publisher} from '../source/state/publisher.ts';
import {settleClient, settleHub} from '../source/state/settle.ts';
import type {runClientScreen} from '../source/ui/run-client-screen.tsx';
import type {runServerScreen} from '../source/ui/run-server-screen.tsx';
import {openTerminal, type Terminal, type TerminalOutput} from '../source/ui/terminal.ts';
import {movingClient, movingHub} from '../test/support/moving-snapshots.ts';

/** At most so much of a core, with eight running gauges. */
const targetPercent = 8;
const warmUpMs = 3000;
const measuredMs = 15_000;
const sizes = [
	[80, 24],
	[120, 40],
] as const;

/** Draws both built screens with eight gauges that move, by real time, into a terminal that only counts; says what that costs, and whether it is little enough. */
export async function benchScreens(cli: string): Promise<string> {
	const folder = path.dirname(cli);
	const costs: number[] = [];
	for (const [columns, rows] of sizes) {
		for (const [name, show] of [
			['client', showClient],
			['dashboard', showDashboard],
		] as const) {
			const {percent, bytesPerSecond} = await measure(folder, columns, rows, show);
			costs.push(percent);
			console.log(`${name} at ${columns}x${rows}: ${percent.toFixed(1)} % of a core, ${formatRate(bytesPerSecond)}`);
		}
	}
	const isMet = Math.max(...costs) <= targetPercent;
	return `target of ${targetPercent} % of a core: ${isMet ? 'met' : 'MISSED'}`;
}

type Show = (folder: string, terminal: Terminal) => Promise<Pick<Publisher<unknown>, 'close'>>;

async function measure(
	folder: string,
	columns: number,
	rows: number,
	show: Show,
): Promise<{percent: number; bytesPerSecond: number}> {
	const output = createCountingOutput(columns, rows);
	const terminal = openTerminal({
		stdin: silentInput,
		stdout: output,
		env: process.env,
		clock: systemClock,
		isAscii: false,
		hasColor: true,
	});
	if (!terminal) throw new Error('TERM is dumb: there is no screen to measure');
	const publisher = await show(folder, terminal);
	await sleep(systemClock, warmUpMs);
	const [bytesBefore, cpuBefore, startMs] = [output.bytes(), process.cpuUsage(), systemClock.monotonicMs()];
	await sleep(systemClock, measuredMs);
	const {user, system} = process.cpuUsage(cpuBefore);
	const tookMs = systemClock.monotonicMs() - startMs;
	const bytes = output.bytes() - bytesBefore;
	publisher.close();
	await terminal.close();
	return {percent: ((user + system) / 1000 / tookMs) * 100, bytesPerSecond: (bytes * 1000) / tookMs};
}

const showClient: Show = async (folder, terminal) => {
	const startMs = systemClock.monotonicMs();
	const publisher = createPublisher<ClientSnapshot>({
		clock: systemClock,
		make: () => movingClient(systemClock.monotonicMs() - startMs),
		settle: settleClient,
	});
	const screen = (await load(folder, 'run-client-screen.js')) as {runClientScreen: typeof runClientScreen};
	void screen.runClientScreen({
		terminal,
		publisher,
		actions: inert,
		listFolder: nowhere,
		countFolder: nowhere,
	});
	return publisher;
};

const showDashboard: Show = async (folder, terminal) => {
	const startMs = systemClock.monotonicMs();
	const publisher = createPublisher<HubSnapshot>({
		clock: systemClock,
		make: () => movingHub(systemClock.monotonicMs() - startMs),
		settle: settleHub,
	});
	const screen = (await load(folder, 'run-server-screen.js')) as {runServerScreen: typeof runServerScreen};
	void screen.runServerScreen({terminal, publisher, actions: inert});
	return publisher;
};

async function load(folder: string, file: string): Promise<unknown> {
	return import(pathToFileURL(path.join(folder, file)).href);
}

/** Whatever is asked of it, nothing happens. */
const inert = new Proxy({} as ClientActions & HubActions, {get: () => () => undefined});

async function nowhere(): Promise<never> {
	throw new Error('not here');
}

const silentInput = {
	isTTY: true,
	setEncoding: () => undefined,
	setRawMode: () => undefined,
	on: () => undefined,
	off: () => undefined,
	resume: () => undefined,
	pause: () => undefined,
};

function createCountingOutput(columns: number, rows: number): TerminalOutput & {bytes(): number} {
	let bytes = 0;
	return {
		isTTY: true,
		columns,
		rows,
		writableLength: 0,
		write(text, written) {
			bytes += Buffer.byteLength(text);
			if (written) setImmediate(written);
			return true;
		},
		on: () => undefined,
		off: () => undefined,
		emit: () => undefined,
		bytes: () => bytes,
	};
}
