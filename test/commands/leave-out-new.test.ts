import {expect, test} from 'vitest';
import type {Trust} from '../../source/client/snapshot.ts';
import {leaveOutNew} from '../../source/commands/leave-out-new.ts';
import type {Output} from '../../source/commands/output.ts';
import {codeOf} from '../support/code-of.ts';

const user = (name: string) => ({id: name, name, online: true, since: 0});
const trust: Record<string, Trust> = {bob: 'known', carol: 'verified', dave: 'new', erin: 'new', frank: 'changed'};
const people = {trustOf: ({name}: {name: string}) => trust[name] ?? 'new'};

async function ask(names: readonly string[], isWanted = false) {
	const notes: string[] = [];
	const output = {note: (line: string) => notes.push(line)} as unknown as Output;
	const {signal} = new AbortController();
	const users = await leaveOutNew(names.map(user), people, {isWanted, output, signal});
	return {names: users.map(({name}) => name), notes};
}

test('where nobody can be asked, those who are new are left out and named', async () => {
	expect(await ask(['bob', 'dave', 'erin', 'frank'])).toEqual({
		names: ['bob', 'frank'],
		notes: ['left out dave, erin: new to you; take in everyone with --new, or name them with --to'],
	});
});

test('with --new, or when nobody is new, it is sent to all', async () => {
	expect(await ask(['bob', 'dave'], true)).toEqual({names: ['bob', 'dave'], notes: []});
	expect(await ask(['bob', 'carol'])).toEqual({names: ['bob', 'carol'], notes: []});
});

test('when all are new there is nobody to send to', async () => {
	const problem = await ask(['dave', 'erin']).catch((error: unknown) => error);
	expect(
		codeOf(() => {
			throw problem;
		}),
	).toBe('no-such-user');
	expect(String(problem)).toContain('dave, erin are new');
});
