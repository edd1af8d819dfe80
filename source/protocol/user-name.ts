import {maxNameCharacters} from './limits.ts';

const reserved = new Set(['all', 'everyone', 'hub', 'me', 'operator', 'public', 'shared', 'private']);

/** Why a user name cannot be used, as a sentence part; undefined when it can. ASCII letters, digits, `. _ -`, first a letter or digit, at most 32. */
export function userNameProblem(name: string): string | undefined {
	if (name === '') return 'it is empty';
	if (name.length > maxNameCharacters)
		return `it has ${name.length} characters, at most ${maxNameCharacters} are allowed`;
	if (!/^[A-Za-z0-9]/.test(name)) return 'it must begin with a letter from a to z or a digit';
	if (!/^[A-Za-z0-9._-]+$/.test(name)) return 'only letters from a to z, digits, dot, underscore and dash are allowed';
	if (reserved.has(foldName(name))) return 'that word is reserved';
	return undefined;
}

/** Names are shown as typed and compared folded: `Bob` and `bob` are one user. */
export function foldName(name: string): string {
	return name.toLowerCase();
}

/** Folds a login name into a legal proposal: accents dropped, other characters as `-`, cut to 32; `user` when nothing is left. */
export function proposeUserName(login: string): string {
	const plain = login
		.normalize('NFKD')
		.replaceAll(/[\u0300-\u036f]/g, '')
		.replaceAll(/[^A-Za-z0-9._-]+/g, '-')
		.replace(/^[^A-Za-z0-9]+/, '')
		.slice(0, maxNameCharacters)
		.replace(/-+$/, '');
	return userNameProblem(plain) === undefined ? plain : 'user';
}
