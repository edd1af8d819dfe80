import {expect, test} from 'vitest';
import type {People} from '../../source/client/people.ts';
import {findRecipients, recipientNames} from '../../source/commands/find-user.ts';
import {codeOf} from '../support/code-of.ts';

const user = (name: string, online: boolean) => ({id: name.padEnd(64, '0'), name, online, since: 0});
const users = [user('bob', true), user('Carol', true), user('erin', false)];
const people = {
	all: () => users,
	findByName: (name: string) => users.find((one) => one.name.toLowerCase() === name.toLowerCase()),
} as unknown as People;
const find = (to: string): string[] => findRecipients(people, recipientNames(to), 'alice').map(({name}) => name);

test('names are taken apart at commas, in any case, and each counts once', () => {
	expect(find('bob, carol,BOB')).toEqual(['bob', 'Carol']);
});

test('all means everyone online', () => {
	expect(find('all')).toEqual(['bob', 'Carol']);
});

test('who is known need not be online', () => {
	expect(find('bob,erin')).toEqual(['bob', 'erin']);
});

test('one unknown name among several is enough to send nothing, and it is said which', () => {
	expect(() => find('bob,zoe,erin,dora')).toThrow('no user zoe, dora on this hub');
	expect(codeOf(() => find('bob,zoe'))).toBe('no-such-user');
	expect(codeOf(() => find(' , '))).toBe('usage');
	expect(codeOf(() => find('bob,Alice'))).toBe('usage');
	expect(() => find('bob,all')).toThrow('say --to all, without names');
});
