import {expect, test} from 'vitest';
import type {ClientSnapshot} from '../../source/client/snapshot.ts';
import {createPublisher} from '../../source/state/publisher.ts';
import {settleClient, settleHub} from '../../source/state/settle.ts';
import {runClientScreen} from '../../source/ui/run-client-screen.tsx';
import {runServerScreen} from '../../source/ui/run-server-screen.tsx';
import {fakeHubActions} from '../support/fake-hub-actions.ts';
import {fakeClientActions} from '../support/fake-client-actions.ts';
import {openFakeTerminal} from '../support/fake-terminal.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {clientSnapshot, fileRow, filesView, fullHubSnapshot, transferRow, userRow} from '../support/snapshots.ts';

const countFolder = async (): Promise<never> => Promise.reject(new Error('not here'));
const actions = fakeClientActions();
const listFolder = async (): Promise<never> => {
	throw new Error('not here');
};

/** Eight transfers after so many milliseconds, each at its own speed. */
function running(atMs: number): ClientSnapshot {
	const transfers = Array.from({length: 8}, (_, index) => {
		const bytesPerSecond = 5_000_000 * (index + 1) + Math.round(Math.sin(atMs / 700 + index) * 400_000);
		const bytes = Math.round(bytesPerSecond * (atMs / 1000));
		const totalBytes = 3_800_000_000;
		return transferRow(`file-${index}.iso`, {
			bytes,
			totalBytes,
			state: {phase: 'running', bytesPerSecond, etaSeconds: (totalBytes - bytes) / bytesPerSecond, stalledMs: 0},
		});
	});
	return clientSnapshot({atMs, users: [userRow('bob')], transfers});
}

/** Bytes written in `seconds` of manual time; each publication is drawn before the next. */
async function measure(
	columns: number,
	rows: number,
	seconds: number,
	make: (atMs: number) => ClientSnapshot,
): Promise<number> {
	const clock = createManualClock();
	const fake = openFakeTerminal({columns, rows});
	const publisher = createPublisher({clock, make: () => make(clock.monotonicMs()), settle: settleClient});
	const done = runClientScreen({terminal: fake.terminal, publisher, actions, listFolder, countFolder});
	await fake.settle();
	let bytes = 0;
	for (let step = 0; step < seconds * 10; step++) {
		const before = fake.raw().length;
		clock.advance(100);
		// Longer than Ink holds a frame back.
		await new Promise((resolve) => setTimeout(resolve, 40));
		bytes += Buffer.byteLength(fake.raw().slice(before));
	}
	publisher.close();
	await fake.terminal.close();
	await done;
	return bytes;
}

test('8 running gauges with news every 100 ms stay below 4 KB/s at 80x24', async () => {
	const seconds = 2;
	// The spinner goes by real time, 2.5 times a second, and manual time runs faster: it is counted apart, 60 bytes a step.
	expect((await measure(80, 24, seconds, running)) / seconds + 2.5 * 60).toBeLessThan(4000);
});

test('and below 12 KB/s at 120x40', async () => {
	const seconds = 2;
	expect((await measure(120, 40, seconds, running)) / seconds + 2.5 * 60).toBeLessThan(12_000);
});

test('an idle client writes nothing, though its round trip wavers', async () => {
	const idle = (atMs: number): ClientSnapshot =>
		clientSnapshot({atMs, users: [userRow('bob')], connection: {phase: 'online', roundTripMs: 12 + Math.sin(atMs)}});
	expect(await measure(80, 24, 1, idle)).toBe(0);
});

test('an idle hub writes nothing', async () => {
	const clock = createManualClock();
	const fake = openFakeTerminal();
	const idle = {...fullHubSnapshot(), transfers: []};
	const publisher = createPublisher({
		clock,
		make: () => ({...structuredClone(idle), atMs: clock.nowMs()}),
		settle: settleHub,
	});
	const done = runServerScreen({
		terminal: fake.terminal,
		publisher,
		actions: fakeHubActions(() => undefined),
	});
	await fake.settle();
	const before = fake.raw().length;
	clock.advance(60_000);
	await fake.settle();
	expect(fake.raw().length - before).toBe(0);
	publisher.close();
	await fake.terminal.close();
	await done;
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

test('a key writes at most 500 bytes', async () => {
	const fake = openFakeTerminal();
	const publisher = createPublisher({
		clock: createManualClock(),
		make: () => clientSnapshot({users: [userRow('bob'), userRow('carol')]}),
		settle: settleClient,
	});
	const done = runClientScreen({terminal: fake.terminal, publisher, actions, listFolder, countFolder});
	await fake.settle();
	const before = fake.raw().length;
	fake.send('j');
	await fake.settle();
	expect(fake.screen()).toContain('> carol');
	expect(Buffer.byteLength(fake.raw().slice(before))).toBeLessThanOrEqual(500);
	publisher.close();
	await fake.terminal.close();
	await done;
});
