#!/usr/bin/env node
// Picks a command and prints the last error. It loads on any Node with ES modules, so that an old one can be told.
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {sleep, systemClock} from './source/base/clock.ts';
import {endWithLauncher, isNodeTooOld, oldNodeText, runOnPinnedNode} from './source/commands/relaunch.ts';

const argv = process.argv.slice(2);

async function main(): Promise<number> {
	if (isNodeTooOld(process.versions.node)) {
		const code = await runOnPinnedNode(fileURLToPath(import.meta.url), argv);
		if (code === undefined) process.stderr.write(`${oldNodeText(process.versions.node)}\n`);
		return code ?? 1;
	}
	endWithLauncher();
	const {run} = await import('./source/commands/run.ts');
	const {version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {version: string};
	return run(argv, version);
}

/** What was written must be out before the process goes; a reader that stopped reading is waited for 1.5 s. */
async function flush(stream: NodeJS.WriteStream): Promise<void> {
	if (stream.writableLength === 0) return;
	await Promise.race([
		new Promise((resolve) => {
			stream.write('', resolve);
		}),
		sleep(systemClock, 1500),
	]);
}

const code = await main();
await flush(process.stdout);
await flush(process.stderr);
process.exit(code);
