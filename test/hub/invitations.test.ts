import {expect, test} from 'vitest';
import {openOperatorTable} from '../../source/files/operator-table.ts';
import {createInvitations} from '../../source/hub/invitations.ts';
import {maxInvitations} from '../../source/protocol/limits.ts';
import {codeOf} from '../support/code-of.ts';
import {createManualClock} from '../support/manual-clock.ts';

const day = 24 * 3600 * 1000;
const wish = {name: undefined, uses: 1, ttlMs: day};

function begin(table = openOperatorTable(':memory:')) {
	const clock = createManualClock();
	// scrypt is meant to be slow: the code itself is the key here.
	const invitations = createInvitations(table, clock, async (code) => Buffer.from(code));
	const find = (code: string) => invitations.find((key) => Buffer.from(key).toString() === code);
	const check = (code: string, name?: string): string | undefined =>
		codeOf(() => {
			invitations.check(find(code)?.id ?? '', name);
		});
	return {clock, invitations, table, find, check};
}

test('it lets in until its last use and until its last millisecond', async () => {
	const {invitations, clock, find, check} = begin();
	const {code} = await invitations.make({...wish, uses: 2});
	clock.advance(day - 1);
	invitations.use(find(code)?.id ?? '');
	expect(check(code)).toBeUndefined();
	invitations.use(find(code)?.id ?? '');
	expect(check(code)).toBe('wrong-code');
	const {code: other} = await invitations.make(wish);
	clock.advance(day - 1);
	expect(check(other)).toBeUndefined();
	clock.advance(1);
	expect(check(other)).toBe('wrong-code');
});

test('one with a name is for that name, in any case; who has not said a name yet may go on', async () => {
	const {invitations, check} = begin();
	const {code} = await invitations.make({...wish, name: 'Bob'});
	expect([check(code), check(code, 'bob'), check(code, 'rob')]).toEqual([undefined, undefined, 'wrong-code']);
});

test('one that is open is withdrawn by the beginning of its id, when that says which', async () => {
	const {invitations, check, table} = begin();
	const {code} = await invitations.make(wish);
	for (let index = 1; index < 17; index++) await invitations.make(wish);
	const ids = invitations.open().map(({id}) => id);
	// Of seventeen, two begin with the same digit.
	const digit = ids.map((id) => id.charAt(0)).find((first, index, all) => all.indexOf(first) !== index) ?? '';
	const withdraw = (id: string) =>
		codeOf(() => {
			invitations.withdraw(id);
		});
	expect([withdraw(digit), withdraw(''), withdraw('x')]).toEqual(['usage', 'no-such-file', 'no-such-file']);
	expect(invitations.open()).toHaveLength(17);
	expect(withdraw(ids[0]?.slice(0, 12) ?? '')).toBeUndefined();
	expect(check(code)).toBe('wrong-code');
	expect(
		begin(table)
			.invitations.open()
			.map(({id}) => id),
	).toEqual(ids.slice(1));
	expect(withdraw(ids[0] ?? '')).toBe('no-such-file');
});

test('uses are counted over a restart of the hub', async () => {
	const table = openOperatorTable(':memory:');
	const before = begin(table);
	const {code} = await before.invitations.make({...wish, uses: 2});
	before.invitations.use(before.find(code)?.id ?? '');
	const after = begin(table);
	expect(after.invitations.open()).toMatchObject([{usesLeft: 1}]);
	after.invitations.use(after.find(code)?.id ?? '');
	expect(begin(table).check(code)).toBe('wrong-code');
});

test(`of those that have ended the newest ${maxInvitations} are recognised`, async () => {
	const {invitations, find, clock} = begin();
	const codes: string[] = [];
	for (let index = 0; index <= maxInvitations; index++) {
		const {code} = await invitations.make({...wish, ttlMs: 1000});
		codes.push(code);
		clock.advance(1000);
	}
	await invitations.make(wish);
	expect(codes.filter((code) => find(code) === undefined)).toEqual(codes.slice(0, 1));
});
