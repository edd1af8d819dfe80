import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {expectTableEvents} from '../support/event-table.ts';
import {failureOf} from '../support/program.ts';
import {openScene} from '../support/scene.ts';

test('what has failed is begun once more by ft resume --failed, and once only', async () => {
	const scene = await openScene();
	await scene.startHub();
	// Somebody who is there, and takes nothing unasked.
	const bob = scene.start(['receive', '--name', 'bob', '--json'], {cwd: 'bob'});
	await bob.event('connected');
	scene.folder('alice');
	const file = scene.path('alice/a.txt');
	writeFileSync(file, 'hello');
	const sending = scene.start(['send', 'a.txt', '--to', 'bob', '--name', 'alice', '--note', 'for you'], {cwd: 'alice'});
	const offered = String((await bob.event('offer'))['transfer']);
	appendFileSync(file, ' again');
	await scene.run(['offers', '--name', 'bob', '--accept', offered], {cwd: 'bob'});
	expect((await sending.ended).stderr).toContain('changed');

	const again = scene.start(['resume', '--failed', '--name', 'alice', '--json'], {cwd: 'alice'});
	const offer = await bob.event('offer', (event) => event['transfer'] !== offered);
	expect(offer).toMatchObject({title: 'a.txt', note: 'for you', bytes: 11});
	await scene.run(['offers', '--name', 'bob', '--accept', String(offer['transfer'])], {cwd: 'bob'});
	const ended = await again.ended;
	expect(failureOf(ended)).toBe('');
	expectTableEvents(ended.events);
	expect(ended.events.at(-1)).toMatchObject({type: 'delivered', user: 'bob'});
	expect(readFileSync(scene.path('bob/downloads/a.txt'), 'utf8')).toBe('hello again');

	const nothing = await scene.run(['resume', '--failed', '--name', 'alice']);
	expect(nothing).toMatchObject({code: 0, stdout: ''});
	expect(nothing.stderr).toContain('nothing that was begun here has failed');
	expect((await scene.run(['resume', '--failed', 'abc'])).code).toBe(2);
	bob.kill('SIGTERM');
	await bob.ended;
});

test('ft completion prints a script, and wants to know for which shell', async () => {
	const scene = await openScene();
	const bash = await scene.run(['completion', 'bash']);
	expect(bash).toMatchObject({code: 0, stderr: ''});
	expect(bash.stdout).toContain('complete -F _ft ft');
	expect((await scene.run(['completion'])).code).toBe(2);
	expect((await scene.run(['completion', 'tcsh'])).stderr).toContain('bash, zsh, fish');
});
