import {expect, test} from 'vitest';
import {keepBoth} from '../../source/files/choice.ts';
import type {ClientEvent} from '../../source/client/events.ts';
import {createGets, type Gets} from '../../source/client/gets.ts';
import {createOffers, type AcceptRule, type Offers} from '../../source/client/offers.ts';
import {createPeople} from '../../source/client/people.ts';
import {createRowOrder} from '../../source/client/row-order.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {createOffer, createOfferCopy, createTransferKey} from '../../source/crypto/offer.ts';
import {randomId} from '../../source/crypto/random.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import {openTransfersTable, type TransfersTable} from '../../source/files/transfers-table.ts';
import {maxOffersWaiting} from '../../source/protocol/limits.ts';
import type {HubMessageOf} from '../../source/protocol/messages.ts';
import {temporaryFolder} from '../files/temporary-folder.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {until} from '../support/until.ts';
import {createFakeLink, type FakeLink} from './fake-link.ts';
import {memoryPins} from './memory-pins.ts';

const [alice, bob, mallory] = [createIdentity(), createIdentity(), createIdentity()];

async function offerOfAlice(transfer = randomId(), sender = alice): Promise<HubMessageOf<'offer'>> {
	const transferKey = createTransferKey();
	const summary = {title: 'file', manifestBytes: 40, top: [], note: ''};
	const common = createOffer({identity: sender, transfer, bytes: 10, files: 1, timeMs: 1, summary, transferKey});
	const {key, signature} = await createOfferCopy({identity: sender, common, transferKey, recipient: bob});
	return {type: 'offer', from: sender.id, ...common, key, signature};
}

async function begin(
	accept: AcceptRule = {mode: 'ask', maxBytes: 0},
	downloads = temporaryFolder(),
): Promise<{offers: Offers; gets: Gets; link: FakeLink; transfers: TransfersTable; events: ClientEvent[]}> {
	const link = createFakeLink();
	link.answer = (asked) => {
		if (asked.type !== 'keys') return undefined;
		const whose = asked.users[0] === mallory.id ? mallory : alice;
		return {type: 'keys', request: asked.request, statements: [createStatement(whose, 0)]};
	};
	const people = createPeople({link, pins: await memoryPins(), nowMs: () => 1});
	people.handle({type: 'presence', user: {id: alice.id, name: 'alice', online: true, since: 0}});
	const transfers = openTransfersTable(':memory:');
	const events: ClientEvent[] = [];
	const gets = createGets({
		onBegun: () => undefined,
		link,
		identity: bob,
		name: 'bob',
		onEvent: () => undefined,
	});
	const offers = createOffers({
		clock: createManualClock(),
		link,
		people,
		identity: bob,
		transfers,
		downloads,
		saving: keepBoth,
		accept,
		gets,
		reserveBytes: undefined,
		order: createRowOrder(),
		onEvent: (event) => events.push(event),
		onChange: () => undefined,
	});
	return {offers, gets, link, transfers, events};
}

test('the same offer twice at once is one row', async () => {
	const {offers, events} = await begin();
	const offer = await offerOfAlice();
	await Promise.all([offers.take(offer), offers.take(offer)]);
	await offers.take(offer);
	expect(offers.rows()).toHaveLength(1);
	expect(events.filter((event) => event.type === 'offer')).toHaveLength(1);
});

test('an offer that another window took while it was opened here is not shown', async () => {
	const {offers} = await begin();
	const offer = await offerOfAlice();
	const taking = offers.take(offer);
	offers.drop(offer.transfer);
	await taking;
	expect(offers.rows()).toEqual([]);
});

test('all that came is settled when it is shown', async () => {
	const {offers} = await begin();
	for (const offer of [await offerOfAlice(), await offerOfAlice()]) void offers.take(offer);
	expect(offers.rows()).toHaveLength(0);
	await offers.settled();
	expect(offers.rows()).toHaveLength(2);
});

test('an offer that is not what its sender signed is dropped, and that is told', async () => {
	const {offers, events} = await begin();
	await offers.take({...(await offerOfAlice()), bytes: 11});
	expect(offers.rows()).toEqual([]);
	expect(events).toMatchObject([{type: 'error', code: 'tampered'}]);
});

test('what an earlier process signed for is answered with its receipt, without asking', async () => {
	const {offers, link, transfers} = await begin();
	const offer = await offerOfAlice();
	const receipt = {type: 'receipt', transfer: offer.transfer, bytes: 10, trailer: '', time: 1, signature: ''} as const;
	transfers.saveReceipt({transfer: offer.transfer, hubId: 'f'.repeat(64), receipt: JSON.stringify(receipt), timeMs: 1});
	transfers.markReceiptSeen(offer.transfer);
	await offers.take(offer);
	expect(offers.rows()).toEqual([]);
	expect(link.said).toEqual([receipt]);
});

test('what was declined is declined again with the same reason', async () => {
	const {offers, link} = await begin();
	const offer = await offerOfAlice();
	await offers.take(offer);
	offers.decline(offer.transfer, 'no room');
	await offers.take(offer);
	const answer = {type: 'answer', transfer: offer.transfer, accept: false, reason: 'no room'};
	expect(link.said.slice(1)).toEqual([answer, answer]);
	expect(offers.rows()).toEqual([]);
});

test('an offer of another sender with the id of one that was accepted fails alone, and the first goes on', async () => {
	const downloads = temporaryFolder();
	const first = await offerOfAlice();
	const before = await begin({mode: 'all', maxBytes: 100}, downloads);
	await before.offers.take(first);
	await before.offers.incoming(first.transfer)?.answer();
	await before.offers.incoming(first.transfer)?.close();

	const {offers, link} = await begin({mode: 'ask', maxBytes: 0}, downloads);
	await offers.take(await offerOfAlice(first.transfer, mallory));
	expect(offers.accept(first.transfer)).toBe(true);
	await offers.incoming(first.transfer)?.answer();
	expect(link.said).toContainEqual(expect.objectContaining({type: 'fail', transfer: first.transfer}));
	expect(link.said.filter(({type}) => type === 'answer')).toEqual([]);
	offers.clearFinished(() => true);

	// Hers is there as it was, and goes on without asking.
	await offers.take(first);
	await offers.incoming(first.transfer)?.answer();
	expect(link.said.at(-1)).toMatchObject({type: 'answer', transfer: first.transfer, accept: true});
	await offers.incoming(first.transfer)?.close();
});

test('what was asked of the hub is taken from the hub only: under the same id anybody else is asked about', async () => {
	const downloads = temporaryFolder();
	const {offers, gets, link} = await begin({mode: 'ask', maxBytes: 0}, downloads);
	gets
		.start({space: 'shared', paths: [['file']], out: downloads, saving: keepBoth}, new AbortController().signal)
		.catch(() => undefined);
	const {transfer} = await until('the hub is asked', () => link.said.find((said) => said.type === 'fetch'));
	await offers.take(await offerOfAlice(transfer, mallory));
	expect(offers.incoming(transfer)).toBeUndefined();
	expect(offers.rows()).toMatchObject([{transfer, fromId: mallory.id}]);
});

test(`${maxOffersWaiting} offers may wait, one more is passed over`, async () => {
	const {offers} = await begin();
	for (let index = 0; index < maxOffersWaiting; index++) await offers.take(await offerOfAlice());
	expect(offers.rows()).toHaveLength(maxOffersWaiting);
	await offers.take(await offerOfAlice());
	expect(offers.rows()).toHaveLength(maxOffersWaiting);
});

test('nothing is taken after the end', async () => {
	const {offers} = await begin();
	const offer = await offerOfAlice();
	const taking = offers.take(offer);
	offers.close();
	await taking;
	await offers.take(offer);
	expect(offers.rows()).toEqual([]);
});

test.each([
	[{mode: 'ask', maxBytes: 100}, false],
	[{mode: 'all', maxBytes: 10}, true],
	[{mode: 'all', maxBytes: 9}, false],
	[{mode: 'all', maxBytes: 10, from: ['alice']}, true],
	[{mode: 'all', maxBytes: 10, from: ['carol']}, false],
] as const)('with the rule %j it is taken unasked: %s', async (rule, isTaken) => {
	const {offers} = await begin(rule);
	await offers.take(await offerOfAlice());
	expect(offers.all()).toHaveLength(isTaken ? 1 : 0);
	for (const incoming of offers.all()) await incoming.close();
});
