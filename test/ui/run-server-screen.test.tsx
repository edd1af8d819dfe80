import {afterEach, describe, expect, test} from 'vitest';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import {runServerScreen} from '../../source/ui/run-server-screen.tsx';
import {createFakePublisher} from '../support/fake-publisher.ts';
import {openFakeTerminal, type FakeTerminal} from '../support/fake-terminal.ts';
import {fakeHubActions} from '../support/fake-hub-actions.ts';
import {
	connectionRow,
	fullHubSnapshot,
	hostileHubSnapshot,
	hubSnapshot,
	requestRow,
	storageRow,
} from '../support/snapshots.ts';

const open: FakeTerminal[] = [];
afterEach(async () => {
	for (const fake of open.splice(0)) await fake.terminal.close();
});

async function start(
	snapshot: HubSnapshot,
	columns = 80,
	rows = 24,
	answer: (...call: readonly unknown[]) => unknown = () => undefined,
) {
	const fake = openFakeTerminal({columns, rows});
	open.push(fake);
	const publisher = createFakePublisher(snapshot);
	const calls: unknown[][] = [];
	const refused: unknown[] = [];
	const done = runServerScreen({
		terminal: fake.terminal,
		publisher,
		actions: fakeHubActions((...call) => {
			calls.push(call);
			return answer(...call);
		}),
		onRefused: (error) => {
			refused.push(error);
		},
	});
	await fake.waitFor((screen) => screen.trim() !== '');
	return {fake, publisher, calls, refused, done};
}

describe.each([
	[60, 15],
	[80, 24],
	[100, 30],
	[120, 40],
	[200, 50],
])('at %ix%i', (columns, rows) => {
	test.each([
		['empty', hubSnapshot()],
		['full', fullHubSnapshot()],
		['hostile', hostileHubSnapshot()],
	])('the dashboard is whole with a snapshot that is %s', async (_name, snapshot) => {
		const {fake} = await start(snapshot, columns, rows);
		for (const row of fake.rows().slice(2, -1)) expect(row).toMatch(/^[┌┏│└].*[┐│┘]$/);
		expect(fake.rows().at(-1)).toMatch(/^ \?help/);
	});
});

test('kicking asks with "no" chosen, and offers to ban', async () => {
	const {fake, calls} = await start(hubSnapshot({connections: [connectionRow('alice'), connectionRow('bob')]}));
	fake.send('jx');
	await fake.waitFor('End the connection of bob');
	fake.send('\r');
	await fake.settle();
	expect(calls).toEqual([]);
	fake.send('x\u001b[B\r');
	await fake.settle();
	fake.send('x\u001b[B\u001b[B\r');
	await fake.settle();
	expect(calls).toEqual([
		['kick', {session: 'session-bob'}],
		['ban', 'id-bob'],
	]);
});

/** One key, however long the text is. */
const pasted = (text: string): string => `\u001b[200~${text}\u001b[201~`;

test('an invitation is made with i n enter, and its link is drawn', async () => {
	const link = `ft://192.168.1.9:5011/${'k7qf'.repeat(13)}/349p-yh2c-5jsw`;
	const {fake, calls} = await start(hubSnapshot(), 80, 24, () => ({link, code: '349p-yh2c-5jsw', untilMs: 9e11}));
	fake.send('in');
	await fake.waitFor('invite [name]');
	fake.send(`${pasted('bob --uses 3')}\r`);
	await fake.waitFor('Who is invited types:');
	expect(fake.screen().replaceAll(/[\s│]+/g, '')).toContain(`ftclient${link}`);
	expect(calls).toEqual([['invite', {name: 'bob', uses: 3, ttlMs: 86_400_000}]]);
});

test('what the hub refuses is said in the footer, and told for the log', async () => {
	const {fake, refused} = await start(hubSnapshot(), 80, 24, () => {
		throw new Error('no user mallory on this hub');
	});
	fake.send(`:${pasted('kick mallory')}\r`);
	await fake.waitFor('no user mallory on this hub');
	expect(refused).toEqual([new Error('no user mallory on this hub')]);
});

test('a ban is asked about under the name that the hub has, and one of nobody is not asked about', async () => {
	const answer = (name: unknown, who: unknown): unknown => {
		if (who === 'nobody') throw new Error('no user nobody on this hub');
		return name === 'find' ? {id: 'id-bob', name: 'bob'} : undefined;
	};
	const {fake, calls} = await start(hubSnapshot(), 80, 24, answer);
	fake.send(`:${pasted('ban nobody')}\r`);
	await fake.waitFor('no user nobody on this hub');
	expect(fake.screen()).not.toContain('> no, go on');
	fake.send(`:${pasted('ban BOB')}\r`);
	await fake.waitFor('Ban bob? Its connections end');
	fake.send('\u001b[B\r');
	await fake.settle();
	expect(calls).toEqual([
		['find', 'nobody'],
		['find', 'BOB'],
		['ban', 'id-bob'],
	]);
});

test('keys that are letters of a field do nothing else', async () => {
	const {fake, calls} = await start(fullHubSnapshot());
	fake.send('bpq oax\r');
	await fake.settle();
	expect(calls).toEqual([['notice', 'pq oax']]);
	fake.send('p');
	await fake.settle();
	expect(calls.at(-1)).toEqual(['setIntake', true]);
});

test('a request stands in the header, o lists it, a lets it in', async () => {
	const {fake, publisher, calls} = await start(hubSnapshot({mode: 'approve'}), 60, 15);
	publisher.publish(hubSnapshot({mode: 'approve', requests: [requestRow('dora')]}));
	await fake.waitFor('1 request: o');
	expect(fake.screen()).not.toContain('dora');
	fake.send('o');
	await fake.waitFor('Requests 1');
	expect(fake.screen()).toMatch(/> dora +k7qf2m4x/);
	fake.send('a');
	await fake.settle();
	expect(calls).toEqual([['approve', 'id-dora']]);
});

test('the dashboard draws what is published', async () => {
	const {fake, publisher} = await start(hubSnapshot());
	expect(fake.screen()).toContain('Nobody is here. In another terminal: npx ft client --name alice');
	publisher.publish(fullHubSnapshot());
	await fake.waitFor('1 Connections 3');
});

test('q quits at once when nobody is there, and asks otherwise', async () => {
	const alone = await start(hubSnapshot());
	alone.fake.send('q');
	await alone.done;
	const busy = await start(fullHubSnapshot());
	busy.fake.send('q');
	await busy.fake.waitFor('Stop the hub? 3 users connected');
	busy.fake.send('jj\r');
	await expect(busy.done).resolves.toBe('quit');
	const left = await start(fullHubSnapshot());
	left.fake.send('qj\r');
	await expect(left.done).resolves.toBe('leave');
});

test('what is kept is shown by enter on the throughput, and deleted after a yes', async () => {
	const {fake, calls, done} = await start(
		hubSnapshot({storage: [storageRow(), storageRow({transfer: 'b', forText: 'erin'})]}),
	);
	await fake.waitFor('7.6 GB kept in 2 transfers: 3, enter');
	fake.send('3\r');
	await fake.waitFor('Kept on the hub: 2 transfers');
	fake.send('jx');
	await fake.waitFor('Delete what alice sent to erin');
	fake.send('j\r');
	await fake.waitFor((screen) => !screen.includes('Are you sure'));
	expect(calls).toEqual([['deleteKept', 'b']]);
	fake.send('\u001b');
	await fake.waitFor('1 Connections');
	fake.send(':leave\r');
	await expect(done).resolves.toBe('leave');
});

test('y copies what is chosen to the clipboard of whoever looks at the terminal, and says so', async () => {
	const {fake} = await start(hubSnapshot());
	fake.send('y');
	await fake.waitFor('fingerprint');
	fake.send('j\r');
	await fake.waitFor('copied: code');
	expect(fake.raw()).toContain(`\u001b]52;c;${Buffer.from('349p-yh2c-5jsw').toString('base64')}\u0007`);
});

test('a filter is typed letter by letter whatever the chunks, and keeps the rows that match', async () => {
	const {fake} = await start(hubSnapshot({connections: ['alice', 'bob', 'quin'].map((name) => connectionRow(name))}));
	fake.send('/qui\r');
	await fake.waitFor('1 Connections 1 of 3');
	expect(fake.screen()).toContain('> quin');
	expect(fake.screen()).not.toContain('alice');
	fake.send('\u001b');
	await fake.waitFor('1 Connections 3');
});

test('the help is searched', async () => {
	const {fake} = await start(hubSnapshot());
	fake.send('?/');
	fake.send('kick\r');
	await fake.waitFor('/kick');
	expect(fake.screen()).not.toContain('next pane');
	expect(fake.screen()).toContain('kick or ban');
});

test('the bare view draws no border on any row', async () => {
	const {fake} = await start(fullHubSnapshot());
	fake.send('2v');
	await fake.waitFor((screen) => !/[│┌┏└]/.test(screen));
	expect(fake.screen()).toContain('alice > bob');
});

test('a window that is too small says that the hub goes on', async () => {
	const {fake} = await start(hubSnapshot(), 70, 14);
	expect(fake.screen()).toContain('Make the window 60x15 or larger, it is 70x14. The hub goes on.');
});
