/*
 * A program of its own: as fast as it can it puts links to a decoy in the place of folders below a downloads folder, for a
 * moment each, until its standard input ends. Then it says how often it did so.
 * node swap-folders.ts <downloads> <decoy>
 */
import fs from 'node:fs';
import path from 'node:path';

const [downloads = '', decoy = ''] = process.argv.slice(2);
const suffix = '.swapped';
let swaps = 0;
let turns = 0;
let isOver = false;
process.stdin.on('end', () => {
	isOver = true;
});
process.stdin.resume();

/** Every folder that may be swapped now, in staging and among what was saved. */
function targets(): string[] {
	const partial = path.join(downloads, '.ft-partial');
	const stagings = namesIn(partial).flatMap((name) => {
		const tree = path.join(partial, name, 'tree');
		const parts = namesIn(tree).map((part) => path.join(tree, part));
		return [path.join(partial, name), tree, ...parts, ...parts.map((part) => path.join(part, 'deep'))];
	});
	return [partial, ...stagings, path.join(downloads, 'parent'), path.join(downloads, 'parent', 'deep')];
}

function namesIn(folder: string): string[] {
	try {
		return fs.readdirSync(folder).filter((name) => !name.endsWith(suffix));
	} catch {
		return [];
	}
}

function swap(folder: string): void {
	const aside = folder + suffix;
	try {
		// Not by way of a link that was left behind: the decoy is the other's to spare.
		if (!fs.lstatSync(folder).isDirectory() || fs.realpathSync(folder) !== folder) return;
		fs.renameSync(folder, aside);
	} catch {
		return;
	}
	try {
		fs.symlinkSync(decoy, folder);
		swaps++;
		// It stays for a moment, so that the other meets it.
		const until = performance.now() + Math.random() * 2;
		while (performance.now() < until);
		if (fs.lstatSync(folder).isSymbolicLink()) fs.unlinkSync(folder);
	} catch {
		// The other has put something there meanwhile.
	}
	try {
		fs.renameSync(aside, folder);
	} catch {
		// Likewise: what was there stays aside.
	}
}

function turn(): void {
	const folders = targets();
	const folder = folders[Math.floor(Math.random() * folders.length)];
	if (folder !== undefined) swap(folder);
	if (isOver) process.stdout.write(String(swaps));
	// The end of standard input is seen between turns only.
	else if (++turns % 20 === 0) setImmediate(turn);
	else queueMicrotask(turn);
}
turn();
