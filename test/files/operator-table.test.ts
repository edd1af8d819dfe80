import path from 'node:path';
import {expect, test} from 'vitest';
import {openOperatorTable} from '../../source/files/operator-table.ts';
import {temporaryFolder} from './temporary-folder.ts';

const [alice, bob] = ['a'.repeat(64), 'b'.repeat(64)];
const invitation = {id: '1'.repeat(32), key: Buffer.alloc(32, 7), name: undefined, usesLeft: 2, untilMs: 9};

test('what the operator decided is there again when the hub starts anew, oldest first', () => {
	const file = path.join(temporaryFolder(), 'operator.db');
	const before = openOperatorTable(file);
	before.putBan({id: bob, name: 'bob', sinceMs: 1});
	before.putBan({id: alice, name: 'Alice', sinceMs: 2});
	before.putInvitation(invitation);
	before.putInvitation({...invitation, id: '0'.repeat(32), name: 'carol'});
	before.putApproval(alice, 'alice');
	before.putNotice({id: '2'.repeat(32), text: 'down at noon', atMs: 3});
	before.set('limit', '1000');
	before.close();
	before.close();
	const after = openOperatorTable(file);
	expect(after.bans()).toEqual([
		{id: bob, name: 'bob', sinceMs: 1},
		{id: alice, name: 'Alice', sinceMs: 2},
	]);
	expect(after.invitations().map((one) => ({...one, key: Buffer.from(one.key)}))).toEqual([
		invitation,
		{...invitation, id: '0'.repeat(32), name: 'carol'},
	]);
	expect(after.approvals()).toEqual([{id: alice, name: 'alice'}]);
	expect(after.notices()).toEqual([{id: '2'.repeat(32), text: 'down at noon', atMs: 3}]);
	expect([after.setting('limit'), after.setting('never')]).toEqual(['1000', undefined]);
	after.close();
});

test('what is put again replaces what was there and keeps its place', () => {
	const table = openOperatorTable(':memory:');
	table.putInvitation(invitation);
	table.putInvitation({...invitation, id: '0'.repeat(32)});
	table.putInvitation({...invitation, usesLeft: 1});
	expect(table.invitations().map(({id, usesLeft}) => [id, usesLeft])).toEqual([
		[invitation.id, 1],
		['0'.repeat(32), 2],
	]);
	table.set('limit', '1');
	table.set('limit', '2');
	expect(table.setting('limit')).toBe('2');
});

test('what is taken back is gone', () => {
	const table = openOperatorTable(':memory:');
	table.putBan({id: bob, name: 'bob', sinceMs: 1});
	table.putInvitation(invitation);
	table.putApproval(bob, 'bob');
	table.putNotice({id: '2'.repeat(32), text: 'x', atMs: 3});
	table.set('limit', '1');
	table.removeBan(bob);
	table.removeInvitation(invitation.id);
	table.removeApproval(bob);
	table.removeNotice('2'.repeat(32));
	table.set('limit', undefined);
	expect([table.bans(), table.invitations(), table.approvals(), table.notices(), table.setting('limit')]).toEqual([
		[],
		[],
		[],
		[],
		undefined,
	]);
});
