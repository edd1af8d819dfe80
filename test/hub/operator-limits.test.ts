import {expect, test} from 'vitest';
import {randomId} from '../../source/crypto/random.ts';
import {openOperatorTable, type OperatorTable} from '../../source/files/operator-table.ts';
import {createInvitations} from '../../source/hub/invitations.ts';
import {createNotices} from '../../source/hub/notices.ts';
import {createRequests, type Requests} from '../../source/hub/requests.ts';
import {
	endedInvitationKeepMs,
	maxBans,
	maxInvitationMs,
	maxInvitations,
	maxInvitationUses,
	maxNotices,
	maxRequests,
	maxRequestsPerAddress,
	maxTextBytes,
	minLimitBytesPerSecond,
	noticeKeepMs,
} from '../../source/protocol/limits.ts';
import {createWorld} from '../scenario/world.ts';
import {codeOf} from '../support/code-of.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {userIdOf} from './session-fixture.ts';

const deriveKey = async (): Promise<Uint8Array> => Buffer.alloc(32);
const wish = {name: undefined, uses: 1, ttlMs: 3_600_000};

/** A table that remembers so many open invitations. */
function tableWith(invitations: number, untilMs: number): OperatorTable {
	const table = openOperatorTable(':memory:');
	for (let count = 0; count < invitations; count++)
		table.putInvitation({id: randomId(), key: Buffer.alloc(32), name: undefined, usesLeft: 1, untilMs});
	return table;
}

test(`${maxInvitations} invitations may be open, one more only when one has ended`, async () => {
	const clock = createManualClock();
	const invitations = createInvitations(tableWith(maxInvitations - 1, clock.nowMs() + 1e9), clock, deriveKey);
	await invitations.make(wish);
	await expect(invitations.make(wish)).rejects.toMatchObject({code: 'limit'});
	expect(invitations.open()).toHaveLength(maxInvitations);
	invitations.use(invitations.open()[0]?.id ?? '');
	await invitations.make(wish);
});

test('an invitation has as many uses and as long an end as the limits say, not one more', async () => {
	const invitations = createInvitations(openOperatorTable(':memory:'), createManualClock(), deriveKey);
	await invitations.make({...wish, uses: maxInvitationUses, ttlMs: maxInvitationMs});
	for (const beyond of [{uses: maxInvitationUses + 1}, {uses: 0}, {ttlMs: maxInvitationMs + 1}]) {
		await expect(invitations.make({...wish, ...beyond})).rejects.toMatchObject({code: 'usage'});
	}
});

test('an ended invitation is told from a wrong code for a week', () => {
	const clock = createManualClock();
	const table = tableWith(1, clock.nowMs() + 1000);
	clock.advance(1000 + endedInvitationKeepMs - 1);
	expect(createInvitations(table, clock, deriveKey).find(() => true)).toBeDefined();
	clock.advance(1);
	expect(createInvitations(table, clock, deriveKey).find(() => true)).toBeUndefined();
});

/** Somebody without a code is at the door. */
function ask(requests: Requests, name: string, address: string): void {
	expect(codeOf(() => requests.ask({id: userIdOf(name), name, address}))).toBe('approval-needed');
}

function waitingAfter(newcomers: ReadonlyArray<readonly [name: string, address: string]>): string[] {
	const requests = createRequests({
		table: openOperatorTable(':memory:'),
		clock: createManualClock(),
		title: 'box',
		onRequest: () => undefined,
	});
	for (const [name, address] of newcomers) ask(requests, name, address);
	return requests.all().map(({name}) => name);
}

test(`${maxRequests} wait for the operator's word, with one more the oldest goes`, () => {
	const many = Array.from({length: maxRequests + 1}, (_, index) => [`n${index}`, `10.0.0.${index}`] as const);
	expect(waitingAfter(many.slice(0, -1))).toHaveLength(maxRequests);
	expect(waitingAfter(many)).toEqual(many.slice(1).map(([name]) => name));
});

test(`${maxRequestsPerAddress} of them from one address, with one more the oldest of that address goes`, () => {
	const same = Array.from({length: maxRequestsPerAddress + 1}, (_, index) => [`n${index}`, '10.0.0.1'] as const);
	expect(waitingAfter([['first', '10.0.0.2'], ...same.slice(0, -1)])).toHaveLength(1 + maxRequestsPerAddress);
	expect(waitingAfter([['first', '10.0.0.2'], ...same])).toEqual(['first', ...same.slice(1).map(([name]) => name)]);
});

test(`${maxNotices} notices stand, the newest, each for a day and of 4 KiB at most`, () => {
	const clock = createManualClock();
	const notices = createNotices(openOperatorTable(':memory:'), clock);
	for (let count = 0; count <= maxNotices; count++) notices.add(`notice ${count}`);
	expect(notices.standing().map(({text}) => text)).toEqual(
		Array.from({length: maxNotices}, (_, index) => `notice ${index + 1}`),
	);
	clock.advance(noticeKeepMs - 1);
	expect(notices.standing()).toHaveLength(maxNotices);
	clock.advance(1);
	expect(notices.standing()).toEqual([]);
	notices.add('x'.repeat(maxTextBytes));
	expect(codeOf(() => notices.add('x'.repeat(maxTextBytes + 1)))).toBe('usage');
});

test(`${maxBans} identities can be kept out, one more is refused`, async () => {
	const operatorTable = openOperatorTable(':memory:');
	for (let count = 0; count < maxBans - 1; count++)
		operatorTable.putBan({id: userIdOf(`banned ${count}`), name: `b${count}`, sinceMs: 0});
	const world = createWorld({operatorTable});
	await world.open('mallory');
	await world.open('trudy');
	await world.hub.actions.ban('mallory');
	await expect(world.hub.actions.ban('trudy')).rejects.toMatchObject({code: 'limit'});
});

test('a hub may be limited to 10 kB/s, and to nothing less', async () => {
	const world = createWorld();
	await world.hub.actions.setLimit(minLimitBytesPerSecond);
	expect(world.hub.snapshot().limitBytesPerSecond).toBe(minLimitBytesPerSecond);
	await expect(world.hub.actions.setLimit(minLimitBytesPerSecond - 1)).rejects.toMatchObject({code: 'usage'});
	expect(world.hub.snapshot().limitBytesPerSecond).toBe(minLimitBytesPerSecond);
});
