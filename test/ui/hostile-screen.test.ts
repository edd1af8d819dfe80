import {afterEach, describe, expect, test} from 'vitest';
import type {ClientActions, ClientSnapshot} from '../../source/client/snapshot.ts';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import type {FolderListing} from '../../source/state/picker.ts';
import {runClientScreen} from '../../source/ui/run-client-screen.tsx';
import {runServerScreen} from '../../source/ui/run-server-screen.tsx';
import {foreignIn} from '../support/controls.ts';
import {fakeHubActions} from '../support/fake-hub-actions.ts';
import {createFakePublisher} from '../support/fake-publisher.ts';
import {openFakeTerminal, type FakeTerminal} from '../support/fake-terminal.ts';
import {hostileTexts, poison, token} from '../support/hostile-text.ts';
import {clientSnapshot, fullClientSnapshot, fullHubSnapshot, offerRow, transferRow} from '../support/snapshots.ts';

/* The last door: both screens over snapshots that nothing made harmless before. */

const open: FakeTerminal[] = [];
afterEach(async () => {
	for (const fake of open.splice(0)) await fake.terminal.close();
});

/** Whatever is asked of it, nothing happens. */
const countFolder = async (): Promise<never> => Promise.reject(new Error('not here'));
const actions = new Proxy({} as ClientActions, {get: () => () => undefined});

/** Fields that hold ids and words of ours; every other text of a snapshot is a peer's, or a name of this computer's. */
const own = new Set([
	'transfer',
	'fromId',
	'peerId',
	'id',
	'session',
	'userId',
	'direction',
	'phase',
	'level',
	'state',
	'trust',
	'kind',
	'mode',
	'space',
	'sort',
]);

/** The snapshot with every text in it replaced. A text field that is added later is replaced as well. */
function withTexts<Value>(value: Value, text: string, key = ''): Value {
	if (typeof value === 'string') return (own.has(key) ? value : text) as Value;
	if (typeof value !== 'object' || value === null || ('phase' in value && value.phase === 'paused')) return value;
	if (Array.isArray(value)) return value.map((inner: unknown) => withTexts(inner, text, key)) as Value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, withTexts<unknown>(inner, text, name)]),
	) as Value;
}

const lost = (snapshot: ClientSnapshot, reason: string): ClientSnapshot => ({
	...snapshot,
	connection: {phase: 'offline', attempt: 1, retryAtMs: 1_010_000, code: 'unreachable', reason},
});

/** What the entrance shows, one after the other: an unknown hub, its code, the operator's word that is waited for. */
const entrances = (snapshot: ClientSnapshot, text: string): readonly ClientSnapshot[] => [
	{
		...snapshot,
		question: {kind: 'unknown-hub', address: text, fingerprint: text, words: text, problem: text},
	},
	{...snapshot, question: {kind: 'code', address: text, problem: text}},
	{
		...snapshot,
		connection: {phase: 'offline', attempt: 1, retryAtMs: 1_010_000, code: 'approval-needed', reason: text},
	},
];

/** Opens every page and question of the client on a snapshot. */
async function tourClient(text: string): Promise<FakeTerminal> {
	const fake = openFakeTerminal({columns: 100, rows: 40});
	open.push(fake);
	const snapshot = withTexts(fullClientSnapshot(), text);
	const publisher = createFakePublisher(snapshot);
	const listing: FolderListing = {
		path: `/home/${text}`,
		parent: '/home',
		entries: [{name: text, bytes: 5, modifiedMs: 0, kind: 'file'}],
	};
	void runClientScreen({terminal: fake.terminal, publisher, actions, listFolder: async () => listing, countFolder});
	await fake.waitFor((screen) => screen.trim() !== '');
	const press = async (...keys: readonly string[]): Promise<void> => {
		for (const key of keys) {
			fake.send(key);
			await settleWhole(fake);
		}
	};
	const paste = `\u001b[200~${text}\u001b[201~`;
	await press(`1t${paste}`, `\u0003/${paste}`, '\u00033\r', '\u0003gx', '\u0003o\r', '\u0003\u00031s', 'p', '\u0003 s');
	fake.send('\u0003\u0003');
	await press('2i', '\u0003D', `\u0003F${paste}\r`, '\u0003\u0003');
	const [first] = snapshot.users;
	const changed = {
		...first,
		trust: 'changed',
		changed: {before: text, advice: text},
	} as (typeof snapshot.users)[number];
	const notices = [{id: 'a', text, timeMs: 0}];
	publisher.publish({...snapshot, notices, users: [changed, ...snapshot.users.slice(1)]});
	await press('1gi', '\u0003ji', 'w', '\r', '\u0003', '\u00034i', 'V', '\u0003', '\u0003ow', '\r', '\u0003', '\u0003');
	for (const entrance of entrances(snapshot, text)) {
		publisher.publish(entrance);
		await press('?', '\u0003');
	}
	publisher.publish(lost(snapshot, text));
	await settleWhole(fake);
	publisher.publish({...snapshot, offers: [...snapshot.offers, offerRow(text), offerRow(`2${text}`)]});
	await press('?');
	return fake;
}

async function tourServer(text: string): Promise<FakeTerminal> {
	const fake = openFakeTerminal({columns: 100, rows: 40});
	open.push(fake);
	const publisher = createFakePublisher(withTexts<HubSnapshot>(fullHubSnapshot(), text));
	void runServerScreen({terminal: fake.terminal, publisher, actions: fakeHubActions(() => undefined)});
	await fake.waitFor((screen) => screen.trim() !== '');
	for (const key of ['i', '\u0003\r', '\u0003x', '\u00032\r', '\u0003x', '\u00034']) {
		fake.send(key);
		await settleWhole(fake);
	}
	return fake;
}

/** Waits until what was typed is drawn and every row is as wide as the terminal: its right border stands in the last cell. */
async function settleWhole(fake: FakeTerminal): Promise<void> {
	await fake.settle();
	const {emulator} = fake;
	await fake.waitFor(() =>
		fake.rows().every((row, index) => {
			const line = emulator.buffer.active.getLine(emulator.buffer.active.viewportY + index);
			return !/^[┌┏│└]/.test(row) || /^[┐│┘]$/.test(line?.getCell(emulator.cols - 1)?.getChars() ?? '');
		}),
	);
}

describe.each([
	['client', tourClient],
	['dashboard', tourServer],
])('the %s', (_name, tour) => {
	test('sends its terminal nothing that it would not send without a peer in it', async () => {
		const harmless = (await tour('harmless')).raw();
		const raw = (await tour(poison)).raw();
		expect(raw.split(token).length).toBeGreaterThan(20);
		expect(foreignIn(raw, harmless)).toEqual([]);
	}, 60_000);
});

test('whatever is in a title, no other column moves', async () => {
	const fake = openFakeTerminal({columns: 100, rows: 100});
	open.push(fake);
	const titles = Object.entries(hostileTexts).flatMap(([name, text]) => [name, text, text + text]);
	const transfers = titles.map((title, index) => transferRow(title, {transfer: `${index}`, peerName: 'zoe'}));
	const publisher = createFakePublisher(clientSnapshot({transfers}));
	void runClientScreen({
		terminal: fake.terminal,
		publisher,
		actions,
		listFolder: () => Promise.reject(new Error()),
		countFolder,
	});
	await fake.waitFor('zoe');
	const columns: number[] = [];
	for (const key of ['3', 'g']) {
		fake.send(key);
		await settleWhole(fake);
		columns.push(...columnsOf('zoe', fake));
	}
	// The pane shows the last of them first, then those from the top: together all.
	expect(columns.length).toBeGreaterThanOrEqual(titles.length);
	expect(new Set(columns).size).toBe(1);
});

/** In which cell of its row a word begins, for each row that has it. */
function columnsOf(word: string, {emulator, rows}: FakeTerminal): number[] {
	const {active} = emulator.buffer;
	return rows().flatMap((_row, index) => {
		const line = active.getLine(active.viewportY + index);
		const cells = Array.from({length: emulator.cols}, (_, column) => line?.getCell(column)?.getChars() ?? '');
		const found = cells.findIndex((_, column) => cells.slice(column, column + word.length).join('') === word);
		return found < 0 ? [] : [found];
	});
}
