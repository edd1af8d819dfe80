import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {chmod, mkdtemp, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {TestProject} from 'vitest/node';

declare module 'vitest' {
	interface ProvidedContext {
		/** Absolute path of the built `cli.js`; where the project has no global setup, each file builds its own. */
		readonly cli?: string;
	}
}

/** A built ft. */
export type BuiltCli = {readonly cli: string; remove(): Promise<void>};

/** Builds ft into a folder of its own, so that nobody's `dist` changes under a running test. Its types are checked elsewhere. */
export async function buildCli(): Promise<BuiltCli> {
	const root = fileURLToPath(new URL('../..', import.meta.url));
	const folder = await mkdtemp(path.join(tmpdir(), 'ft-build-'));
	// Other logins must reach it too.
	await chmod(folder, 0o755);
	const cli = path.join(folder, 'dist/cli.js');
	const build = [path.join(root, 'scripts/build.js'), path.join(folder, 'dist')];
	const printed = await new Promise<string>((resolve) => {
		execFile(process.execPath, build, (_error, stdout, stderr) => {
			resolve(stdout + stderr);
		});
	});
	if (!existsSync(cli)) throw new Error(`the build failed:\n${printed}`);
	for (const name of ['package.json', 'node_modules']) await symlink(path.join(root, name), path.join(folder, name));
	return {cli, remove: async () => rm(folder, {recursive: true, force: true})};
}

let built: BuiltCli | undefined;

/** Vitest's global setup: one build for a whole run. */
export async function setup(project: TestProject): Promise<void> {
	built = await buildCli();
	project.provide('cli', built.cli);
}

/** Removes what `setup` built. */
export async function teardown(): Promise<void> {
	await built?.remove();
}
