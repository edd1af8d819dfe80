import type {People} from '../client/people.ts';
import {FtError} from '../protocol/errors.ts';
import type {HubUser} from '../protocol/messages.ts';

/**
 * The users that `--to bob,carol` or `--to all` means, all of them online. Throws FtError `usage` for nobody, `no-such-user`
 * naming who is unknown or offline: then nothing is sent to anyone.
 */
export function findRecipients(people: People, to: string | undefined): readonly HubUser[] {
	const names = (to ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
	if (names.length === 0) throw new FtError('usage', 'to whom? Say it with --to bob, --to bob,carol or --to all');
	const online = people.all().filter((user) => user.online);
	if (names.length === 1 && names[0] === 'all') {
		if (online.length === 0) throw new FtError('no-such-user', 'nobody else is online. See who is known: ft users');
		return online;
	}
	const unknown = names.filter((name) => !people.findByName(name));
	if (unknown.length > 0) throw new FtError('no-such-user', `no user ${unknown.join(', ')} on this hub. See who is there: ft users`);
	const users = [...new Set(names.flatMap((name) => people.findByName(name) ?? []))];
	const offline = users.filter((user) => !user.online);
	if (offline.length > 0) {
		throw new FtError('no-such-user', `${offline.map((user) => user.name).join(', ')} ${offline.length === 1 ? 'is' : 'are'} not online, and this hub does not keep files for later yet. Try again when they are: ft users`);
	}
	return users;
}
