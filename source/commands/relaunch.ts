import {existsSync} from 'node:fs';
import path from 'node:path';

/** The oldest Node that ft runs on: `node:sqlite` without a flag. The checkout brings a newer one. This file itself must load on any Node with ES modules. */
const needed = {major: 22, minor: 13};

/** Tells what is started that somebody waits for its end: others who start ft with a channel may close it as they like. */
const launched = 'FT_LAUNCHED';

/** Is the Node that runs us too old? `version` as in `process.versions.node`. */
export function isNodeTooOld(version: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major < needed.major || (major === needed.major && minor < needed.minor);
}

/**
 * Starts the same command, `script` of the built program, on the Node that is installed beside ft, and answers with its exit code. Undefined when there is
 * none: then only a newer Node helps.
 */
export async function runOnPinnedNode(script: string, argv: readonly string[]): Promise<number | undefined> {
	const places = ['../node_modules/node/bin/node', '../../node/bin/node'];
	const pinned = places.map((place) => path.resolve(path.dirname(script), place)).find((file) => existsSync(file));
	if (pinned === undefined) return undefined;
	// A command that needs no other Node starts faster without it.
	const {spawn} = await import('node:child_process');
	const child = spawn(pinned, [script, ...argv], {
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		env: {...process.env, [launched]: '1'},
	});
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

/**
 * What was started so calls this first. Whoever is killed outright can hand on no signal: its end is seen by the channel to it, and
 * counts as the terminal's does (SIGHUP).
 */
export function endWithLauncher(): void {
	if (process.env[launched] === undefined) return;
	delete process.env[launched];
	const hangUp = (): void => {
		process.kill(process.pid, 'SIGHUP');
	};
	if (!process.connected) hangUp();
	process.once('disconnect', hangUp);
	// It keeps nobody from ending by itself.
	process.channel?.unref();
}

/** What to say when no Node is new enough. */
export function oldNodeText(version: string): string {
	return `ft: needs Node ${needed.major}.${needed.minor} or newer, this is ${version}. Get it from https://nodejs.org, or run npm ci in the checkout, which brings its own`;
}
