import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openHubScene} from '../support/hub-scene.ts';

test('when nobody reads what it writes, a command ends with 141 and says nothing about it', async () => {
	const scene = await openHubScene();
	writeFileSync(path.join(scene.hub.dir, 'shared_files/a'), 'a'.repeat(300_000));
	const commands = [
		['--help'],
		['key', 'show', '--name', 'alice'],
		['users', '--name', 'alice'],
		['users', '--name', 'alice', '--json'],
		['ls', 'public', '--name', 'alice'],
		['ls', 'public', '--name', 'alice', '--json'],
		['get', 'public:a', '--out', '-', '--quiet', '--name', 'alice'],
		['hub', 'status', '--dir', scene.hub.dir],
	];
	await scene.run(['users', '--name', 'alice']);
	for (const command of commands) {
		const program = scene.start(command);
		program.child.stdout?.destroy();
		const {code, stderr} = await program.ended;
		expect({command, code, stderr}).toEqual({command, code: 141, stderr: ''});
	}
	expect((await scene.run(['get', 'public:a', '--out', '-', '--name', 'alice'])).stdout).toHaveLength(300_000);
});
