import {expect, test} from 'vitest';
import {randomId} from '../../source/crypto/random.ts';
import {createLegRunner} from '../../source/hub/leg-runner.ts';
import {createRoster} from '../../source/hub/roster.ts';
import {createRuns} from '../../source/hub/run.ts';
import {createTransfers, type Transfers} from '../../source/hub/transfers.ts';
import {
	maxOfferBytesOfSender,
	maxOfferBytesOpen,
	maxOfferQueueBytes,
	maxOffersWaiting,
	offerShareDivisor,
	maxRecipients,
	maxRecipientsPerFrame,
	maxSendQueueBytes,
	maxSummaryBytes,
} from '../../source/protocol/limits.ts';
import type {ClientMessageOf} from '../../source/protocol/messages.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {noFolders} from './no-folders.ts';
import {noSpool} from './no-spool.ts';
import {fakeSession, userIdOf, type FakeSession} from './session-fixture.ts';

const base64 = (bytes: number): string => Buffer.alloc(bytes).toString('base64');

function begin(): {transfers: Transfers; enter: (name: string) => FakeSession} {
	const clock = createManualClock();
	let tickets = 0;
	const roster = createRoster({clock, knownUsers: () => [], findUser: () => undefined, onPresence: () => undefined});
	const runs = createRuns(clock, () => `ticket-${++tickets}`);
	const runner = createLegRunner({clock, runs, roster, onBytes: () => undefined});
	const transfers = createTransfers({
		...{clock, roster, runner, folders: noFolders, spool: noSpool, findUser: (id) => ({id, name: 'somebody'})},
		...{checkIntake: () => undefined, onEvent: () => undefined},
	});
	return {
		transfers,
		enter(name) {
			const session = fakeSession(name);
			roster.enter(session, false);
			return session;
		},
	};
}

function offerTo(recipients: readonly string[], summaryBytes = 272, transfer = randomId()): ClientMessageOf<'offer'> {
	return {
		type: 'offer',
		transfer,
		bytes: Number.MAX_SAFE_INTEGER,
		files: Number.MAX_SAFE_INTEGER,
		time: 8.64e15,
		header: base64(74),
		summary: base64(summaryBytes),
		copies: recipients.map((to) => ({to: userIdOf(to), key: base64(80), signature: base64(64)})),
	};
}

const offersTold = (session: FakeSession): number => session.told.filter(({type}) => type === 'offer').length;
const accept = async (transfers: Transfers, session: FakeSession, transfer: string): Promise<void> =>
	transfers.handle(session, {type: 'answer', transfer, accept: true, ranges: [[0, null]]});

test(`${maxOffersWaiting} offers wait for one recipient, one more is refused until one is answered, and others are not held up`, async () => {
	const {transfers, enter} = begin();
	const [alice, bob, carol, dave] = [enter('alice'), enter('bob'), enter('carol'), enter('dave')];
	const offers = Array.from({length: maxOffersWaiting}, () => offerTo(['bob']));
	for (const [index, offer] of offers.entries()) await transfers.handle(index % 2 === 0 ? alice : carol, offer);
	await expect(transfers.handle(dave, offerTo(['bob']))).rejects.toMatchObject({code: 'limit'});
	await transfers.handle(alice, offerTo(['carol']));
	expect([transfers.all().length, offersTold(bob)]).toEqual([maxOffersWaiting + 1, maxOffersWaiting]);
	await accept(transfers, bob, offers[0]?.transfer ?? '');
	await transfers.handle(dave, offerTo(['bob']));
});

test('one sender has half of the offers that may wait for one recipient, not one more, and keeps nobody else out', async () => {
	const {transfers, enter} = begin();
	const [alice, dave] = [enter('alice'), enter('dave')];
	const half = maxOffersWaiting / offerShareDivisor;
	for (let count = 0; count < half; count++) await transfers.handle(alice, offerTo(['bob']));
	await expect(transfers.handle(alice, offerTo(['bob']))).rejects.toMatchObject({
		code: 'limit',
		message: expect.stringContaining(`${half} offers of yours open already, ${half} of them unanswered`),
	});
	await transfers.handle(dave, offerTo(['bob']));
});

test('one sender has half of the bytes that open offers to one recipient may take, and keeps nobody else out', async () => {
	const {transfers, enter} = begin();
	const [alice, dave] = [enter('alice'), enter('dave')];
	const large = offerTo(['bob'], maxSummaryBytes).summary.length + 1024;
	const fitting = Math.floor(maxOfferBytesOpen / offerShareDivisor / large);
	for (let count = 0; count < fitting; count++) await transfers.handle(alice, offerTo(['bob'], maxSummaryBytes));
	await expect(transfers.handle(alice, offerTo(['bob'], maxSummaryBytes))).rejects.toMatchObject({code: 'limit'});
	await transfers.handle(dave, offerTo(['bob'], maxSummaryBytes));
});

test('an offer that is repeated is none more', async () => {
	const {transfers, enter} = begin();
	const alice = enter('alice');
	const offers = Array.from({length: maxOffersWaiting / offerShareDivisor}, () => offerTo(['bob']));
	for (const offer of [...offers, ...offers]) await transfers.handle(alice, offer);
	expect(transfers.all()).toHaveLength(offers.length);
});

test('open offers to one recipient take so many bytes, answered ones too, one byte more is refused', async () => {
	const {transfers, enter} = begin();
	const [alice, bob] = [enter('alice'), enter('bob')];
	const others = [enter('carol'), enter('dave'), enter('erin')];
	const large = offerTo(['bob'], maxSummaryBytes).summary.length + 1024;
	const fitting = Math.floor(maxOfferBytesOpen / large);
	for (let count = 0; count < fitting; count++) {
		const offer = offerTo(['bob'], maxSummaryBytes);
		await transfers.handle(others[count % others.length] ?? alice, offer);
		await accept(transfers, bob, offer.transfer);
	}
	// Base64 comes in fours: the last one fills it to the byte.
	const left = ((maxOfferBytesOpen - fitting * large - 1024) / 4) * 3;
	expect(Number.isInteger(left) && left < maxSummaryBytes).toBe(true);
	await expect(transfers.handle(alice, offerTo(['bob'], left + 1))).rejects.toMatchObject({code: 'limit'});
	await transfers.handle(alice, offerTo(['bob'], left));
	await expect(transfers.handle(alice, offerTo(['bob'], 16))).rejects.toMatchObject({code: 'limit'});
});

test('unfinished offers of one sender take so many bytes, whoever they are for, one byte more is refused until one is through', async () => {
	const {transfers, enter} = begin();
	const [alice, bob] = [enter('alice'), enter('bob')];
	const large = offerTo(['bob'], maxSummaryBytes).summary.length + 1024;
	const fitting = Math.floor(maxOfferBytesOfSender / large);
	let last = '';
	for (let count = 0; count < fitting; count++) {
		const offer = offerTo([`user-${Math.floor(count / 10)}`, `other-${Math.floor(count / 10)}`], maxSummaryBytes);
		await transfers.handle(alice, offer);
		last = offer.transfer;
	}
	const left = ((maxOfferBytesOfSender - fitting * large - 1024) / 4) * 3;
	await expect(transfers.handle(alice, offerTo(['bob'], left + 1))).rejects.toMatchObject({code: 'limit'});
	await transfers.handle(alice, offerTo(['bob'], left));
	await expect(transfers.handle(alice, offerTo(['bob'], 16))).rejects.toMatchObject({code: 'limit'});
	await transfers.handle(bob, offerTo(['alice'], maxSummaryBytes));
	await transfers.handle(alice, {type: 'cancel', transfer: last});
	await transfers.handle(alice, offerTo(['bob'], 16));
});

test.each([16, maxSummaryBytes])(
	'whoever comes back can be shown all that is open at once, with summaries of %i bytes',
	async (summaryBytes) => {
		const {transfers, enter} = begin();
		const [alice, bob, carol, dave] = [enter('alice'), enter('bob'), enter('carol'), enter('dave')];
		for (const sender of [alice, carol, dave]) {
			let isFull = false;
			while (!isFull) {
				const offer = offerTo(['bob'], summaryBytes);
				await transfers.handle(sender, offer).catch(() => {
					isFull = true;
				});
				if (!isFull) await accept(transfers, bob, offer.transfer);
			}
		}
		bob.told.length = 0;
		transfers.showOffers(bob);
		const bytes = bob.told.reduce((sum, message) => sum + 4 + Buffer.byteLength(JSON.stringify(message)), 0);
		expect(offersTold(bob)).toBeGreaterThan(20);
		expect(bytes).toBeLessThan(maxSendQueueBytes * 0.75);
	},
);

test(`who reads so slowly that more than ${maxOfferQueueBytes} bytes wait unread is offered nothing more, nor shown an offer again`, async () => {
	const {transfers, enter} = begin();
	const [alice, bob] = [enter('alice'), enter('bob')];
	bob.queuedBytes = maxOfferQueueBytes;
	const offer = offerTo(['bob'], 16);
	await transfers.handle(alice, offer);
	expect(offersTold(bob)).toBe(1);
	bob.queuedBytes++;
	await expect(transfers.handle(alice, offerTo(['bob'], 16))).rejects.toMatchObject({code: 'limit'});
	expect(transfers.all()).toHaveLength(1);
	transfers.showOffers(bob);
	expect(offersTold(bob)).toBe(1);
	// Another window of his reads.
	const other = enter('bob');
	await transfers.handle(alice, offerTo(['bob'], 16));
	expect([offersTold(bob), offersTold(other)]).toEqual([1, 1]);
});

test(`a transfer has ${maxRecipients} recipients, in several frames, and not one more`, async () => {
	const {transfers, enter} = begin();
	const alice = enter('alice');
	const names = Array.from({length: maxRecipients}, (_, index) => `r${index}`);
	const {transfer} = offerTo([]);
	for (let from = 0; from < maxRecipients; from += maxRecipientsPerFrame) {
		await transfers.handle(alice, offerTo(names.slice(from, from + maxRecipientsPerFrame), 272, transfer));
	}
	await expect(transfers.handle(alice, offerTo(['one more'], 272, transfer))).rejects.toMatchObject({code: 'limit'});
	expect(transfers.all()[0]?.legs.size).toBe(maxRecipients);
});

test('a recipient who stands in an offer many times is shown it once', async () => {
	const {transfers, enter} = begin();
	const [alice, bob] = [enter('alice'), enter('bob')];
	await transfers.handle(alice, offerTo(Array.from({length: maxRecipientsPerFrame}, () => 'bob')));
	expect(offersTold(bob)).toBe(1);
});
