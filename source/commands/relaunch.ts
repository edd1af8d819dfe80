import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/** The oldest Node that ft runs on; the checkout brings its own. This file itself must load on any Node with ES modules. */
const neededMajor = 22;

/** Is the Node that runs us too old? */
export function isNodeTooOld(version: string): boolean {
	return Number(version.split('.')[0]) < neededMajor;
}

/**
 * Starts the same command on the Node that is installed beside ft, and answers with its exit code. Undefined when there is
 * none: then only a newer Node helps.
 */
export async function runOnPinnedNode(script: string, argv: readonly string[]): Promise<number | undefined> {
	const pinned = [new URL('../../../node_modules/node/bin/node', import.meta.url), new URL('../../../../node/bin/node', import.meta.url)]
		.map((url) => fileURLToPath(url))
		.find((file) => existsSync(file));
	if (pinned === undefined) return undefined;
	const child = spawn(pinned, [script, ...argv], {stdio: 'inherit'});
	// The terminal sends ^C to both; what is sent to us alone is handed on. We wait for the child in any case.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (signal !== 'SIGINT') child.kill(signal);
		});
	}
	return new Promise((resolve) => {
		child.on('exit', (code, signal) => {
			resolve(code ?? (signal === 'SIGKILL' ? 137 : 1));
		});
	});
}

/** What to say when no Node is new enough. */
export function oldNodeText(version: string): string {
	return `ft: needs Node ${neededMajor} or newer, this is ${version}. Get it from https://nodejs.org, or run npm ci in the checkout, which brings its own`;
}
