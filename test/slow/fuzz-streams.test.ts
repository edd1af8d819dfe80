import {randomBytes} from 'node:crypto';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createFloeHeader, openFloe} from '../../source/crypto/floe.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {createSegmentStream} from '../../source/crypto/segment-stream.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {encodeFrame} from '../../source/protocol/frames.ts';
import {rawText} from '../../source/base/peer-text.ts';
import type {Speaker} from '../../source/protocol/messages.ts';
import {createSession} from '../../source/protocol/session.ts';
import type {Peer} from '../../source/transport/channel.ts';
import {recordSession} from '../scenario/recording.ts';
import {bytes, offerTo, untilDelivered} from '../scenario/steps.ts';
import {createWorld, type World} from '../scenario/world.ts';
import {noteCrashes} from '../support/crashes.ts';
import {toFrame} from '../support/frame-tap.ts';
import {fuzz, fuzzAsync, fuzzTimeoutMs, must} from '../support/fuzz.ts';
import {hostileJson} from '../support/hostile-json.ts';
import type {Json} from '../support/json.ts';
import {mutate, mutations, pieces, pieceSizes} from '../support/mutated-bytes.ts';
import {createRawWire} from '../support/raw-wire.ts';
import {messagesOf, speakers} from '../support/schemas-of.ts';

/* Whole streams of bytes, as one end of a connection says them to the other: machines, then a hub and a client with all they have. */

const timeout = fuzzTimeoutMs;
/** Frames of one side: as they should be, broken, or no frames at all. */
const streamOf = (speaker: Speaker): fc.Arbitrary<Buffer> =>
	fc
		.array(
			fc.oneof(
				{weight: 6, arbitrary: messagesOf(speaker).map((message) => toFrame(message))},
				{
					weight: 2,
					arbitrary: hostileJson(messagesOf(speaker)).map((text) => encodeFrame(new TextEncoder().encode(text))),
				},
				{weight: 1, arbitrary: fc.uint8Array({maxLength: 20})},
			),
			{maxLength: 10},
		)
		.map((parts) => Buffer.concat(parts));

/** A session takes it all in; returns how many messages came of it. */
function feed(mine: Speaker, stream: Uint8Array, sizes: readonly number[], isAdmitted: boolean): number {
	const session = createSession({mine, nowMs: 0});
	if (isAdmitted) session.admit();
	let [nowMs, taken, said] = [0, 0, 0];
	const count = (messages: readonly unknown[]): void => {
		taken += messages.length;
		for (const frame of session.takeOutput()) said += frame.length;
	};
	for (const piece of pieces(stream, sizes)) {
		const wasOver = session.ended !== undefined;
		// Kept while the rate limit holds: the wire gives its session a copy.
		const messages = session.receive(piece.slice(), nowMs);
		must(!wasOver || messages.length === 0, 'nothing comes after the end');
		count(messages);
		for (let turn = 0; session.isThrottled && session.nextDeadlineMs !== undefined && turn <= stream.length; turn++) {
			nowMs = session.nextDeadlineMs;
			count(session.tick(nowMs));
		}
		must(!session.isThrottled || session.ended !== undefined, 'time lets everything through');
	}
	// The least message is a length and `{"type":"x"}`; a pong is not longer than its ping, and there is one bye.
	must(taken <= stream.length / 16, `${taken} messages of ${stream.length} bytes`);
	must(said <= stream.length * 2 + 5000, `${said} bytes said to ${stream.length}`);
	return taken;
}

test.each(speakers)('the session of a %s ends or goes on, whatever the other side says', {timeout}, (mine) => {
	const theirs = ({client: 'hub', hub: 'client', operator: 'desk', desk: 'operator'} as const)[mine];
	const property = fc.property(streamOf(theirs), pieceSizes, fc.boolean(), (stream, sizes, isAdmitted) => {
		feed(mine, stream, sizes, isAdmitted);
	});
	expect(fuzz(property, 30)).toBeUndefined();
});

test(
	'recorded sessions with bytes flipped, lost, put in, said twice and split anew are borne by both sides',
	{timeout},
	async () => {
		const {toHub, toClient} = await recordSession(createWorld());
		const record: ReadonlyArray<readonly [Speaker, Buffer]> = [
			['hub', Buffer.concat(toHub)],
			['client', Buffer.concat(toClient)],
		];
		for (const [mine, stream] of record) {
			expect(feed(mine, stream, [70_000], true)).toBeGreaterThan(5);
			const property = fc.property(mutations, pieceSizes, (ops, sizes) => {
				feed(mine, mutate(stream, ops), sizes, true);
			});
			expect(fuzz(property, 30)).toBeUndefined();
		}
	},
);

test('of changed sealed bytes nothing but what the sender sealed comes out, in its order', {timeout}, () => {
	const [segmentBytes, plainBytes] = [64, 32];
	const [key, aad] = [randomBytes(32), Buffer.from('fuzz')];
	const floe = openFloe({key, header: createFloeHeader({key, aad, segmentBytes}), aad, segmentBytes});
	const plaintext = randomBytes(5 * plainBytes + 7);
	const sealed = Buffer.concat(
		[0, 1, 2, 3, 4, 5].flatMap(
			(number) =>
				floe.seal(number, plaintext.subarray(number * plainBytes, (number + 1) * plainBytes), number === 5).parts,
		),
	);
	const codes = new Set<string>();
	const property = fc.property(
		fc.oneof(
			mutations.map((ops) => mutate(sealed, ops)),
			fc.uint8Array({maxLength: 300}),
		),
		pieceSizes,
		(stream, sizes) => {
			let [asked, opened] = [0, Buffer.alloc(0)];
			const body = createSegmentStream({
				floe,
				next: () => asked++,
				onSegment: ({parts}) => (opened = Buffer.concat([opened, ...parts])),
			});
			try {
				for (const piece of pieces(stream, sizes)) body.push(piece);
				body.end();
				must(opened.length < plaintext.length || sealed.equals(stream), 'only what was sealed is whole');
			} catch (error) {
				if (!(error instanceof FtError)) throw error;
				codes.add(error.code);
			}
			must(plaintext.subarray(0, opened.length).equals(opened), 'what was opened is what was sealed');
			must(asked <= stream.length / 16 + 1, `${asked} segments of ${stream.length} bytes`);
		},
	);
	expect(fuzz(property, 60)).toBeUndefined();
	expect([...codes].every((code) => code === 'tampered' || code === 'protocol')).toBe(true);
});

/** Two honest people with a hub, who notice when they are disturbed. */
async function openPair(world: World): Promise<{check(round: number): Promise<void>}> {
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	return {
		async check(round) {
			b.client.actions.say([alice.identity.id], `round ${round}`);
			await world.until('alice hears bob', () => a.of('text').some(({text}) => rawText(text) === `round ${round}`));
			const sent = await offerTo(world, a, b, [alice.write(`file-${round}`, bytes(30_000, round + 1))]);
			b.client.actions.accept(sent);
			await untilDelivered(world, a, b, sent);
			expect(bob.read(`file-${round}`).equals(bytes(30_000, round + 1))).toBe(true);
			expect([a, b].flatMap((window) => [...window.of('reconnecting'), ...window.of('failed')])).toEqual([]);
			const internal = world.hubEvents.filter((event) => event.type === 'error' && event.code === 'internal');
			expect(internal).toEqual([]);
		},
	};
}

test('a whole hub bears any stream of a client, and nobody else is disturbed', {timeout}, async () => {
	const crashes = noteCrashes();
	const world = createWorld();
	const {toHub} = await recordSession(world);
	const recorded = Buffer.concat(toHub);
	const pair = await openPair(world);
	let inputs = 0;
	const input = fc.oneof(
		streamOf('client'),
		mutations.map((ops) => mutate(recorded, ops)),
	);
	const property = fc.asyncProperty(input, pieceSizes, fc.constantFrom(0, 1, 2, 3), async (stream, sizes, who) => {
		const identity = strangers[who] ?? createIdentity();
		const peer: Peer = {id: identity.id, spki: identity.spki, address: '10.6.6.6', isLoopback: false};
		const raw = createRawWire('hub', peer, world.clock);
		world.hub.acceptControl(raw.channel);
		// Most get in; what the others say is a first word.
		if (who > 0) raw.push(toFrame(helloOf(who)));
		for (const piece of pieces(stream, sizes)) raw.push(piece);
		await world.clock.settle(100);
		world.hub.snapshot();
		if (++inputs % 500 === 0) await pair.check(inputs);
		raw.drop();
		await world.clock.settle();
	});
	expect(await fuzzAsync(property, 10)).toBeUndefined();
	await pair.check(0);
	expect(crashes).toEqual([]);
});

const strangers = [createIdentity(), createIdentity(), createIdentity(), createIdentity()];

function helloOf(who: number): Json {
	const identity = strangers[who] ?? createIdentity();
	const statement = createStatement(identity, 0);
	const session = `${who}`.repeat(32);
	return {type: 'hello', version: 1, capabilities: [], session, takesOffers: true, name: `stranger-${who}`, statement};
}

test('a whole client bears any stream of a hub, and can still be ended', {timeout}, async () => {
	const crashes = noteCrashes();
	const world = createWorld();
	const {toClient} = await recordSession(world);
	const recorded = Buffer.concat(toClient);
	const person = world.person('victim');
	const before = person.saved();
	const hubIdentity = world.hubIdentity;
	const peer: Peer = {id: hubIdentity.id, spki: hubIdentity.spki, address: 'hub', isLoopback: false};
	const you = {id: person.identity.id, name: 'victim', online: true, since: 0};
	const welcome = {type: 'welcome', version: 1, capabilities: [], title: 'hub', you};
	const input = fc.oneof(
		streamOf('hub'),
		mutations.map((ops) => mutate(recorded, ops)),
	);
	const window = await world.open(person, {isConnecting: false, keepsTrying: true});
	let raw = createRawWire('client', peer, world.clock);
	let dials = 0;
	window.line.control = async () => {
		dials++;
		return raw.channel;
	};
	const property = fc.asyncProperty(input, pieceSizes, fc.boolean(), async (stream, sizes, isWelcome) => {
		raw = createRawWire('client', peer, world.clock);
		const before = dials;
		if (window.client.snapshot().connection.phase === 'refused' || dials === 0)
			window.client.connect().catch(() => undefined);
		else window.client.actions.reconnect();
		for (let turn = 0; dials === before && turn < 10; turn++) await world.clock.settle(20_000);
		if (isWelcome) {
			raw.push(toFrame(welcome));
			raw.push(toFrame({type: 'roster', users: [], more: false}));
		}
		for (const piece of pieces(stream, sizes)) raw.push(piece);
		await world.clock.settle(100);
		const {connection} = window.client.snapshot();
		must(!('code' in connection && connection.code === 'internal'), 'no mistake of ours');
		raw.drop();
		await world.clock.settle();
	});
	expect(await fuzzAsync(property, 10)).toBeUndefined();
	expect(dials).toBeGreaterThan(100);
	expect(window.events.filter((event) => 'code' in event && event.code === 'internal')).toEqual([]);
	expect(person.saved()).toEqual(before);
	expect(crashes).toEqual([]);
});
