import {spawn} from 'node:child_process';
import {once} from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import {isNodeTooOld, oldNodeText} from '../../source/commands/relaunch.ts';
import {temporaryFolder} from '../files/temporary-folder.ts';

test.each([
	['20.20.2', true],
	['22.12.9', true],
	['22.13.0', false],
	['24.21.0', false],
	['26.0.0', false],
])('Node %s is too old: %s', (version, isOld) => {
	expect(isNodeTooOld(version)).toBe(isOld);
});

test('an old Node is told in one line which one is needed and how to get it', () => {
	expect(oldNodeText('20.1.0')).toBe(
		'ft: needs Node 22.13 or newer, this is 20.1.0. Get it from https://nodejs.org, or run npm ci in the checkout, which brings its own',
	);
});

test('what an old Node started ends as its terminal does when that one is killed outright', async () => {
	const root = temporaryFolder();
	fs.mkdirSync(path.join(root, 'node_modules/node/bin'), {recursive: true});
	fs.symlinkSync(process.execPath, path.join(root, 'node_modules/node/bin/node'));
	const relaunch = JSON.stringify(fileURLToPath(new URL('../../source/commands/relaunch.ts', import.meta.url)));
	const script = path.join(root, 'dist/cli.mjs');
	fs.mkdirSync(path.dirname(script));
	fs.writeFileSync(
		script,
		`import {endWithLauncher} from ${relaunch};
		process.on('SIGHUP', () => { console.log('hung up'); process.exit(129); });
		setInterval(() => undefined, 1000);
		endWithLauncher();
		console.log(process.pid);`,
	);
	const start = `import {runOnPinnedNode} from ${relaunch}; await runOnPinnedNode(${JSON.stringify(script)}, []);`;
	const launcher = spawn(process.execPath, ['--input-type=module', '--eval', start], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	onTestFinished(() => void launcher.kill('SIGKILL'));
	const lines = createInterface(launcher.stdout);
	const [pid] = (await once(lines, 'line')) as [string];
	onTestFinished(() => endProcess(Number(pid)));
	launcher.kill('SIGKILL');
	expect(await once(lines, 'line')).toEqual(['hung up']);
	await once(lines, 'close');
});

/** If it still runs. */
function endProcess(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It has ended.
	}
}
