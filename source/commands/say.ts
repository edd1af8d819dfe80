import {text as readText} from 'node:stream/consumers';
import {tooSlow} from '../client/texts.ts';
import {FtError} from '../protocol/errors.ts';
import {parseArguments} from './arguments.ts';
import {findRecipients, recipientNames} from './find-user.ts';
import {withClient} from './with-client.ts';

const help = `Usage: ft say <text…> --to <name>
       echo text | ft say - --to <name>

Sends a line of text to people who are online, sealed for them.

Options
      --to <names>  bob, or bob,carol, or all`;

/** `ft say`. Exit code 7 when nobody is online, 1 when not all were reached. */
export async function runSay(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments(argv, help, {to: {type: 'string'}});
	const names = recipientNames(flags.to);
	const takesStdin = input.length === 1 && input[0] === '-';
	const text = takesStdin ? (await readText(process.stdin)).trimEnd() : input.join(' ');
	if (text === '') throw new FtError('usage', 'say what? ft say "lunch?" --to bob');
	return withClient(
		flags,
		async ({client, output}) => {
			const users = findRecipients(client.people, names, client.snapshot().name);
			const {reached, slow} = await client.texts.say(
				users.map((user) => user.id),
				text,
			);
			for (const user of users) {
				const isReached = reached.includes(user.id);
				const isSlow = slow.includes(user.id);
				output.event({
					type: isReached ? 'delivered' : 'failed',
					user: user.name,
					...(isReached
						? {}
						: isSlow
							? {code: 'limit', reason: tooSlow}
							: {code: 'no-such-user', reason: 'not online'}),
				});
				if (!isReached)
					output.note(`${user.name} ${isSlow ? tooSlow : 'is not online any more'}: the text was not delivered`);
			}
			if (reached.length === 0 && slow.length === 0) return 7;
			return reached.length === users.length ? 0 : 1;
		},
		{takesStdin},
	);
}
