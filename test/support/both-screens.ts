import {onTestFinished} from 'vitest';
import type {ClientActions, ClientSnapshot} from '../../source/client/snapshot.ts';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import {runClientScreen} from '../../source/ui/run-client-screen.tsx';
import {runServerScreen} from '../../source/ui/run-server-screen.tsx';
import {fakeHubActions} from './fake-hub-actions.ts';
import {createFakePublisher} from './fake-publisher.ts';
import {openFakeTerminal, type FakeTerminal} from './fake-terminal.ts';
import {
	clientSnapshot,
	fullClientSnapshot,
	fullHubSnapshot,
	hostileClientSnapshot,
	hostileHubSnapshot,
	hubSnapshot,
} from './snapshots.ts';

/** How much there is to show. */
export type Load = 'empty' | 'full' | 'hostile';

/** One of the two screens on a terminal in memory; nothing it asks for happens. */
export type AnyScreen = {
	readonly name: string;
	open(load: Load, options?: Parameters<typeof openFakeTerminal>[0]): Promise<FakeTerminal>;
};

const clientLoads: Readonly<Record<Load, () => ClientSnapshot>> = {
	empty: clientSnapshot,
	full: fullClientSnapshot,
	hostile: hostileClientSnapshot,
};
const hubLoads: Readonly<Record<Load, () => HubSnapshot>> = {
	empty: hubSnapshot,
	full: fullHubSnapshot,
	hostile: hostileHubSnapshot,
};
const inert = new Proxy({} as ClientActions, {get: () => () => undefined});
const nowhere = async (): Promise<never> => Promise.reject(new Error('not here'));

/** What both screens have to hold is asserted of both. */
export const bothScreens: readonly AnyScreen[] = [
	{
		name: 'client',
		open: (load, options) =>
			opened(options, (fake) =>
				runClientScreen({
					terminal: fake.terminal,
					publisher: createFakePublisher(clientLoads[load]()),
					actions: inert,
					listFolder: nowhere,
					countFolder: nowhere,
				}),
			),
	},
	{
		name: 'dashboard',
		open: (load, options) =>
			opened(options, (fake) =>
				runServerScreen({
					terminal: fake.terminal,
					publisher: createFakePublisher(hubLoads[load]()),
					actions: fakeHubActions(() => undefined),
				}),
			),
	},
];

/** What is wrong with a screen: rows that are not as wide as it is, rows that are missing; empty when it is whole. */
export function brokenRows(fake: Pick<FakeTerminal, 'emulator' | 'rows'>): readonly string[] {
	const {emulator} = fake;
	const rows = fake.rows();
	const problems: string[] = [];
	if (!rows[0]?.startsWith(' ft')) problems.push(`no header: ${rows[0]}`);
	if (rows.at(-1)?.trim() === '') problems.push('no footer');
	for (const [index, row] of rows.entries()) {
		const line = emulator.buffer.active.getLine(emulator.buffer.active.viewportY + index);
		const last = line?.getCell(emulator.cols - 1)?.getChars() ?? '';
		const isFramed = /^[┌┏│└]/.test(row);
		// The emulator knows no emoji of the last ten years, and draws them in one column.
		const end = /[\u{10000}-\u{10ffff}]/u.test(row) ? (row.at(-1) ?? '') : last;
		if (isFramed && !/^[┐│┘]$/.test(end)) problems.push(`row ${index} is not closed: ${row}`);
		// Of a frame of another size: no row begins so that is not a pane's.
		if (!isFramed && index > 2 && index < rows.length - 1) problems.push(`row ${index} is of no pane: ${row}`);
	}
	return problems;
}

async function opened(
	options: Parameters<typeof openFakeTerminal>[0],
	run: (fake: FakeTerminal) => Promise<unknown>,
): Promise<FakeTerminal> {
	const fake = openFakeTerminal(options);
	onTestFinished(() => fake.terminal.close());
	void run(fake);
	await fake.waitFor((screen) => screen.trim() !== '');
	return fake;
}
