import type {People} from '../client/people.ts';
import {FtError} from '../protocol/errors.ts';
import type {HubUser} from '../protocol/messages.ts';
import {foldName} from '../protocol/user-name.ts';

/** The names in `--to bob,carol`. Throws FtError `usage` when there is none. */
export function recipientNames(to: string | undefined): readonly string[] {
	const names = (to ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	if (names.length === 0) throw new FtError('usage', 'to whom? Say it with --to bob, --to bob,carol or --to all');
	return names;
}

/** Is it `all`, which means everyone online now? */
export function isAll(names: readonly string[]): boolean {
	return names.length === 1 && names[0] === 'all';
}

/**
 * The users that these names mean, online or not, `all` alone being everyone online. Throws FtError `no-such-user` naming who is
 * unknown, or when nobody is there for `all`, `usage` for oneself and for `all` among names: then nothing is sent to anyone.
 */
export function findRecipients(people: People, names: readonly string[], ownName: string): readonly HubUser[] {
	if (names.some((name) => foldName(name) === foldName(ownName)))
		throw new FtError('usage', `${ownName} is you. Name somebody else with --to; who is there: ft users`);
	if (isAll(names)) {
		const online = people.all().filter((user) => user.online);
		if (online.length === 0) throw new FtError('no-such-user', 'nobody else is online. See who is known: ft users');
		return online;
	}
	if (names.includes('all')) throw new FtError('usage', 'all is everyone who is online: say --to all, without names');
	const unknown = names.filter((name) => !people.findByName(name));
	if (unknown.length > 0)
		throw new FtError('no-such-user', `no user ${unknown.join(', ')} on this hub. See who is there: ft users`);
	return [...new Set(names.flatMap((name) => people.findByName(name) ?? []))];
}
