// Compiles the program and joins it into a few files, in dist/ or the folder that is given; marks the entry point executable.
// From its 200 sources one by one, a command would spend most of its start finding and opening them (decision 20).
import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {rolldown} from 'rolldown';

const root = path.join(import.meta.dirname, '..');
const folder = process.argv[2] ?? path.join(root, 'dist');
const compiled = mkdtempSync(path.join(tmpdir(), 'ft-compiled-'));
try {
	const tsc = path.join(root, 'node_modules/.bin/tsc');
	execFileSync(tsc, ['-p', path.join(root, 'tsconfig.build.json'), '--outDir', compiled], {stdio: 'inherit'});
	rmSync(folder, {recursive: true, force: true});
	// The libraries stay where npm has put them.
	const program = await rolldown({input: path.join(compiled, 'cli.js'), platform: 'node', external: /^[^./]/});
	await program.write({dir: folder, entryFileNames: 'cli.js', chunkFileNames: '[name].js'});
	await program.close();
	chmodSync(path.join(folder, 'cli.js'), 0o755);
} finally {
	rmSync(compiled, {recursive: true, force: true});
}
