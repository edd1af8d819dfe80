import fs from 'node:fs';
import path from 'node:path';
import {systemClock} from '../base/clock.ts';
import {readPrivate} from '../files/private-file.ts';
import {openUsersTable} from '../files/users-table.ts';
import {FtError} from '../protocol/errors.ts';
import {parseArguments} from './arguments.ts';
import {confirm} from './confirm.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {openOutput} from './open-output.ts';
import type {Output} from './output.ts';

const help = `Usage: ft hub <verb> [--dir <folder>]

For the operator, on the hub's machine, whether the hub runs or not.

Verbs
  code            prints the join code
  release <name>  frees a name whose key is lost, for a new key; asks

Options
      --dir <folder>  the hub's folder (the current one)`;

/** `ft hub`: what the operator does beside the dashboard. Exit code 1 when a release was not confirmed. */
export async function runHub(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments(argv, help, {dir: {type: 'string'}});
	const output = openOutput(flags);
	const [verb, name] = input;
	const dir = path.resolve(flags.dir ?? '.');
	const own = path.join(dir, '.ft');
	if (verb !== 'code' && verb !== 'release')
		throw new FtError('usage', 'what is to be done? ft hub code, or ft hub release <name>');
	if (!fs.existsSync(own)) throw new FtError('no-such-file', `no hub was ever started in ${dir}. Say where with --dir`);
	if (verb === 'code') return printCode(path.join(own, 'code'), output);
	if (name === undefined) throw new FtError('usage', 'whose name? ft hub release alice');
	return release(path.join(own, 'users.db'), name, flags.yes ?? false, output);
}

async function printCode(file: string, output: Output): Promise<number> {
	const code = (await readPrivate(file))?.trim();
	if (code === undefined) throw new FtError('no-such-file', `no code in ${file}: start the hub once, it makes one`);
	output.event({type: 'status', code});
	output.result(code);
	return 0;
}

async function release(file: string, name: string, isYes: boolean, output: Output): Promise<number> {
	const users = openUsersTable(file);
	try {
		const user = users.findByName(name);
		if (!user) throw new FtError('no-such-user', `no user ${name} on this hub`);
		const ending = signalEnding();
		if (
			!(await untilEnded(confirm(`The next key that asks for the name ${user.name} gets it.`, isYes, ending), ending))
		)
			return 1;
		users.release(user.id, systemClock.nowMs());
		output.event({type: 'status', released: user.name, id: user.id});
		output.result(`released ${user.name}`);
		return 0;
	} finally {
		users.close();
	}
}
