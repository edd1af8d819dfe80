import {systemClock} from '../base/clock.ts';
import {formatDay} from '../base/time-text.ts';
import {trustMarks, trustText} from '../state/trust-text.ts';
import {parseArguments, refuseInput} from './arguments.ts';
import {withClient} from './with-client.ts';

const help = `Usage: ft users

Who is online on the hub, and who is known there.`;

/** `ft users`. */
export async function runUsers(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('users', argv, help);
	refuseInput('users', input);
	return withClient(flags, async ({client, output}) => {
		const users = client.people.rows();
		for (const user of users) {
			const {id, name, shortId, trust, alwaysBytes, releasedMs} = user;
			const state = user.isOnline ? 'online' : 'offline';
			output.event({type: 'user', name, id, state, trust, ...(alwaysBytes === undefined ? {} : {always: true})});
			const released =
				releasedMs === undefined ? '' : `, released by the hub ${formatDay(releasedMs, systemClock.nowMs())}`;
			output.result(
				`${name.padEnd(32)} ${shortId}  ${state.padEnd(7)}  ${trustMarks[trust]} ${trustText(user)}${released}`,
			);
		}
		if (users.length === 0)
			output.note('nobody else is known on this hub yet. In another terminal: ft client --name bob');
		return 0;
	});
}
