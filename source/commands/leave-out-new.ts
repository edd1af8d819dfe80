import type {People} from '../client/people.ts';
import {FtError} from '../protocol/errors.ts';
import type {HubUser} from '../protocol/messages.ts';
import {confirm} from './confirm.ts';
import {canPrompt} from './prompt.ts';
import type {Output} from './output.ts';

/**
 * Of everyone online those to send to: people who are new to us are named in one question; where nobody can be asked they are left
 * out and named, unless `isWanted` (`--new`). Throws FtError `no-such-user` when nobody is left.
 */
export async function leaveOutNew(
	users: readonly HubUser[],
	people: Pick<People, 'trustOf'>,
	{isWanted, output, signal}: {readonly isWanted: boolean; readonly output: Output; readonly signal: AbortSignal},
): Promise<readonly HubUser[]> {
	const fresh = users.filter((user) => people.trustOf(user) === 'new');
	if (fresh.length === 0 || isWanted) return users;
	const names = fresh.map(({name}) => name).join(', ');
	const isMany = fresh.length > 1;
	if (canPrompt()) {
		const question = `${names} ${isMany ? 'are' : 'is'} new to you. Send to them as well?`;
		if (await output.asking(() => confirm(question, false, signal))) return users;
	}
	const known = users.filter((user) => !fresh.includes(user));
	const advice = 'take in everyone with --new, or name them with --to';
	if (known.length === 0)
		throw new FtError(
			'no-such-user',
			`nobody online is known to you yet: ${names} ${isMany ? 'are' : 'is'} new; ${advice}`,
		);
	output.note(`left out ${names}: new to you; ${advice}`);
	return known;
}
