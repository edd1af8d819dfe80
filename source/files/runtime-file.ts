import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import {countField, identityIdField} from '../protocol/fields.ts';
import {FtError} from '../protocol/errors.ts';
import {makePrivateFolder, readPrivate, writePrivate} from './private-file.ts';

const schema = v.object({
	port: countField,
	hubId: identityIdField,
	/** The hub's join code, as it is shown. */
	code: v.string(),
	/** The hub's folder, absolute. */
	dir: v.string(),
	pid: countField,
});
/** What a running hub tells other processes of the same login on the same machine. */
export type RuntimeFile = v.InferOutput<typeof schema>;

/** The environment variables that say where such files lie. */
export type RuntimeEnvironment = {
	readonly XDG_RUNTIME_DIR?: string | undefined;
	readonly TMPDIR?: string | undefined;
	readonly TEMP?: string | undefined;
};

/** Writes `$XDG_RUNTIME_DIR/ft/<port>`, or `<tmp>/ft-<uid>/<port>` where that cannot be used; an older one for the port is gone then. Throws FtError `disk-error` when neither can be written. */
export async function writeRuntimeFile(runtime: RuntimeFile, env: RuntimeEnvironment): Promise<void> {
	removeRuntimeFile(runtime.port, env);
	let problem: unknown = new FtError(
		'disk-error',
		'cannot tell other programs of this login about the hub: no folder for it',
	);
	for (const folder of runtimeFolders(env)) {
		try {
			refuseLink(folder);
			makePrivateFolder(folder);
			await writePrivate(path.join(folder, String(runtime.port)), JSON.stringify(runtime));
			return;
		} catch (error) {
			problem = error;
		}
	}
	throw problem;
}

/** What the hub on this port of this machine wrote; undefined when there is none, or none that can be trusted: folder and file must be ours and closed to others. */
export async function readRuntimeFile(port: number, env: RuntimeEnvironment): Promise<RuntimeFile | undefined> {
	for (const folder of runtimeFolders(env)) {
		if (!isOursAlone(folder)) continue;
		try {
			const text = await readPrivate(path.join(folder, String(port)));
			if (text === undefined) continue;
			const result = v.safeParse(schema, JSON.parse(text));
			if (result.success && result.output.port === port) return result.output;
		} catch {
			// Somebody else's, or cut off: as good as none. The user is asked for the code then.
		}
	}
	return undefined;
}

/** Removes what `writeRuntimeFile` wrote for this port; nothing happens when there is none. */
export function removeRuntimeFile(port: number, env: RuntimeEnvironment): void {
	for (const folder of runtimeFolders(env)) {
		if (isOursAlone(folder)) fs.rmSync(path.join(folder, String(port)), {force: true});
	}
}

function runtimeFolders(env: RuntimeEnvironment): string[] {
	const folders = [path.join(env.TMPDIR ?? env.TEMP ?? '/tmp', `ft-${process.geteuid?.() ?? 'user'}`)];
	const runtimeDir = env.XDG_RUNTIME_DIR;
	// After `sudo -E` it is that of another login: nothing of ours belongs there.
	if (runtimeDir && path.isAbsolute(runtimeDir) && isOursAlone(runtimeDir))
		folders.unshift(path.join(runtimeDir, 'ft'));
	return folders;
}

/** In a folder that all may write to, a link planted under our name would lead us elsewhere. */
function refuseLink(folder: string): void {
	if (fs.lstatSync(folder, {throwIfNoEntry: false})?.isSymbolicLink()) {
		throw new FtError('disk-error', `cannot use ${folder}: it is a link. Remove it`);
	}
}

function isOursAlone(folder: string): boolean {
	try {
		const stats = fs.lstatSync(folder);
		const us = process.geteuid?.();
		return stats.isDirectory() && (us === undefined || (stats.uid === us && (stats.mode & 0o077) === 0));
	} catch {
		return false;
	}
}
