// Compiles the program and joins it into a few files, in dist/ or the folder that is given; marks the entry point executable.
// From its 200 sources one by one, a command would spend most of its start finding and opening them (decision 20).
import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import path from 'node:path';
import {rolldown} from 'rolldown';

/** What only screens and keys of a hub need stays where npm has put it: it is loaded when it is needed, and is large. */
const ofScreens = /^(ink|react|@peculiar|reflect-metadata)\b/;

const root = path.join(import.meta.dirname, '..');
const folder = process.argv[2] ?? path.join(root, 'dist');
// In the checkout: from here the libraries are found.
mkdirSync(path.join(root, '.tmp'), {recursive: true});
const compiled = mkdtempSync(path.join(root, '.tmp/compiled-'));
try {
	const tsc = path.join(root, 'node_modules/.bin/tsc');
	execFileSync(tsc, ['-p', path.join(root, 'tsconfig.build.json'), '--outDir', compiled], {stdio: 'inherit'});
	rmSync(folder, {recursive: true, force: true});
	const program = await rolldown({input: path.join(compiled, 'cli.js'), platform: 'node', external: ofScreens});
	await program.write({dir: folder, entryFileNames: 'cli.js', chunkFileNames: '[name].js'});
	await program.close();
	chmodSync(path.join(folder, 'cli.js'), 0o755);
} finally {
	rmSync(compiled, {recursive: true, force: true});
}
