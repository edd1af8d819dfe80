#!/usr/bin/env node
// Picks a command and prints the last error. It loads on any Node with ES modules, so that an old one can be told.
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {sleep, systemClock} from './source/base/clock.ts';
import {isUnread, SignalEnd} from './source/commands/ended.ts';
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

/** What was written must be out before the process goes, and it must be known whether that failed; a reader that stopped reading is waited for 1.5 s. */
async function flush(stream: NodeJS.WriteStream): Promise<void> {
	await Promise.race([
		new Promise((resolve) => {
			stream.write('', resolve);
		}),
		sleep(systemClock, 1500),
	]);
}

const streams = [process.stdout, process.stderr];
let hasReader = true;
// A command that wrote its last line to nobody ends as one that noticed it earlier.
for (const stream of streams)
	stream.on('error', (error) => {
		if (isUnread(error)) hasReader = false;
	});
const code = await main();
for (const stream of streams) await flush(stream);
process.exit(hasReader ? code : new SignalEnd('SIGPIPE').exitCode);
