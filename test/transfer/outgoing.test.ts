import fs from 'node:fs';
import {expect, test} from 'vitest';
import {createReceipt} from '../../source/crypto/receipt.ts';
import {alice, bob, happens, join, recipient, sender, untilSaid} from './two-ends.ts';

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
