import {expect, test} from 'vitest';
import {createFirstContact} from '../../source/client/first-contact.ts';
import type {Greeting} from '../../source/client/greet.ts';
import {createLink, type Link, type LinkEvent} from '../../source/client/link.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';
import {memoryPins} from './memory-pins.ts';
import {createScriptedHub, type ScriptedHub} from './scripted-hub.ts';

type Scene = {clock: ManualClock; hub: ScriptedHub; link: Link; events: LinkEvent[]; outcome: () => string | undefined};

async function begin(
	options: {keepsTrying?: boolean; isAway?: boolean} = {},
	clock: ManualClock = createManualClock(),
): Promise<Scene> {
	const identity = createIdentity();
	const hub = createScriptedHub(clock, identity);
	hub.isAway = options.isAway ?? false;
	const greeting: Greeting = {
		identity,
		name: 'alice',
		session: 'a'.repeat(32),
		takesOffers: true,
		pins: await memoryPins(),
		address: 'hub:1',
		acceptsNew: true,
		findCode: async () => undefined,
		nowMs: () => clock.nowMs(),
	};
	const link = createLink({
		dialler: hub.dialler,
		clock,
		keepsTrying: options.keepsTrying ?? false,
		greeting,
		contact: createFirstContact({greeting, canAsk: false, onChange: () => undefined}),
	});
	const events: LinkEvent[] = [];
	link.subscribe((event) => events.push(event));
	let outcome: string | undefined;
	link.connect().then(
		() => {
			outcome = 'connected';
		},
		(error: unknown) => {
			outcome = error instanceof FtError ? error.code : 'bug';
		},
	);
	await clock.settle();
	return {clock, hub, link, events, outcome: () => outcome};
}

test('it is connected when the welcome came', async () => {
	const {link, hub, events, outcome} = await begin();
	expect(outcome()).toBe('connected');
	expect(link.connection.phase).toBe('online');
	expect(link.hubId).toBe(hub.identity.id);
	expect(events.map((event) => event.type)).toEqual(['online', 'message']);
});

test('a hub that is not there fails the first attempt, unless it is to keep trying', async () => {
	const command = await begin({isAway: true});
	expect(command.outcome()).toBe('unreachable');
	await command.clock.settle(60_000);
	expect(command.hub.dialsMs).toHaveLength(1);
	const screen = await begin({isAway: true, keepsTrying: true});
	expect(screen.outcome()).toBe('connected');
	expect(screen.link.connection.phase).toBe('offline');
	screen.hub.isAway = false;
	await screen.clock.settle(1000);
	expect(screen.link.connection.phase).toBe('online');
});

test('the waits double from half a second to 15 s, each up to a fifth less', async () => {
	const {clock, hub, link, events} = await begin();
	hub.isAway = true;
	await clock.settle(20_000);
	hub.channels[0]?.abort(new FtError('unreachable', 'gone'));
	await clock.settle(90_000);
	const waits = hub.dialsMs.slice(2).map((atMs, index) => atMs - (hub.dialsMs[index + 1] ?? 0));
	for (const [index, most] of [1000, 2000, 4000, 8000, 15_000, 15_000].entries()) {
		expect(waits[index]).toBeLessThanOrEqual(most);
		expect(waits[index]).toBeGreaterThanOrEqual(0.8 * most);
	}
	const attempts = events.flatMap((event) => (event.type === 'offline' ? [event.attempt] : []));
	expect(attempts).toEqual(attempts.map((_, index) => index + 1));
	const seconds = events.flatMap((event) => (event.type === 'offline' ? [event.inSeconds] : []));
	expect(seconds).toEqual(seconds.map((one) => Number(one.toFixed(3))));
	expect(link.connection).toMatchObject({phase: 'offline', attempt: attempts.length});
});

test('reconnect tries at once, and a steady connection begins the waits anew', async () => {
	const {clock, hub, link, events} = await begin();
	hub.isAway = true;
	hub.channels[0]?.abort(new FtError('unreachable', 'gone'));
	await clock.settle(20_000);
	hub.isAway = false;
	link.reconnect();
	await clock.settle();
	expect(link.connection.phase).toBe('online');
	await clock.settle(10_000);
	hub.channels.at(-1)?.abort(new FtError('unreachable', 'gone'));
	await clock.settle();
	expect(events.at(-1)).toMatchObject({type: 'offline', attempt: 1});
});

test('a refusal that trying again cannot mend is final', async () => {
	const {clock, hub, link, events} = await begin();
	void hub.channels[0]?.close(new FtError('replaced', 'the same process connected again'));
	await clock.settle(60_000);
	expect(link.connection).toMatchObject({phase: 'refused', code: 'replaced'});
	expect(events.at(-1)?.type).toBe('refused');
	expect(hub.dialsMs).toHaveLength(1);
});

test('a bye without a reason is dialled again', async () => {
	const {clock, hub, link} = await begin();
	void hub.channels[0]?.close();
	await clock.settle(5000);
	expect(link.connection.phase).toBe('online');
	expect(hub.dialsMs).toHaveLength(2);
});

test('an answer comes to who asked, a refusal rejects, and a lost connection rejects as well', async () => {
	const {clock, hub, link} = await begin();
	hub.onMessage = (message, channel) => {
		if (message.type === 'offers') channel.send({type: 'offers', request: message.request, count: message.request});
		if (message.type === 'keys')
			channel.send({type: 'refuse', request: message.request, code: 'limit', message: 'no\u001b[2J'});
	};
	const [first, second] = [
		link.ask('offers', (request) => ({type: 'offers', request})),
		link.ask('offers', (request) => ({type: 'offers', request})),
	];
	await clock.settle();
	expect((await first).count + 1).toBe((await second).count);
	const refused = link.ask('keys', (request) => ({type: 'keys', request, users: ['f'.repeat(64)]}));
	await expect(refused).rejects.toMatchObject({
		code: 'limit',
		message: expect.not.stringContaining('\u001b') as string,
	});
	hub.onMessage = () => undefined;
	const lost = link.ask('offers', (request) => ({type: 'offers', request}));
	await clock.settle();
	hub.channels[0]?.abort(new FtError('unreachable', 'gone'));
	await expect(lost).rejects.toMatchObject({code: 'unreachable'});
	await expect(link.ask('offers', (request) => ({type: 'offers', request}))).rejects.toMatchObject({
		code: 'unreachable',
	});
});

test('a listener that fails ends the connection, not the process', async () => {
	const {clock, hub, link} = await begin();
	link.subscribe((event) => {
		if (event.type === 'message') throw new Error('a bug');
	});
	hub.channels[0]?.send({type: 'roster', users: [], more: false});
	await clock.settle(3000);
	expect(link.connection).toMatchObject({phase: 'refused', code: 'internal'});
});

test('closing while the hub does not answer the hello settles what waits', async () => {
	const silent = await begin({isAway: true, keepsTrying: true});
	silent.hub.isAway = false;
	silent.hub.onMessage = () => undefined;
	silent.link.reconnect();
	await silent.clock.settle();
	const closing = silent.link.close();
	await silent.clock.settle(3000);
	await closing;
	expect(silent.clock.pending).toBe(0);
});

/** A clock whose wall time can run ahead, as it does while a machine sleeps. */
function sleepyClock(): ManualClock & {sleep: (ms: number) => void} {
	const clock = createManualClock();
	let sleptMs = 0;
	return {
		...clock,
		nowMs: () => clock.nowMs() + sleptMs,
		get pending() {
			return clock.pending;
		},
		sleep(ms) {
			sleptMs += ms;
		},
	};
}

test('after the machine slept a lost hub is tried at once, whatever the wait was', async () => {
	const clock = sleepyClock();
	const {hub, link} = await begin({isAway: true, keepsTrying: true}, clock);
	await clock.settle(60_000);
	const tried = hub.dialsMs.length;
	hub.isAway = false;
	clock.sleep(3_600_000);
	// The next try is up to 15 s away; the sleep is seen after at most 5.
	await clock.settle(5000);
	expect(hub.dialsMs.length).toBeGreaterThan(tried);
	expect(link.connection.phase).toBe('online');
});

test('after the machine slept a connection that does not answer is given up at once, one that does stays', async () => {
	const clock = sleepyClock();
	const {hub, link} = await begin({keepsTrying: true}, clock);
	clock.sleep(60_000);
	await clock.settle(8000);
	expect(hub.dialsMs).toHaveLength(1);
	hub.faults[0]?.stall();
	clock.sleep(60_000);
	await clock.settle(8000);
	expect(hub.dialsMs).toHaveLength(2);
	expect(link.connection.phase).toBe('online');
});
