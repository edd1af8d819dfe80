import fs from 'node:fs';
import {expect, onTestFinished, test} from 'vitest';
import {createReceipt} from '../../source/crypto/receipt.ts';
import {openOutbox} from '../../source/files/outbox.ts';
import {FtError} from '../../source/protocol/errors.ts';
import type {HubMessageOf} from '../../source/protocol/messages.ts';
import {alice, bob, carol, happens, join, recipient, sender, untilSaid, type SenderScene} from './two-ends.ts';

test('an offer is repeated to the letter, but told once', async () => {
	const {outgoing, end, events} = await sender();
	await outgoing.offer();
	await outgoing.offer();
	const [first, second] = end.said;
	expect(first).toMatchObject({type: 'offer', bytes: 3, files: 1, copies: [{to: bob.id}]});
	expect({...second, copies: []}).toEqual({...first, copies: []});
	expect(events).toMatchObject([{type: 'offered', to: ['bob'], files: 1, bytes: 3}]);
	expect(outgoing.row).toMatchObject({direction: 'send', peerName: 'bob', state: {phase: 'waiting'}});
});

test('only the receipt of the recipient itself makes it delivered; then the outbox goes, and that is said', async () => {
	const scene = await sender();
	const {outgoing, outbox, end, events} = scene;
	await outgoing.offer();
	const to = await recipient(scene);
	await to.incoming.answer();
	join(scene, to);
	await untilSaid(to.end, 'receipt');
	// Of names on the disk of bob a hub knows nothing, whatever it says.
	outgoing.handle({...to.end.last('receipt'), user: bob.id, numbered: 5});
	await untilSaid(end, 'receipt-seen');
	expect(outgoing.row.state).toMatchObject({phase: 'delivered', failedFiles: 0});
	expect(events.at(-1)).toMatchObject({type: 'delivered', user: 'bob', numbered: 0});
	expect(fs.existsSync(outbox.folder)).toBe(false);
});

test('a receipt that somebody else signed ends it as tampered with', async () => {
	const scene = await sender();
	await scene.outgoing.offer();
	const to = await recipient(scene);
	await to.incoming.answer();
	join(scene, to);
	await untilSaid(to.end, 'receipt');
	const {transfer, bytes, trailer} = to.end.last('receipt');
	const trailerHash = Buffer.from(trailer, 'base64');
	const signed = createReceipt({identity: alice, transfer, senderId: alice.id, bytes, trailerHash, timeMs: 9});
	scene.outgoing.handle({type: 'receipt', user: bob.id, ...signed});
	await happens('the end', () => scene.events.at(-1)?.type !== 'offered' && scene.events.at(-1)?.type !== 'progress');
	expect(scene.events.at(-1)).toMatchObject({type: 'failed', code: 'tampered'});
});

test('a hub that forgot it gets the offer once more, not for ever', async () => {
	const {outgoing, end, outbox} = await sender();
	await outgoing.offer();
	const refuse = {type: 'refuse', transfer: outbox.meta.transfer, code: 'no-such-transfer'} as const;
	for (let turn = 0; turn < 3; turn++)
		outgoing.handle({...refuse, request: undefined, message: 'no such transfer' as never});
	await happens('the second offer', () => end.said.length >= 2);
	expect(end.said.map(({type}) => type)).toEqual(['offer', 'offer']);
});

test('a cancel is said again whenever somebody comes online, and nothing is offered any more', async () => {
	const {outgoing, end, events} = await sender();
	await outgoing.offer();
	await outgoing.cancel();
	await outgoing.offer();
	expect(end.said.map(({type}) => type)).toEqual(['offer', 'cancel', 'cancel']);
	expect(events.at(-1)).toMatchObject({type: 'cancelled', reason: 'by you'});
});

test('a pause of ours outlives a lost connection', async () => {
	const {outgoing, end} = await sender();
	await outgoing.offer();
	outgoing.pause();
	outgoing.offline();
	expect(outgoing.row.state).toEqual({phase: 'paused', reason: 'you'});
	await outgoing.offer();
	expect(end.said.slice(-2).map(({type}) => type)).toEqual(['offer', 'pause']);
	outgoing.resume();
	expect(outgoing.row.state.phase).toBe('queued');
});

/* Several recipients: the transfer with more than one leg. */

const hubId = 'f'.repeat(64);
const both = [bob.id, carol.id];
type State = HubMessageOf<'state'>;

const tell = ({outgoing, outbox}: SenderScene, user: string, state: State['state'], more: object = {}): void => {
	outgoing.handle({type: 'state', transfer: outbox.meta.transfer, user, state, ...more});
};
const phases = ({outgoing}: SenderScene): unknown =>
	Object.fromEntries(outgoing.row.recipients?.map(({name, state}) => [name, state.phase]) ?? []);
const typesOf = ({events}: SenderScene): string[] =>
	events.flatMap((event) => (event.type === 'progress' || !('user' in event) ? [] : [`${event.type} ${event.user}`]));

/** The upload, with bob's end in the place of the hub's. */
async function upload(scene: SenderScene): Promise<Awaited<ReturnType<typeof recipient>>> {
	const to = await recipient(scene);
	await to.incoming.answer();
	join(scene, to, 1, undefined, hubId);
	await untilSaid(to.end, 'receipt');
	return to;
}

test('one offer has a copy for each, and the row knows how each stands', async () => {
	const scene = await sender(undefined, both);
	await scene.outgoing.offer();
	expect(scene.end.last('offer').copies.map(({to}) => to)).toEqual([bob.id, carol.id]);
	expect(scene.events).toMatchObject([{type: 'offered', to: ['bob', 'carol']}]);
	expect(scene.outgoing.row).toMatchObject({peerName: 'bob, carol', state: {phase: 'waiting'}});
	expect(phases(scene)).toEqual({bob: 'waiting', carol: 'waiting'});
});

test('the bytes go to the hub once, and each receipt counts for its own signer only', async () => {
	const scene = await sender(undefined, both);
	const {outgoing, outbox, end} = scene;
	await outgoing.offer();
	const to = await upload(scene);
	const receipt = to.end.last('receipt');
	tell(scene, hubId, 'stored');
	tell(scene, carol.id, 'stored', {until: 5});
	outgoing.handle({...receipt, user: bob.id});
	await untilSaid(end, 'receipt-seen');
	expect(phases(scene)).toEqual({bob: 'delivered', carol: 'stored'});
	expect(fs.existsSync(outbox.folder)).toBe(true);
	// Bob's word for carol.
	outgoing.handle({...receipt, user: carol.id});
	await happens('it is refused', () => typesOf(scene).includes('failed carol'));
	expect(scene.events.at(-1)).toMatchObject({code: 'tampered'});
	expect(typesOf(scene)).toEqual(['stored carol', 'delivered bob', 'failed carol']);
	expect(fs.existsSync(outbox.folder)).toBe(false);
});

test('the last receipt, and none before, removes the outbox', async () => {
	const scene = await sender(undefined, both);
	const {outgoing, outbox, end} = scene;
	await outgoing.offer();
	const to = await upload(scene);
	const {transfer, bytes, trailer} = to.end.last('receipt');
	outgoing.handle({...to.end.last('receipt'), user: bob.id});
	await untilSaid(end, 'receipt-seen');
	const trailerHash = Buffer.from(trailer, 'base64');
	const hers = createReceipt({identity: carol, transfer, senderId: alice.id, bytes, trailerHash, timeMs: 9});
	outgoing.handle({type: 'receipt', user: carol.id, ...hers});
	await happens('the end', () => !fs.existsSync(outbox.folder));
	expect(outgoing.row).toMatchObject({bytes: 3, state: {phase: 'delivered'}});
	const seen = end.said.flatMap((message) => (message.type === 'receipt-seen' ? [message.user] : []));
	expect(seen).toEqual([bob.id, carol.id]);
});

test('the word of a hub makes nothing delivered, nothing kept that it was not sent, and keeps the outbox', async () => {
	const scene = await sender(undefined, both);
	await scene.outgoing.offer();
	for (const user of [bob.id, carol.id, hubId]) {
		tell(scene, user, 'delivered');
		tell(scene, user, 'stored', {until: 5});
	}
	expect(phases(scene)).toEqual({bob: 'waiting', carol: 'waiting'});
	expect(typesOf(scene)).toEqual([]);
	expect(fs.existsSync(scene.outbox.folder)).toBe(true);
});

test.each(['declined', 'cancelled', 'failed', 'expired'] as const)(
	'that it is %s is the word of the hub, which ends it: the receipt of the recipient, when it comes all the same, counts more',
	async (state) => {
		const scene = await sender();
		await scene.outgoing.offer();
		const to = await recipient(scene);
		await to.incoming.answer();
		join(scene, to);
		await untilSaid(to.end, 'receipt');
		tell(scene, bob.id, state);
		await happens('it has ended', () => typesOf(scene).includes(`${state} bob`));
		scene.outgoing.handle({...to.end.last('receipt'), user: bob.id});
		await happens('it was delivered', () => typesOf(scene).at(-1) === 'delivered bob');
		expect(scene.outgoing.row.state).toMatchObject({phase: 'delivered'});
	},
);

test('what one declines goes on for the other', async () => {
	const scene = await sender(undefined, both);
	const {outgoing, outbox} = scene;
	await outgoing.offer();
	outgoing.handle({
		...{type: 'answer', transfer: outbox.meta.transfer, user: bob.id, accept: false, reason: undefined},
	});
	await happens('it is told', () => typesOf(scene).includes('declined bob'));
	expect(phases(scene)).toEqual({bob: 'declined', carol: 'waiting'});
	await outgoing.offer();
	expect(scene.end.last('offer').copies.map(({to}) => to)).toEqual([carol.id]);
	tell(scene, carol.id, 'declined');
	await happens('the outbox goes', () => !fs.existsSync(outbox.folder));
	expect(outgoing.row.state.phase).toBe('declined');
});

test('another key than the chosen one is a hard stop for that one only', async () => {
	const scene = await sender(undefined, both);
	scene.keyErrors.set(bob.id, new FtError('changed-identity', 'bob has another key'));
	await scene.outgoing.offer();
	expect(scene.events).toMatchObject([
		{type: 'failed', user: 'bob', code: 'changed-identity'},
		{type: 'offered', to: ['carol']},
	]);
	expect(scene.end.last('offer').copies.map(({to}) => to)).toEqual([carol.id]);
	expect(fs.existsSync(scene.outbox.folder)).toBe(true);
});

test('without a connection nobody is given up, and nothing is offered to a part of them', async () => {
	const scene = await sender(undefined, both);
	scene.keyErrors.set(carol.id, new FtError('unreachable', 'offline'));
	await scene.outgoing.offer();
	expect(scene.end.said).toEqual([]);
	expect(phases(scene)).toEqual({bob: 'waiting', carol: 'waiting'});
});

test('the next process remembers whose leg has ended, and offers it to the others', async () => {
	const before = await sender(undefined, both);
	await before.outgoing.offer();
	tell(before, bob.id, 'declined', {reason: 'no'});
	await happens('it is told', () => typesOf(before).includes('declined bob'));
	await before.outgoing.close();
	const left = await openOutbox(before.outbox.folder);
	const scene = await sender(undefined, both, left);
	await scene.outgoing.offer();
	expect(phases(scene)).toEqual({bob: 'declined', carol: 'waiting'});
	expect(scene.end.last('offer').copies.map(({to}) => to)).toEqual([carol.id]);
});

test('what is taken back without a connection is told to the hub by the next process, and then forgotten', async () => {
	const before = await sender(undefined, both);
	await before.outgoing.offer();
	before.end.isOnline = false;
	await before.outgoing.cancel();
	expect(typesOf(before)).toEqual(['cancelled bob', 'cancelled carol']);
	await before.outgoing.close();
	const scene = await sender(undefined, both, await openOutbox(before.outbox.folder));
	onTestFinished(() => scene.outgoing.close());
	await scene.outgoing.offer();
	expect(scene.end.said).toEqual([{type: 'cancel', transfer: scene.outbox.meta.transfer}]);
	expect(fs.existsSync(scene.outbox.folder)).toBe(false);
});

test('a recipient who pauses or goes does not stop the upload, a pause of the upload does', async () => {
	const scene = await sender(undefined, both);
	await scene.outgoing.offer();
	tell(scene, bob.id, 'accepted');
	tell(scene, bob.id, 'paused', {reason: 'offline'});
	expect(phases(scene)).toEqual({bob: 'paused', carol: 'waiting'});
	tell(scene, hubId, 'paused', {reason: 'disk-full'});
	expect(scene.outgoing.row.state).toEqual({phase: 'paused', reason: 'disk-full'});
});

test('progress and news of somebody who is no recipient change nothing', async () => {
	const scene = await sender();
	await scene.outgoing.offer();
	tell(scene, carol.id, 'cancelled');
	scene.outgoing.handle({
		type: 'ticket',
		transfer: scene.outbox.meta.transfer,
		ticket: '',
		end: 'send',
		user: carol.id,
		attempt: 1,
		ranges: [],
	});
	expect(scene.outgoing.row.state.phase).toBe('waiting');
	expect(typesOf(scene)).toEqual([]);
});
