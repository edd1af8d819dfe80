import {readFileSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {openScene} from '../support/scene.ts';

test('a file goes from alice to bob', async () => {
	const scene = await openScene();
	await scene.startHub();
	const bob = scene.start(['receive', '--name', 'bob', '--accept', 'all', '--json'], {cwd: 'bob'});
	await bob.event('connected');
	scene.folder('alice');
	writeFileSync(scene.path('alice/a.txt'), 'hello');
	const sent = await scene.run(['send', 'a.txt', '--to', 'bob', '--name', 'alice', '--json'], {cwd: 'alice'});
	console.log(sent.stdout, sent.stderr, sent.code, bob.stdout());
	expect(sent.code).toBe(0);
	expect(readFileSync(scene.path('bob/downloads/a.txt'), 'utf8')).toBe('hello');
});
