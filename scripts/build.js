// Compiles the program and joins it into a few files, in dist/ or the folder that is given; marks the entry point executable.
// From its 200 sources one by one, a command would spend most of its start finding and opening them (decision 20).
// With --if-needed it does nothing where the folder is as new as the sources: npm prepares the checkout after `npm ci`, and once more
// at the first `npx ft` of every login, which may not even write there.
import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync} from 'node:fs';
import path from 'node:path';

/** Ink asks for it where a variable of its own is set, and nobody has it. */
const notThere = /^react-devtools-core$/;
/** React has a second build for development: twice the CPU for each frame, and half a megabyte to read. */
const define = {'process.env.NODE_ENV': '"production"'};

const root = path.join(import.meta.dirname, '..');
const isIfNeeded = process.argv.includes('--if-needed');
const given = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const folder = given ?? path.join(root, 'dist');
if (!isIfNeeded || !isUpToDate()) await build();

async function build() {
	const begun = new Date();
	// Large, and seldom needed.
	const {rolldown} = await import('rolldown');
	// In the checkout: from here the libraries are found.
	mkdirSync(path.join(root, '.tmp'), {recursive: true});
	const compiled = mkdtempSync(path.join(root, '.tmp/compiled-'));
	try {
		const tsc = path.join(root, 'node_modules/.bin/tsc');
		execFileSync(tsc, ['-p', path.join(root, 'tsconfig.build.json'), '--outDir', compiled], {stdio: 'inherit'});
		rmSync(folder, {recursive: true, force: true});
		const input = path.join(compiled, 'cli.js');
		const program = await rolldown({input, platform: 'node', external: notThere, transform: {define}});
		await program.write({dir: folder, entryFileNames: 'cli.js', chunkFileNames: '[name].js'});
		await program.close();
		const entry = path.join(folder, 'cli.js');
		chmodSync(entry, 0o755);
		// It is as new as what was read: a source that changed meanwhile is newer.
		utimesSync(entry, begun, begun);
	} finally {
		rmSync(compiled, {recursive: true, force: true});
	}
}

/** Was the program built after everything that it is made of came to be? A folder is newer than what was removed from it. */
function isUpToDate() {
	const builtMs = statSync(path.join(folder, 'cli.js'), {throwIfNoEntry: false})?.mtimeMs ?? 0;
	const inSource = readdirSync(path.join(root, 'source'), {recursive: true}).map((name) => `source/${name}`);
	const madeOf = ['cli.tsx', 'package-lock.json', 'scripts/build.js', 'source', 'tsconfig.json', 'tsconfig.build.json'];
	return [...madeOf, ...inSource].every((name) => statSync(path.join(root, name)).mtimeMs < builtMs);
}
