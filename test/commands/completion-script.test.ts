import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {commandFlags, commandWords, everywhereFlags, toOption} from '../../source/commands/command-flags.ts';
import {completionScript} from '../../source/commands/completion-script.ts';
import {hubVerbs} from '../../source/commands/hub-verbs.ts';
import {commands} from '../../source/commands/run.ts';

const abouts = new Map(Object.entries(commands).map(([word, {about}]) => [word, about]));

/** What bash proposes for the last of these words. */
function proposed(...words: string[]): string[] {
	const line = words.map((word) => `'${word}'`).join(' ');
	const script = `${completionScript('bash', abouts)}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _ft; printf '%s\\n' "\${COMPREPLY[@]}"`;
	return execFileSync('bash', ['--norc', '-c', script], {encoding: 'utf8'})
		.split('\n')
		.filter((word) => word !== '');
}

test('every command has its row of options, and every verb of ft hub is proposed', () => {
	expect(Object.keys(commandFlags)).toEqual(Object.keys(commands));
	expect([...commandWords.hub].sort()).toEqual(Object.keys(hubVerbs).sort());
});

test('bash completes commands, options, their values and words', () => {
	expect(proposed('ft', 'rec')).toEqual(['receive']);
	expect(proposed('ft', '')).toEqual([...Object.keys(commands), '--help', '--version']);
	expect(proposed('ft', 'client', '--acc')).toEqual(['--accept', '--accept-new']);
	expect(proposed('ft', 'client', '--accept', '')).toEqual(['ask', 'trusted', 'all']);
	expect(proposed('ft', 'server', '--no')).toEqual(['--no-ui']);
	expect(proposed('ft', 'hub', 'inv')).toEqual(['invite']);
	expect(proposed('ft', 'resume', '--f')).toEqual(['--failed']);
	expect(proposed('ft', 'ls', 'sh')).toEqual(['shared:']);
});

test('bash proposes nothing where only people know what to type', () => {
	expect(proposed('ft', 'send', '--to', '')).toEqual([]);
	expect(proposed('ft', 'users', '')).toEqual([]);
});

test('files and folders are those that lie there', () => {
	expect(proposed('ft', 'send', '/us')).toEqual(['/usr']);
	expect(proposed('ft', 'client', '--downloads', '/us')).toEqual(['/usr']);
});

test.each(['zsh', 'fish'] as const)('the script for %s has every command and every option', (shell) => {
	const script = completionScript(shell, abouts);
	const options = [...Object.values(commandFlags), everywhereFlags].flatMap((flags) => Object.keys(flags));
	for (const name of options.filter((name) => name !== 'ui'))
		expect(script).toContain(shell === 'fish' ? `-l ${toOption(name).slice(2)}` : toOption(name));
	for (const word of Object.keys(commands)) expect(script).toContain(word);
});
