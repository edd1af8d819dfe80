import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {expect, test} from 'vitest';
import {openUsersTable} from '../../source/files/users-table.ts';
import {temporaryFolder} from './temporary-folder.ts';

const statement = {
	identity: Buffer.alloc(44, 1).toString('base64'),
	key: Buffer.alloc(32, 2).toString('base64'),
	time: 5,
	signature: Buffer.alloc(64, 3).toString('base64'),
};
const [alice, bob] = ['a'.repeat(64), 'b'.repeat(64)];
const may3 = Date.UTC(2026, 4, 3, 12);

test('a user is found by identity and by name in any case', () => {
	const users = openUsersTable(':memory:');
	const user = {id: alice, name: 'Alice', statement, sinceMs: 7, lastSeenMs: 7, folder: 'alice'};
	expect(users.add({id: alice, name: 'Alice', statement, nowMs: 7})).toEqual(user);
	expect([users.find(alice), users.findByName('aLICE')]).toEqual([user, user]);
	expect([users.find(bob), users.findByName('bob')]).toEqual([undefined, undefined]);
});

test('a name belongs to the identity that came first, whatever its case', () => {
	const users = openUsersTable(':memory:');
	users.add({id: alice, name: 'alice', statement, nowMs: may3});
	expect(() => users.add({id: bob, name: 'ALICE', statement, nowMs: 8})).toThrow(
		'the name alice belongs to another key on this hub since 3 May. Choose another name (--name), or, if you are alice, ask the operator: ft hub release alice',
	);
	expect(users.find(bob)).toBeUndefined();
	users.add({id: bob, name: 'bob', statement, nowMs: 8});
	expect(() => users.rename(bob, 'Alice')).toThrow('belongs to another key');
	expect(users.find(bob)?.name).toBe('bob');
});

test('an identity that comes again keeps its folder and its first day, and may have a new name and statement', () => {
	const users = openUsersTable(':memory:');
	users.add({id: alice, name: 'alice', statement, nowMs: 7});
	const newer = {...statement, time: 6};
	const again = users.add({id: alice, name: 'al', statement: newer, nowMs: 9});
	expect(again).toEqual({id: alice, name: 'al', statement: newer, sinceMs: 7, lastSeenMs: 9, folder: 'alice'});
	expect(users.findByName('alice')).toBeUndefined();
	expect(users.count()).toBe(1);
});

test('a released name never opens the old folder, and its old owner gets it back', () => {
	const users = openUsersTable(':memory:');
	users.add({id: alice, name: 'alice', statement, nowMs: 1});
	users.release(alice, 2);
	expect(users.findByName('alice')).toBeUndefined();
	expect(users.add({id: bob, name: 'alice', statement, nowMs: 2}).folder).toBe('alice (1)');
	expect(users.add({id: alice, name: 'alice2', statement, nowMs: 3}).folder).toBe('alice');
});

test('renaming an unknown identity is an error, a known one gets its name', () => {
	const users = openUsersTable(':memory:');
	expect(() => users.rename(alice, 'x')).toThrow('does not know the identity');
	users.add({id: alice, name: 'alice', statement, nowMs: 1});
	users.rename(alice, 'Al');
	expect(users.findByName('al')?.id).toBe(alice);
});

test('a touch moves the last time only, and all are listed by name', () => {
	const users = openUsersTable(':memory:');
	users.add({id: bob, name: 'bob', statement, nowMs: 1});
	users.add({id: alice, name: 'Alice', statement, nowMs: 2});
	users.touch(bob, 9);
	expect(users.all().map(({name, sinceMs, lastSeenMs}) => [name, sinceMs, lastSeenMs])).toEqual([
		['Alice', 2, 2],
		['bob', 1, 9],
	]);
});

test('users outlive the hub, and closing twice is no error', () => {
	const file = path.join(temporaryFolder(), 'users.db');
	const users = openUsersTable(file);
	users.add({id: alice, name: 'alice', statement, nowMs: 7});
	users.close();
	users.close();
	const again = openUsersTable(file);
	expect(again.find(alice)?.statement).toEqual(statement);
	again.close();
});

test('a damaged statement is an error that names the file, never a user without a key', () => {
	const file = path.join(temporaryFolder(), 'users.db');
	const users = openUsersTable(file);
	users.add({id: alice, name: 'alice', statement, nowMs: 7});
	const database = new DatabaseSync(file);
	database.exec(`UPDATE users SET statement = '{}'`);
	database.close();
	expect(() => users.find(alice)).toThrow(file);
	users.close();
});

test('a name that the operator took from another key says since when, also for a hub that starts anew', () => {
	const file = path.join(temporaryFolder(), 'users.db');
	const users = openUsersTable(file);
	users.add({id: alice, name: 'Alice', statement, nowMs: 1});
	users.release(alice, 5);
	users.add({id: bob, name: 'alice', statement, nowMs: 6});
	expect(users.findByName('alice')?.releasedMs).toBe(5);
	users.close();
	const again = openUsersTable(file);
	expect(again.all().map(({id, releasedMs}) => [id, releasedMs])).toEqual([[bob, 5]]);
	again.close();
});

test('a key that takes back its own released name has nothing new about it', () => {
	const users = openUsersTable(':memory:');
	users.add({id: alice, name: 'alice', statement, nowMs: 1});
	users.release(alice, 5);
	expect(users.add({id: alice, name: 'alice', statement, nowMs: 6}).releasedMs).toBeUndefined();
});
