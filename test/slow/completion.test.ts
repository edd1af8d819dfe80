import {execFileSync, spawnSync} from 'node:child_process';
import path from 'node:path';
import {expect, inject, test} from 'vitest';
import {temporaryFolder} from '../files/temporary-folder.ts';

/** What a shell prints that has just read its script, as people have it read. */
function inShell(shell: string, args: readonly string[], work: string): string[] {
	const home = temporaryFolder();
	const ft = `'${process.execPath}' '${inject('cli') ?? ''}'`;
	const env = {PATH: process.env['PATH'], HOME: home, ZDOTDIR: home, XDG_CONFIG_HOME: path.join(home, '.config')};
	return execFileSync(shell, [...args, work.replaceAll('FT', ft)], {encoding: 'utf8', env})
		.trim()
		.split('\n')
		.map((line) => line.split('\t', 1)[0] ?? '');
}

const shells = {
	bash: {
		args: ['--norc', '-c'],
		work: 'eval "$(FT completion bash)"; COMP_WORDS=(ft client --accept ""); COMP_CWORD=3; _ft; printf "%s\\n" "${COMPREPLY[@]}" | sort',
		printed: ['all', 'ask', 'trusted'],
	},
	zsh: {
		args: ['-fc'],
		work: 'autoload -Uz compinit; compinit -u; eval "$(FT completion zsh)"; print -r -- $_comps[ft]; whence -w _ft',
		printed: ['_ft', '_ft: function'],
	},
	fish: {
		args: ['-c'],
		work: 'FT completion fish | source; complete -C "ft client --accept "',
		printed: ['all', 'ask', 'trusted'],
	},
} as const;

for (const [shell, {args, work, printed}] of Object.entries(shells))
	test(`${shell} completes by the script that ft prints`, (context) => {
		if (spawnSync(shell, ['-c', 'true']).error) context.skip(`${shell} is not installed here`);
		expect(inShell(shell, args, work)).toEqual(printed);
	});
