import path from 'node:path';
import {FtError} from '../protocol/errors.ts';
import {nearName} from '../files/near-name.ts';
import {parseArguments} from './arguments.ts';
import {hubVerbs} from './hub-verbs.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {openOutput} from './open-output.ts';

const help = `Usage: ft hub <verb> [options]

For the operator, on the hub's machine, while the hub runs.

Verbs
  status                   how the hub is, who is there, what runs
  notice <text>            a line to everyone, for 24 h
  invite                   a link that lets somebody in
  withdraw <id>            makes an invitation worthless; status shows the ids
  requests                 who asks to be let in (ft server --approve)
  approve|deny <who>       answers one of them: a name, or its short id
  kick <who>               ends a user's connections; they may come back
  ban|unban <who>          keeps a user out; asks
  release <name>           frees a name whose key is lost, for a new key; asks
  cancel <id>              ends a transfer
  storage                  what is kept for recipients, by sender, size and age
  intake on|off            takes new transfers, or only lets go on what runs
  limit [<rate>|off]       what all transfers together may take a second: 20M
  code [--new]             the join code, or another one instead
  stop                     ends the hub; asks while users are connected

code and release work also when the hub does not run.

Options
      --dir <folder>   the hub's folder (the current one)
      --uses <n>       how many an invitation lets in (1)
      --ttl <time>     when it ends (24h)
      --new            another code; the old one is worth nothing then
      --delete <id>    storage: deletes one of them; its sender is told. Asks

With --name <name> an invitation is for that name only.`;

/** `ft hub`: what the operator does beside the dashboard. Exit code 1 when a question was not answered with yes. */
export async function runHub(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('hub', argv, help);
	const output = openOutput(flags);
	const [word = '', ...rest] = input;
	const verb = Object.hasOwn(hubVerbs, word) ? hubVerbs[word] : undefined;
	if (!verb) throw unknownVerb(word);
	const dir = path.resolve(flags.dir ?? '.');
	const own = path.join(dir, '.ft');
	const ending = signalEnding();
	return untilEnded(verb({rest, flags, output, dir, own, ending}), ending);
}

function unknownVerb(word: string): FtError {
	const near = nearName(word, Object.keys(hubVerbs));
	const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
	return new FtError(
		'usage',
		word === ''
			? 'what is to be done? ft hub status, ft hub invite … See: ft hub --help'
			: `there is no ft hub ${JSON.stringify(word)}${hint}. See: ft hub --help`,
	);
}
