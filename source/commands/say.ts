import {text as readText} from 'node:stream/consumers';
import {tooSlow} from '../client/texts.ts';
import {FtError} from '../protocol/errors.ts';
import {parseArguments} from './arguments.ts';
import {findRecipients, recipientNames} from './find-user.ts';
import {withClient} from './with-client.ts';

const help = `Usage: ft say <text…> --to <name>
       echo text | ft say - --to <name>

Sends a line of text to people who are online, sealed for them. The hub keeps no
texts for those who are not.

Options
      --to <names>  bob, or bob,carol, or all`;

/** `ft say`. Exit code 7 when nobody is online, 1 when not all were reached. */
export async function runSay(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('say', argv, help);
	const names = recipientNames(flags.to);
	const takesStdin = input.length === 1 && input[0] === '-';
	const text = takesStdin ? (await readText(process.stdin)).trimEnd() : input.join(' ');
	if (text === '') throw new FtError('usage', 'say what? ft say "lunch?" --to bob');
	return withClient(
		flags,
		async ({client, output}) => {
			const users = findRecipients(client.people, names, client.snapshot().name);
			const {reached, slow, refused} = await client.texts.say(
				users.map((user) => user.id),
				text,
			);
			for (const {id, name: user} of users) {
				if (reached.includes(id)) {
					output.event({type: 'delivered', user});
					continue;
				}
				const isSlow = slow.includes(id);
				const {code, message: reason} =
					refused.get(id) ?? (isSlow ? new FtError('limit', tooSlow) : new FtError('no-such-user', 'not online'));
				output.event({type: 'failed', user, code, reason});
				const why = refused.has(id)
					? reason
					: `${user} ${isSlow ? tooSlow : 'is not online'}: the text was not delivered`;
				output.note(why);
			}
			if (reached.length === 0 && slow.length === 0 && refused.size === 0) return 7;
			return reached.length === users.length ? 0 : 1;
		},
		{takesStdin},
	);
}
