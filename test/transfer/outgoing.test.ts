import fs from 'node:fs';
import {expect, test} from 'vitest';
import {createReceipt} from '../../source/crypto/receipt.ts';
import {sha256} from '../../source/crypto/random.ts';
import type {HubMessageOf} from '../../source/protocol/messages.ts';
import {alice, bob, happens, join, recipient, sender, untilSaid, type SenderScene} from './two-ends.ts';

type Receipt = HubMessageOf<'receipt'>;

function receiptBy(identity: typeof bob, {outbox}: SenderScene, trailer: Uint8Array): Receipt {
	const {transfer, contentBytes: bytes} = outbox.meta;
	const signed = createReceipt({
		identity,
		transfer,
		senderId: alice.id,
		bytes,
		trailerHash: sha256(trailer),
		timeMs: 9,
	});
	return {type: 'receipt', user: bob.id, ...signed};
}

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
	outgoing.handle({...to.end.last('receipt'), user: bob.id});
	await untilSaid(end, 'receipt-seen');
	expect(outgoing.row.state).toMatchObject({phase: 'delivered', failedFiles: 0});
	expect(events.at(-1)).toMatchObject({type: 'delivered', user: 'bob'});
	expect(fs.existsSync(outbox.folder)).toBe(false);
});

test('a receipt that somebody else signed ends it as tampered with', async () => {
	const scene = await sender();
	await scene.outgoing.offer();
	const to = await recipient(scene);
	await to.incoming.answer();
	join(scene, to);
	await untilSaid(to.end, 'receipt');
	const {trailer} = scene.outbox;
	scene.outgoing.handle(receiptBy(alice, scene, trailer ?? Buffer.from('{}')));
	await happens('the end', () => scene.outgoing.row.state.phase === 'failed');
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
