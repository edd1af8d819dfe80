import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {ClientSnapshot} from '../../source/client/snapshot.ts';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import {createPublisher} from '../../source/state/publisher.ts';
import {settleClient, settleHub} from '../../source/state/settle.ts';
import {runClientScreen} from '../../source/ui/run-client-screen.tsx';
import {runServerScreen} from '../../source/ui/run-server-screen.tsx';
import {bothScreens} from '../support/both-screens.ts';
import {fakeHubActions} from '../support/fake-hub-actions.ts';
import {fakeClientActions} from '../support/fake-client-actions.ts';
import {openFakeTerminal, type FakeTerminal} from '../support/fake-terminal.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';
import {movingClient, movingHub} from '../support/moving-snapshots.ts';
import {clientSnapshot, connectionRow, fileRow, filesView, fullHubSnapshot, userRow} from '../support/snapshots.ts';

const countFolder = async (): Promise<never> => Promise.reject(new Error('not here'));
const actions = fakeClientActions();
const listFolder = async (): Promise<never> => {
	throw new Error('not here');
};

// The spinner, which alone has an interval, stands still: how many of its steps fall into a measurement is up to the machine.
beforeEach(() => {
	vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
});
afterEach(() => {
	vi.useRealTimers();
});

type Size = readonly [columns: number, rows: number];

/** Bytes a second written over some seconds of manual time, which `run` draws; each publication is drawn before the next. */
async function meter(
	[columns, rows]: Size,
	seconds: number,
	run: (fake: FakeTerminal, clock: ManualClock) => {readonly done: Promise<unknown>; readonly close: () => void},
): Promise<number> {
	const clock = createManualClock();
	const fake = openFakeTerminal({columns, rows});
	const {done, close} = run(fake, clock);
	await fake.settle();
	let bytes = 0;
	for (let step = 0; step < seconds * 10; step++) {
		const before = fake.raw().length;
		clock.advance(100);
		// Longer than Ink holds a frame back.
		await new Promise((resolve) => setTimeout(resolve, 40));
		bytes += Buffer.byteLength(fake.raw().slice(before));
	}
	close();
	await fake.terminal.close();
	await done;
	return bytes / seconds;
}

const meterClient = async (size: Size, seconds: number, make: (atMs: number) => ClientSnapshot): Promise<number> =>
	meter(size, seconds, ({terminal}, clock) => {
		const publisher = createPublisher({clock, make: () => make(clock.monotonicMs()), settle: settleClient});
		return {done: runClientScreen({terminal, publisher, actions, listFolder, countFolder}), close: publisher.close};
	});

const meterDashboard = async (size: Size, seconds: number, make: (atMs: number) => HubSnapshot): Promise<number> =>
	meter(size, seconds, ({terminal}, clock) => {
		const publisher = createPublisher({clock, make: () => make(clock.monotonicMs()), settle: settleHub});
		const hubActions = fakeHubActions(() => undefined);
		return {done: runServerScreen({terminal, publisher, actions: hubActions}), close: publisher.close};
	});

/** 2.5 steps a second, of 120 bytes each. */
const spinnerBytes = 2.5 * 120;

test.each([
	[80, 24, 4000],
	[120, 40, 12_000],
])(
	'8 running gauges with news every 100 ms stay below the budget at %ix%i: %i bytes/s',
	async (columns, rows, budget) => {
		for (const measured of [
			await meterClient([columns, rows], 2, movingClient),
			await meterDashboard([columns, rows], 2, movingHub),
		]) {
			expect(measured).toBeGreaterThan(100);
			expect(measured + spinnerBytes).toBeLessThan(budget);
		}
	},
	30_000,
);

test('an idle client writes nothing, though its round trip wavers', async () => {
	const idle = (atMs: number): ClientSnapshot =>
		clientSnapshot({atMs, users: [userRow('bob')], connection: {phase: 'online', roundTripMs: 12 + Math.sin(atMs)}});
	expect(await meterClient([80, 24], 1, idle)).toBe(0);
});

test('an idle hub writes nothing, though its round trips waver and its minute goes by', async () => {
	const idle = (atMs: number): HubSnapshot => ({
		...structuredClone({...fullHubSnapshot(), transfers: []}),
		atMs,
		received: Array.from({length: 60}, () => 0),
		sent: Array.from({length: 60}, () => 0),
		connections: [connectionRow('bob', {roundTripMs: 12 + Math.sin(atMs), bytesOutPerSecond: 0})],
	});
	expect(await meterDashboard([80, 24], 3, idle)).toBe(0);
});

test.each(['j', 'k', '\u001b[6~', 'G', ' '])(
	'%j in a folder of 100,000 files writes at most 500 bytes',
	async (key) => {
		const fake = openFakeTerminal();
		const rows = Array.from({length: 1000}, (_, index) =>
			fileRow(`${(index * 7919) % 997}-${'a name that fills its column'.slice(index % 9)}.pdf`, {
				bytes: 12_000 * index,
			}),
		);
		const publisher = createPublisher({
			clock: createManualClock(),
			make: () => clientSnapshot({users: [userRow('bob')], files: filesView(rows, {total: 100_000})}),
			settle: settleClient,
		});
		const done = runClientScreen({terminal: fake.terminal, publisher, actions, listFolder, countFolder});
		await fake.settle();
		fake.send(`2${'j'.repeat(20)}`);
		await fake.settle();
		const before = fake.raw().length;
		fake.send(key);
		await fake.settle();
		const written = Buffer.byteLength(fake.raw().slice(before));
		expect(written).toBeGreaterThan(0);
		expect(written).toBeLessThanOrEqual(500);
		publisher.close();
		await fake.terminal.close();
		await done;
	},
);

/** Bytes that each of the keys writes, and what is on the screen then. */
async function bytesOfKeys(
	fake: FakeTerminal,
	keys: readonly string[],
): Promise<ReadonlyArray<readonly [string, number]>> {
	await fake.settle();
	const written: Array<readonly [string, number]> = [];
	for (const key of keys) {
		const before = fake.raw().length;
		fake.send(key);
		await fake.settle();
		written.push([key, Buffer.byteLength(fake.raw().slice(before))]);
	}
	return written;
}

/** Half a screen. */
const sheetBytes = 1640;
/** A page that takes the place of another is written once, three bytes for each column of a rule. */
const pageBytes = 3000;

test.each([
	[
		'client',
		[
			...['j', 'k', 'G', '2', 'j', '3', 'j', '4', 'k', '1', '\t', 'S', 'q', '\u001b'],
			...['1', '/', 'b', 'o', '\u001b', '2', '/', 'e', '\u001b', ':', 'l', '\u001b', 't', 'h', '\u001b', 'L', '\u001b'],
			...['3', 'k', 'x', '\u001b', 'F', 'i', '\u001b', '1', '+', '*', '\u001b'],
		],
	],
	[
		'dashboard',
		[
			...[
				'j',
				'k',
				'G',
				'2',
				'j',
				'k',
				'3',
				'4',
				'k',
				'e',
				'f',
				'1',
				'\t',
				'S',
				'1',
				'/',
				'b',
				'o',
				'\u001b',
				':',
				'n',
			],
			...['\u001b', 'x', '\u001b', 'q', '\u001b', 'b', 'h', '\u001b', 'L', '\u001b', 'F', '\u001b'],
		],
	],
])(
	'at 80x24 a key of the %s writes at most 500 bytes: moves, changes of focus, fields and questions',
	async (name, keys) => {
		expect(await dearKeys(name, keys, 500)).toEqual([]);
	},
);

test.each([
	['client', ['i', '\u001b', 'o', '\u001b', '3', '\r', '\u001b', '2', 'j', 'i', '\u001b']],
	['dashboard', ['\r', '\u001b', 'o', '\u001b', 'y', 'j', '\u001b', '2', '\r', '\u001b']],
])(
	'at 80x24 a key of the %s that lays a sheet over the panes, or takes it away, writes what is in it and below it',
	async (name, keys) => {
		expect(await dearKeys(name, keys, sheetBytes)).toEqual([]);
	},
);

test.each([
	['client', ['?', 'j', '\u001b', 'z', 'z', 'v', 'v']],
	['dashboard', ['i', '\u001b', '?', 'j', '\u001b', 'z', 'z', 'v', 'v']],
])('at 80x24 a key of the %s that shows another page writes no more than that page', async (name, keys) => {
	expect(await dearKeys(name, keys, pageBytes)).toEqual([]);
});

/** The keys that write more than they may, and how much; a screen that draws nothing at all is no cheap one. */
async function dearKeys(name: string, keys: readonly string[], budget: number): Promise<unknown> {
	const fake = await bothScreens.find((one) => one.name === name)?.open('full');
	const written = fake ? await bytesOfKeys(fake, keys) : [];
	expect(written.filter(([, bytes]) => bytes > 0).length).toBeGreaterThan(keys.length / 2);
	return written.filter(([, bytes]) => bytes > budget);
}
