import fc from 'fast-check';
import {expect, test} from 'vitest';
import {foldName, proposeUserName, userNameProblem} from '../../source/protocol/user-name.ts';

test.each(['a', '7', 'Alice', 'bob.smith', 'x_y-z', 'a'.repeat(32), 'hubert', 'all-in'])('%s can be a name', (name) => {
	expect(userNameProblem(name)).toBeUndefined();
});

test.each([
	['', 'it is empty'],
	['a'.repeat(33), 'it has 33 characters, at most 32 are allowed'],
	['.hidden', 'it must begin with a letter from a to z or a digit'],
	['-rf', 'it must begin with a letter from a to z or a digit'],
	['_a', 'it must begin with a letter from a to z or a digit'],
	['Ünï', 'it must begin with a letter from a to z or a digit'],
	['..', 'it must begin with a letter from a to z or a digit'],
	['a b', 'only letters from a to z, digits, dot, underscore and dash are allowed'],
	['a/b', 'only letters from a to z, digits, dot, underscore and dash are allowed'],
	['a\n', 'only letters from a to z, digits, dot, underscore and dash are allowed'],
	['bоb', 'only letters from a to z, digits, dot, underscore and dash are allowed'],
	['HUB', 'that word is reserved'],
])('%s cannot: %s', (name, problem) => {
	expect(userNameProblem(name)).toBe(problem);
});

test('every word that the program itself uses is reserved, however it is written', () => {
	for (const word of ['all', 'everyone', 'hub', 'me', 'operator', 'public', 'shared', 'private']) {
		expect(userNameProblem(word)).toBe('that word is reserved');
		expect(userNameProblem(word.toUpperCase())).toBe('that word is reserved');
	}
});

test('names are compared folded', () => {
	expect(foldName('Bob.Smith')).toBe('bob.smith');
});

test.each([
	['alice', 'alice'],
	['José', 'Jose'],
	['Jean Luc', 'Jean-Luc'],
	['DOMAIN\\bob', 'DOMAIN-bob'],
	['_apt', 'apt'],
	['root!', 'root'],
	['李', 'user'],
	['', 'user'],
	['hub', 'user'],
	['x'.repeat(40), 'x'.repeat(32)],
	[`${'x'.repeat(31)} y`, 'x'.repeat(31)],
])('the login name %s is proposed as %s', (login, proposed) => {
	expect(proposeUserName(login)).toBe(proposed);
});

test('whatever the login name, the proposal can be used', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 60}), (login) => {
			expect(userNameProblem(proposeUserName(login))).toBeUndefined();
		}),
	);
});
