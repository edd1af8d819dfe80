import {expect, test} from 'vitest';
import {getAll, writeHubFile} from './folder-steps.ts';
import {acceptAll, offerTo, sendTo, untilDelivered} from './steps.ts';
import {createWorld, type Window} from './world.ts';

const idsOf = ({client}: Window): string[] => client.snapshot().transfers.map(({transfer}) => transfer);

test('what is sent, received and downloaded stands in the order in which it began, each in its one place', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice, {accept: acceptAll}), await world.open(bob)];
	const seen: string[][] = [];
	a.client.onChange(() => {
		seen.push(idsOf(a));
	});
	writeHubFile(world, 'shared_uploads/hub.txt', 'x');
	const received = await sendTo(world, b, a, [bob.write('from-bob', 'x')]);
	await untilDelivered(world, b, a, received);
	const sent = await offerTo(world, a, b, [alice.write('to-bob', 'x')]);
	const {transfer: got} = await getAll(world, a, {paths: [['hub.txt']]});
	const last = await offerTo(world, a, b, [alice.write('last', 'x')]);
	b.client.actions.accept(last);
	await untilDelivered(world, a, b, last);
	const order = [received, sent, got, last];
	expect(idsOf(a)).toEqual(order);
	for (const ids of seen) expect(ids).toEqual(order.slice(0, ids.length));
});

test('what earlier processes began comes first, whenever it is taken up', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [first, b] = [await world.open(alice), await world.open(bob)];
	const begun = await offerTo(world, first, b, [alice.write('begun', 'x')]);
	await first.end();
	const next = await world.open(alice, {takesOffers: false});
	const sent = await offerTo(world, next, b, [alice.write('sent', 'x')]);
	b.client.actions.accept(begun);
	await next.client.sends.take(begun);
	await world.until('it is taken up', () => idsOf(next).length === 2);
	expect(idsOf(next)).toEqual([begun, sent]);
});
