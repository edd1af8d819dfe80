import {toShortId} from '../protocol/ids.ts';
import {parseArguments, refuseInput} from './arguments.ts';
import {withClient} from './with-client.ts';

const help = `Usage: ft users

Who is online on the hub, and who is known there.`;

/** `ft users`. */
export async function runUsers(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments(argv, help, {});
	refuseInput('users', input);
	return withClient(flags, async ({client, output}) => {
		const users = client.people.rows();
		for (const {id, name, isOnline} of users) {
			output.event({type: 'user', name, id, state: isOnline ? 'online' : 'offline'});
			output.result(`${name.padEnd(32)} ${toShortId(id)}  ${isOnline ? 'online' : 'offline'}`);
		}
		if (users.length === 0)
			output.note('nobody else is known on this hub yet. In another terminal: ft client --name bob');
		return 0;
	});
}
