import {afterEach, describe, expect, test} from 'vitest';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import {runServerScreen} from '../../source/ui/run-server-screen.tsx';
import {createFakePublisher} from '../support/fake-publisher.ts';
import {openFakeTerminal, type FakeTerminal} from '../support/fake-terminal.ts';
import {fakeHubActions} from '../support/fake-hub-actions.ts';
import {connectionRow, fullHubSnapshot, hostileHubSnapshot, hubSnapshot} from '../support/snapshots.ts';

const open: FakeTerminal[] = [];
afterEach(async () => {
	for (const fake of open.splice(0)) await fake.terminal.close();
});

async function start(snapshot: HubSnapshot, columns = 80, rows = 24) {
	const fake = openFakeTerminal({columns, rows});
	open.push(fake);
	const publisher = createFakePublisher(snapshot);
	const calls: unknown[][] = [];
	const done = runServerScreen({
		terminal: fake.terminal,
		publisher,
		actions: fakeHubActions((...call) => {
			calls.push(call);
		}),
	});
	await fake.waitFor((screen) => screen.trim() !== '');
	return {fake, publisher, calls, done};
}

describe.each([
	[60, 15],
	[80, 24],
	[120, 40],
])('at %ix%i', (columns, rows) => {
	test.each([
		['empty', hubSnapshot()],
		['full', fullHubSnapshot()],
		['hostile', hostileHubSnapshot()],
	])('the dashboard is whole with a snapshot that is %s', async (_name, snapshot) => {
		const {fake} = await start(snapshot, columns, rows);
		for (const row of fake.rows().slice(1, -1)) expect(row).toMatch(/^[┌┏│┃└┗].*[┐┓│┃┘┛]$/);
		expect(fake.rows().at(-1)).toMatch(/^ \?help/);
	});
});

test('kicking asks with "no" chosen', async () => {
	const {fake, calls} = await start(hubSnapshot({connections: [connectionRow('alice'), connectionRow('bob')]}));
	fake.send('jx');
	await fake.waitFor('End the connection of bob');
	fake.send('\r');
	await fake.settle();
	expect(calls).toEqual([]);
	fake.send('x\u001b[B\r');
	await fake.settle();
	expect(calls).toEqual([['kick', {session: 'session-bob'}]]);
});

test('the dashboard draws what is published', async () => {
	const {fake, publisher} = await start(hubSnapshot());
	expect(fake.screen()).toContain('Nobody is here yet. In another terminal: npx ft client --name alice');
	publisher.publish(fullHubSnapshot());
	await fake.waitFor('1 Connections 3');
});

test('q quits at once when nobody is there, and asks otherwise', async () => {
	const alone = await start(hubSnapshot());
	alone.fake.send('q');
	await alone.done;
	const busy = await start(fullHubSnapshot());
	busy.fake.send('q');
	await busy.fake.waitFor('Stop the hub? 3 users online');
	busy.fake.send('j\r');
	await expect(busy.done).resolves.toBeUndefined();
});

test('a window that is too small says that the hub goes on', async () => {
	const {fake} = await start(hubSnapshot(), 70, 14);
	expect(fake.screen()).toContain('Make the window 60x15 or larger, it is 70x14. The hub goes on.');
});
