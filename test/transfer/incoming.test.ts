import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {alice, happens, join, recipient, sender, untilSaid, type RecipientScene, type SenderScene} from './two-ends.ts';

async function both(tree?: Parameters<typeof sender>[0]): Promise<[SenderScene, RecipientScene]> {
	const from = await sender(tree);
	await from.outgoing.offer();
	return [from, await recipient(from)];
}

test('what comes is saved under its final name, signed for, and the receipt recorded before staging goes', async () => {
	const [from, to] = await both({tree: {'a.txt': 'one', empty: {}}});
	await to.incoming.answer();
	expect(to.end.last('answer')).toMatchObject({accept: true, ranges: [[0, null]]});
	join(from, to);
	await untilSaid(to.end, 'receipt');
	expect(fs.readFileSync(path.join(to.downloads, 'tree/a.txt'), 'utf8')).toBe('one');
	expect(fs.readdirSync(to.downloads)).toEqual(['tree']);
	expect(to.recorded).toEqual([to.end.last('receipt').signature]);
	expect(to.incoming.row.state).toMatchObject({phase: 'delivered', path: path.join(to.downloads, 'tree')});
	expect(to.events.at(-1)).toMatchObject({type: 'received', from: 'alice', bytes: 3});
});

test('after a cut it answers again by itself with what it lacks, and a receipt is said again to whoever asks', async () => {
	const [from, to] = await both({'big.bin': Buffer.alloc(3_000_000, 'x')});
	await to.incoming.answer();
	const cut = join(from, to);
	cut();
	await happens('another answer', () => {
		from.clock.advance(100);
		return to.end.said.filter(({type}) => type === 'answer').length > 1;
	});
	join(from, to, 2);
	await untilSaid(to.end, 'receipt');
	await to.incoming.answer();
	expect(to.end.said.slice(-2).map(({type}) => type)).toEqual(['receipt', 'receipt']);
});

test('a ticket for another sender is passed over', async () => {
	const [, to] = await both();
	await to.incoming.answer();
	const {transfer} = to.offer;
	const [one] = createMemoryDataPair();
	to.end.next = one;
	const ticket = {type: 'ticket', transfer, ticket: Buffer.alloc(32).toString('base64'), end: 'receive'} as const;
	to.incoming.handle({...ticket, user: alice.id, attempt: 1, ranges: []});
	to.incoming.handle({...ticket, user: 'e'.repeat(64), attempt: 2, ranges: []});
	await happens('the first ticket is used', () => to.incoming.row.state.phase !== 'queued');
	expect(to.incoming.row.state.phase).toBe('running');
});

test('cancelling deletes what had come and tells the sender; what the sender cancelled is not said back', async () => {
	const [, to] = await both();
	await to.incoming.answer();
	await to.incoming.cancel();
	expect(fs.existsSync(path.join(to.downloads, '.ft-partial', to.offer.transfer))).toBe(false);
	expect(to.end.last('cancel')).toMatchObject({transfer: to.offer.transfer});
	expect(to.events.at(-1)).toMatchObject({type: 'cancelled', reason: 'by you'});

	const [, other] = await both();
	await other.incoming.answer();
	other.incoming.handle({type: 'state', transfer: other.offer.transfer, state: 'cancelled'});
	await happens('the end', () => other.incoming.row.state.phase === 'cancelled');
	expect(other.end.said.map(({type}) => type)).toEqual(['answer']);
});

test('another window that took it leaves our row as elsewhere, with its staging', async () => {
	const [, to] = await both();
	await to.incoming.answer();
	to.incoming.handle({type: 'state', transfer: to.offer.transfer, state: 'taken'});
	expect(to.incoming.isElsewhere).toBe(true);
	expect(to.events.at(-1)).toMatchObject({type: 'cancelled', reason: 'accepted in another window'});
});
