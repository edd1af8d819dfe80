import {expect, test, vi} from 'vitest';
import type {KnownCode} from '../../source/client/first-contact.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {deriveCodeKey, generateCode} from '../../source/crypto/join-code.ts';
import {formatFingerprint} from '../../source/crypto/fingerprint.ts';
import {toWords} from '../../source/crypto/words.ts';
import {parseHubLink} from '../../source/protocol/hub-link.ts';
import {toShortId} from '../../source/protocol/ids.ts';
import {
	approvalRetryMs,
	denialKeepMs,
	endedInvitationKeepMs,
	maxRequestsPerAddress,
	maxTextBytes,
	noticeKeepMs,
	sealedSegmentBytes,
} from '../../source/protocol/limits.ts';
import {parseMessage, type DeskMessage, type OperatorMessage} from '../../source/protocol/messages.ts';
import {serveOperator} from '../../source/hub/desk.ts';
import type {Channel} from '../../source/transport/channel.ts';
import {getAll, putAll} from './folder-steps.ts';
import {acceptAll, bytes, offerTo, sendTo} from './steps.ts';
import {createWorld, type Window, type World} from './world.ts';

vi.mock('../../source/crypto/join-code.ts', async (importOriginal) => {
	const {deriveOnce} = await import('./derive-once.ts');
	return deriveOnce(importOriginal);
});

const identity = createIdentity();
const code = generateCode();
const codeKey = await deriveCodeKey(code, identity.id);
const closed = {identity, codeKey, mode: 'code'} as const;
const asking = {identity, codeKey, mode: 'approve'} as const;
const typed = (text: string) => async (): Promise<KnownCode> => ({code: text, isSameLogin: false});
const day = 24 * 3600 * 1000;

const isOnline = (window: Window): boolean => window.client.snapshot().connection.phase === 'online';
const reasonOf = (window: Window): string => {
	const {connection} = window.client.snapshot();
	return 'reason' in connection ? connection.reason : '';
};
/** Somebody who waits for the operator's word. */
async function ask(world: World, name: string, ip = '10.0.0.1'): Promise<Window> {
	const window = await world.open(name, {isConnecting: false, approvalWaitMs: Number.POSITIVE_INFINITY, ip});
	window.client.connect().catch(() => undefined);
	await world.until(`${name} has asked`, () => reasonOf(window) !== '');
	return window;
}
const requestNames = (world: World): string[] => world.hub.snapshot().requests.map(({name}) => name);

test('an invitation lets in as many as it has uses, also with the hub started anew in between, and then says that it was used', async () => {
	const world = createWorld(closed);
	const {link, untilMs} = await world.hub.actions.invite({name: undefined, uses: 2, ttlMs: day});
	const {code: invited = '', hubId} = parseHubLink(link) ?? {};
	expect(hubId).toBe(identity.id);
	expect(untilMs).toBe(world.clock.nowMs() + day);
	expect(world.hub.snapshot().invitations).toMatchObject([{name: undefined, usesLeft: 2, untilMs}]);
	const alice = world.person('alice');
	await world.open(alice, {acceptsNew: false, expectedHubId: hubId, findCode: typed(invited)});
	await world.stopHub();
	world.startHub();
	expect(world.hub.snapshot().invitations).toMatchObject([{usesLeft: 1}]);
	await world.open('bob', {acceptsNew: false, findCode: typed(invited)});
	expect(world.hub.snapshot().invitations).toEqual([]);
	await expect(world.open('carol', {findCode: typed(invited)})).rejects.toMatchObject({
		code: 'wrong-code',
		message: 'this invitation was used already. Ask the operator of the hub for a new one',
	});
	// Who came in by it stays in.
	await world.open(alice, {acceptsNew: false});
	expect(world.hubEvents.filter((event) => event.type === 'admitted').map(({user, by}) => [user, by])).toEqual([
		['alice', 'invitation'],
		['bob', 'invitation'],
	]);
});

test('coming back does not use an invitation up, also for one who lost its pins', async () => {
	const world = createWorld(closed);
	const invited = await world.hub.actions.invite({name: undefined, uses: 1, ttlMs: day});
	const alice = world.person('alice');
	await world.open(alice, {findCode: typed(invited.code)});
	await alice.pins.change(() => ({hubs: [], users: [], trusted: []}));
	const again = await world.open(alice, {acceptsNew: false, findCode: typed(invited.code)});
	expect(isOnline(again)).toBe(true);
});

test('an invitation for a name lets in only that name, in any case', async () => {
	const world = createWorld(closed);
	const invited = await world.hub.actions.invite({name: 'Bob', uses: 1, ttlMs: day});
	await expect(world.open('carol', {findCode: typed(invited.code)})).rejects.toMatchObject({
		code: 'wrong-code',
		message: 'this invitation is for Bob, not for carol. Use it with --name Bob',
	});
	await world.open('bob', {findCode: typed(invited.code)});
});

test('an invitation ends at its time, and is recognised for a week more', async () => {
	const world = createWorld(closed);
	const invited = await world.hub.actions.invite({name: undefined, uses: 5, ttlMs: 1000});
	world.clock.advance(1000);
	await expect(world.open('alice', {findCode: typed(invited.code)})).rejects.toMatchObject({
		code: 'wrong-code',
		message: 'this invitation has ended. Ask the operator of the hub for a new one',
	});
	world.clock.advance(endedInvitationKeepMs);
	await world.stopHub();
	world.startHub();
	await expect(world.open('alice', {findCode: typed(invited.code)})).rejects.toMatchObject({
		message: expect.stringContaining('that is not the code of this hub'),
	});
});

test('an invitation that was withdrawn is a wrong code', async () => {
	const world = createWorld(closed);
	const invited = await world.hub.actions.invite({name: undefined, uses: 5, ttlMs: day});
	const [row] = world.hub.snapshot().invitations;
	await world.hub.actions.withdraw(row?.id ?? '');
	await expect(world.hub.actions.withdraw(row?.id ?? '')).rejects.toMatchObject({code: 'no-such-file'});
	await expect(world.open('alice', {findCode: typed(invited.code)})).rejects.toMatchObject({code: 'wrong-code'});
});

test('a link is for its hub only: another one at that address is told nothing, whether it is known or proves the code', async () => {
	const world = createWorld(closed);
	const alice = world.person('alice');
	const expectedHubId = createIdentity().id;
	await expect(world.open(alice, {expectedHubId, findCode: typed(code)})).rejects.toMatchObject({
		code: 'changed-identity',
		message: expect.stringContaining('is not the one of the link'),
	});
	await world.open(alice, {findCode: typed(code)});
	await expect(world.open(alice, {expectedHubId, findCode: typed(code)})).rejects.toMatchObject({
		code: 'changed-identity',
	});
	expect((await world.open(alice, {expectedHubId: identity.id})).client.snapshot().connection.phase).toBe('online');
});

test('with --approve a newcomer waits until the operator lets it in, also over a restart of the hub', async () => {
	const world = createWorld(asking);
	const alice = await ask(world, 'alice');
	expect(reasonOf(alice)).toMatch(/^waiting for the operator of world to let you in as alice \([a-z2-7]{8}\)$/);
	expect(world.hub.snapshot().requests).toMatchObject([{name: 'alice', address: '10.0.0.1'}]);
	await world.pass(3 * approvalRetryMs);
	expect(alice.line.dials).toBeGreaterThan(2);
	// Told once, however often it is tried.
	expect(world.hubEvents.map((event) => event.type)).toEqual(['request']);
	expect(await world.hub.actions.approve('ALICE')).toMatchObject({name: 'alice'});
	expect(requestNames(world)).toEqual([]);
	await world.stopHub();
	world.startHub();
	await world.until('alice is in', () => isOnline(alice));
	expect(world.hubEvents.find((event) => event.type === 'admitted')).toMatchObject({user: 'alice', by: 'approval'});
});

test('an approval is for one key under one name', async () => {
	const world = createWorld(asking);
	const alice = world.person('alice');
	const first = await world.open(alice, {isConnecting: false});
	await expect(first.client.connect()).rejects.toMatchObject({code: 'approval-needed'});
	await world.hub.actions.approve('alice');
	await expect(world.open('alice')).rejects.toMatchObject({code: 'approval-needed'});
	await expect(world.open({...alice, name: 'operator2'})).rejects.toMatchObject({code: 'approval-needed'});
	await world.open(alice);
});

test('who is denied is told so for an hour, and may then ask again', async () => {
	const world = createWorld(asking);
	const alice = world.person('alice');
	await expect(world.open(alice)).rejects.toMatchObject({code: 'approval-needed'});
	await world.hub.actions.deny(world.hub.snapshot().requests[0]?.shortId ?? '');
	await expect(world.open(alice)).rejects.toMatchObject({
		code: 'denied',
		message: 'the operator of world did not let you in',
	});
	world.clock.advance(denialKeepMs);
	await expect(world.open(alice)).rejects.toMatchObject({code: 'approval-needed'});
	await expect(world.hub.actions.deny('mallory')).rejects.toMatchObject({code: 'no-such-user'});
});

test('with --approve the code and an invitation let in at once, also when the hub was pinned before', async () => {
	const world = createWorld(asking);
	const invited = await world.hub.actions.invite({name: undefined, uses: 1, ttlMs: day});
	const alice = world.person('alice');
	await alice.pins.change((pins) => ({...pins, hubs: [{id: identity.id, addresses: ['memory:1'], sinceMs: 0}]}));
	await world.open(alice, {findCode: typed(code)});
	await world.open('bob', {findCode: typed(invited.code)});
	expect(requestNames(world)).toEqual([]);
});

test('a name that is taken is no request: who asks for it is told at once', async () => {
	const world = createWorld(asking);
	await world.open('alice', {findCode: typed(code)});
	await expect(world.open('Alice')).rejects.toMatchObject({code: 'name-taken'});
	expect(requestNames(world)).toEqual([]);
});

test(`of one address ${maxRequestsPerAddress} may wait: one more, and the oldest of them goes`, async () => {
	const world = createWorld(asking);
	await expect(world.open('other', {ip: '10.0.0.2'})).rejects.toMatchObject({code: 'approval-needed'});
	for (let index = 0; index <= maxRequestsPerAddress; index++)
		await expect(world.open(`n${index}`)).rejects.toMatchObject({code: 'approval-needed'});
	expect(requestNames(world)).toEqual(['other', 'n1', 'n2', 'n3', 'n4']);
});

test('several who ask under one name are told apart by their short ids', async () => {
	const world = createWorld(asking);
	await expect(world.open('alice')).rejects.toMatchObject({code: 'approval-needed'});
	await expect(world.open('alice')).rejects.toMatchObject({code: 'approval-needed'});
	const [first, second] = world.hub.snapshot().requests;
	await expect(world.hub.actions.approve('alice')).rejects.toMatchObject({
		code: 'usage',
		message: `several ask to join as alice: ${first?.shortId}, ${second?.shortId}. Say which by its short id`,
	});
	await world.hub.actions.approve(second?.shortId ?? '');
	expect(world.hub.snapshot().requests).toEqual([first]);
});

test('who is banned is out at once and stays out, also over a restart, until the ban is lifted', async () => {
	const world = createWorld();
	const person = world.person('alice');
	const alice = await world.open(person);
	const bob = await world.open('bob');
	await offerTo(world, alice, bob, [person.write('a.bin', bytes(100))]);
	await world.hub.actions.ban('ALICE');
	await world.until('her offer is gone', () => bob.client.snapshot().offers.length === 0);
	await world.until('alice is refused', () => reasonOf(alice).includes('has banned you'));
	await world.until('bob sees her go', () => bob.client.people.findByName('alice')?.online === false);
	await world.stopHub();
	world.startHub();
	expect(world.hub.snapshot().bans).toMatchObject([{name: 'alice', id: person.identity.id}]);
	await expect(world.open(person)).rejects.toMatchObject({code: 'banned'});
	for (const act of ['find', 'ban'] as const)
		await expect(world.hub.actions[act]('nobody')).rejects.toMatchObject({code: 'no-such-user'});
	for (const who of ['ALICE', person.identity.id, toShortId(person.identity.id)])
		expect(await world.hub.actions.find(who)).toEqual({id: person.identity.id, name: 'alice'});
	await world.hub.actions.unban('alice');
	await expect(world.hub.actions.unban('alice')).rejects.toMatchObject({code: 'no-such-user'});
	await world.open(person);
});

test('who is kicked may come back', async () => {
	const world = createWorld();
	const person = world.person('alice');
	const one = await world.open(person);
	const two = await world.open(person);
	const [row] = world.hub.snapshot().connections;
	const {id} = person.identity;
	expect(row).toMatchObject({shortId: toShortId(id), fingerprint: formatFingerprint(id), words: toWords(id)});
	await world.hub.actions.kick({session: row?.session ?? ''});
	expect(world.hub.snapshot().connections).toHaveLength(1);
	await world.hub.actions.kick({user: 'alice'});
	await world.until('both are out', () => !isOnline(one) && !isOnline(two));
	await expect(world.hub.actions.kick({user: 'alice'})).rejects.toThrow('alice is not connected now');
	await expect(world.hub.actions.kick({session: row?.session ?? ''})).rejects.toMatchObject({code: 'no-such-user'});
	await world.open(person);
});

test('a released name goes to the next key, and the others are told since when it is another one', async () => {
	const world = createWorld();
	const bob = await world.open('bob');
	const alice = await world.open('alice');
	await world.until('bob sees alice', () => bob.client.people.findByName('alice')?.online === true);
	expect(bob.client.people.findByName('alice')?.released).toBeUndefined();
	await world.hub.actions.release('alice');
	const releasedMs = world.clock.nowMs();
	await world.until('alice is out', () => reasonOf(alice).includes('released the name alice'));
	await world.until('bob sees her go', () => bob.client.people.findByName('alice')?.online === false);
	const next = world.person('alice');
	await world.open(next);
	await world.until('bob sees the new one', () => bob.client.people.findByName('alice')?.id === next.identity.id);
	expect(bob.client.people.findByName('alice')?.released).toBe(releasedMs);
	expect(bob.client.people.all().map(({name}) => name)).toEqual(['alice']);
	const carol = await world.open('carol');
	expect(carol.client.people.findByName('alice')?.released).toBe(releasedMs);
});

test('a notice reaches everyone, also who joins within a day, and once only who reconnects', async () => {
	const world = createWorld();
	const alice = await world.open('alice');
	await world.hub.actions.notice('down at\u001b[31m noon');
	await world.until('alice reads it', () => alice.of('notice').length === 1);
	alice.line.cutControl();
	await world.until('alice is back', () => alice.line.dials === 2 && isOnline(alice));
	await world.stopHub();
	world.startHub();
	world.clock.advance(noticeKeepMs / 2);
	const bob = await world.open('bob');
	await world.until('bob reads it', () => bob.of('notice').length === 1);
	expect(alice.of('notice')).toHaveLength(1);
	expect(alice.client.snapshot().notices.map(({text}) => text)).toEqual([bob.client.snapshot().notices[0]?.text]);
	expect(JSON.stringify(alice.client.snapshot().notices)).not.toContain('\\u001b');
	expect(world.hub.snapshot().notice?.text).not.toContain('\u001b');
	world.clock.advance(noticeKeepMs);
	const carol = await world.open('carol');
	await world.settle();
	expect(carol.of('notice')).toEqual([]);
	expect(world.hub.snapshot().notice).toBeUndefined();
});

test(`a notice of ${maxTextBytes} bytes is taken, one more is not, nor one without words`, async () => {
	const world = createWorld();
	await world.hub.actions.notice('x'.repeat(maxTextBytes));
	await expect(world.hub.actions.notice('x'.repeat(maxTextBytes + 1))).rejects.toMatchObject({code: 'usage'});
	await expect(world.hub.actions.notice(' \n')).rejects.toMatchObject({code: 'usage'});
});

test('without intake new offers are refused, and what was under way goes on, also over a restart of the hub', async () => {
	const world = createWorld();
	const person = world.person('alice');
	const bobby = world.person('bob');
	const alice = await world.open(person);
	const bob = await world.open(bobby);
	const [old, young] = [person.write('old.bin', bytes(1000)), person.write('young.bin', bytes(1000))];
	const before = await offerTo(world, alice, bob, [old]);
	await world.hub.actions.setIntake(false);
	const after = await sendTo(world, alice, bob, [young]);
	await world.until('the new one is refused', () => alice.phase(after) === 'failed');
	expect(alice.of('failed')).toMatchObject([{code: 'limit', reason: expect.stringContaining('no new transfers')}]);
	await world.stopHub();
	world.startHub();
	expect(world.hub.snapshot().isIntakeOn).toBe(false);
	await world.until('the old one is offered again', () => isOnline(alice) && bob.client.snapshot().offers.length === 1);
	bob.client.actions.accept(before);
	await world.until('the old one arrives', () => alice.phase(before) === 'delivered');
	await world.hub.actions.setIntake(true);
	await offerTo(world, alice, bob, [young]);
});

test('another code makes the old one worthless, and is kept before it counts', async () => {
	const kept: string[] = [];
	const keepCode = vi.fn(async (fresh: string) => {
		kept.push(fresh);
	});
	const world = createWorld({...closed, keepCode});
	const fresh = await world.hub.actions.newCode();
	expect(kept).toEqual([fresh]);
	await expect(world.open('alice', {findCode: typed(code)})).rejects.toMatchObject({code: 'wrong-code'});
	await world.open('alice', {findCode: typed(fresh)});
	keepCode.mockRejectedValueOnce(new Error('disk full'));
	await expect(world.hub.actions.newCode()).rejects.toThrow('disk full');
	await world.open('bob', {findCode: typed(fresh)});
});

test('the operator cancels a transfer by the beginning of its id, for both ends', async () => {
	const world = createWorld();
	const person = world.person('alice');
	const alice = await world.open(person);
	const bob = await world.open('bob');
	const transfer = await offerTo(world, alice, bob, [person.write('a.bin', bytes(100))]);
	await expect(world.hub.actions.cancel('')).rejects.toMatchObject({code: 'no-such-transfer'});
	await expect(world.hub.actions.cancel('zz')).rejects.toMatchObject({code: 'no-such-transfer'});
	await world.hub.actions.cancel(transfer.slice(0, 8));
	await world.until('alice knows', () => alice.phase(transfer) === 'cancelled');
	await world.until('bob knows', () => bob.client.snapshot().offers.length === 0);
	await expect(world.hub.actions.cancel(transfer)).rejects.toMatchObject({code: 'no-such-transfer'});
});

test('a limit holds for all transfers together, and lifting it lets them go on at once', async () => {
	const world = createWorld();
	const person = world.person('alice');
	const alice = await world.open(person);
	const takers = [await world.open('bob', {accept: acceptAll}), await world.open('carol', {accept: acceptAll})];
	await world.hub.actions.setLimit(20_000);
	const startMs = world.clock.monotonicMs();
	const sent = await Promise.all(
		takers.map((taker, index) => sendTo(world, alice, taker, [person.write(`${index}.bin`, bytes(1_200_000))])),
	);
	const relayed = (): number => world.hub.snapshot().relayedBytes;
	// What is in its buffers goes at once: three pieces for each relay. Without a limit all would be through by now.
	const mayBeThrough = (): number => 6 * sealedSegmentBytes + ((world.clock.monotonicMs() - startMs) / 1000) * 20_000;
	await world.until('it has begun', () => relayed() > 0);
	await world.pass(10_000);
	expect(relayed()).toBeLessThanOrEqual(mayBeThrough());
	await world.until('most of it is through', () => relayed() >= 2_300_000);
	const tookMs = world.clock.monotonicMs() - startMs;
	expect(tookMs).toBeGreaterThan(((2_300_000 - 6 * sealedSegmentBytes) / 20_000) * 1000);
	await world.hub.actions.setLimit(undefined);
	await world.until('both have it', () => sent.every((transfer) => alice.phase(transfer) === 'delivered'));
});

test('a limit below which a relay would stand still is refused, another is remembered', async () => {
	const world = createWorld();
	await expect(world.hub.actions.setLimit(9999)).rejects.toMatchObject({code: 'usage'});
	await expect(world.hub.actions.setLimit(Number.NaN)).rejects.toMatchObject({code: 'usage'});
	await world.hub.actions.setLimit(10_000);
	await world.stopHub();
	world.startHub();
	expect(world.hub.snapshot().limitBytesPerSecond).toBe(10_000);
	await world.hub.actions.setLimit(undefined);
	await world.stopHub();
	world.startHub();
	expect(world.hub.snapshot().limitBytesPerSecond).toBeUndefined();
});

test('everything the operator does and every admission is in the audit log, and no code is', async () => {
	const lines: string[] = [];
	const audit = {write: (record: object) => void lines.push(JSON.stringify(record))};
	const world = createWorld({...asking, audit});
	const invited = await world.hub.actions.invite({name: 'bob', uses: 1, ttlMs: day});
	await world.open('bob', {findCode: typed(invited.code)});
	await expect(world.open('carol')).rejects.toMatchObject({code: 'approval-needed'});
	await world.hub.actions.approve('carol');
	await world.hub.actions.notice('hello');
	await world.hub.actions.setIntake(false);
	await world.hub.actions.setLimit(1_000_000);
	await world.hub.actions.kick({user: 'bob'});
	await world.hub.actions.ban('bob');
	await world.hub.actions.unban('bob');
	await world.hub.actions.release('bob');
	await expect(world.open('dave')).rejects.toMatchObject({code: 'approval-needed'});
	await world.hub.actions.deny('dave');
	await world.hub.actions.invite({name: undefined, uses: 1, ttlMs: day});
	await world.hub.actions.withdraw(world.hub.snapshot().invitations[0]?.id ?? '');
	const [a, e] = [
		await world.open('alice', {findCode: typed(code)}),
		await world.open('erin', {findCode: typed(code)}),
	];
	await e.end();
	await world.hub.actions.setIntake(true);
	for (const act of ['cancel', 'deleteKept'] as const) {
		const transfer = await sendTo(world, a, e, [a.person.write(act, bytes(1000))]);
		await world.until('it is kept', () => world.hub.snapshot().storage.length > 0);
		await world.hub.actions[act](transfer);
	}
	const fresh = await world.hub.actions.newCode();
	await world.hub.actions.stop();
	const acts = lines.map((line) => JSON.parse(line) as {type: string; act?: string; user?: string; by?: string});
	// Hiding what has ended and looking somebody up change nothing for anybody.
	const all = Object.keys(world.hub.actions).filter((act) => !['clearFinished', 'find'].includes(act));
	expect(new Set(acts.filter(({type}) => type === 'operator').map(({act}) => act))).toEqual(new Set(all));
	expect(acts).toContainEqual(expect.objectContaining({type: 'request', user: 'carol'}));
	expect(acts).toContainEqual(expect.objectContaining({type: 'admitted', user: 'bob', by: 'invitation'}));
	for (const secret of [code, fresh, invited.code]) expect(lines.join('\n')).not.toContain(secret);
});

test('the operator reads what goes into the folders and comes out of them, whatever its name', async () => {
	const world = createWorld();
	const a = await world.open('alice');
	const name = `\u001b[2J${'ä'.repeat(100)}.txt`;
	await putAll(world, a, {paths: [a.person.write(name, 'x')]});
	await getAll(world, a, {paths: [[]]});
	const answers: unknown[] = [];
	let ask = (_event: {readonly type: 'message'; readonly message: OperatorMessage}): void => undefined;
	const channel = {
		send(message: DeskMessage) {
			answers.push(parseMessage('desk', JSON.parse(JSON.stringify(message))));
		},
		subscribe(listener: typeof ask) {
			ask = listener;
			return () => undefined;
		},
	};
	serveOperator(channel as unknown as Channel<'desk'>, world.hub);
	ask({type: 'message', message: {type: 'status', request: 1}});
	await world.until('it is answered', () => answers.length > 0);
	const transfers: unknown[] = [
		expect.objectContaining({from: 'alice', to: expect.stringMatching(/^shared: .+ä/)}),
		expect.objectContaining({from: expect.stringMatching(/^shared: .+ä/), to: 'alice'}),
	];
	expect(answers).toMatchObject([{type: 'status', transfers: expect.arrayContaining(transfers)}]);
});

test('the log tells at its lowest level who connected, which tickets are out, who dialled, and each attempt; and of each transfer whose it is', async () => {
	const world = createWorld();
	const person = world.person('alice');
	const alice = await world.open(person);
	const bob = await world.open('bob', {accept: acceptAll});
	const transfer = await sendTo(world, alice, bob, [person.write('a.bin', bytes(1000))]);
	await world.until('it is delivered', () => world.hubEvents.some(({type}) => type === 'delivered'));
	const lines = world.hub.snapshot().log;
	const texts = (level: string): string =>
		lines
			.filter((line) => line.level === level)
			.map(({text}) => text)
			.join('\n');
	const id = transfer.slice(0, 8);
	expect(texts('debug')).toMatch(/^a connection from \S+ \([a-z2-7]{8}\)$/m);
	expect(texts('debug')).toMatch(new RegExp(`^${id} alice > bob: two tickets are out, attempt 1$`, 'm'));
	expect(texts('debug')).toMatch(/^a data connection from \S+$/m);
	expect(texts('debug')).toMatch(new RegExp(`^${id} alice > bob: both ends have dialled$`, 'm'));
	expect(texts('info')).toMatch(new RegExp(`^bob accepted ${id} from alice$`, 'm'));
	expect(texts('info')).toMatch(new RegExp(`^delivered to bob: ${id} from alice$`, 'm'));
});
