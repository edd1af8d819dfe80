import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';

/** A folder for the running test, without links in its path; removed with all in it when the test ends. */
export function temporaryFolder(): string {
	const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ft-test-')));
	onTestFinished(() => {
		fs.rmSync(folder, {recursive: true, force: true});
	});
	return folder;
}

/** Writes a tree: a string is a file's content, an object a folder. Returns the folder. */
export function writeTree(folder: string, tree: Tree): string {
	fs.mkdirSync(folder, {recursive: true});
	for (const [name, content] of Object.entries(tree)) {
		const place = path.join(folder, name);
		if (typeof content === 'string' || content instanceof Uint8Array) fs.writeFileSync(place, content);
		else writeTree(place, content);
	}
	return folder;
}
export type Tree = {readonly [name: string]: string | Uint8Array | Tree};

/** Runs `action` as a login without rights when we are root, who may read everything. */
export async function asStranger(folder: string, action: () => Promise<void>): Promise<void> {
	const isRoot = process.geteuid?.() === 0;
	if (isRoot) {
		fs.chmodSync(folder, 0o755);
		process.seteuid?.(65_534);
	}
	try {
		await action();
	} finally {
		if (isRoot) process.seteuid?.(0);
	}
}
