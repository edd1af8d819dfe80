import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync} from 'node:fs';
import {isBuiltin} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';

const script = fileURLToPath(new URL('../../scripts/build.js', import.meta.url));

test('npm prepares a checkout that is built by looking only, and builds again what is older than its sources; all libraries are in it', () => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'ft-build-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	const entry = path.join(folder, 'dist/cli.js');
	const prepare = (): number => {
		execFileSync(process.execPath, [script, '--if-needed', path.dirname(entry)]);
		return statSync(entry).ino;
	};
	const first = prepare();
	expect(libraries(path.dirname(entry))).toEqual(['react-devtools-core']);
	expect(statSync(entry).mode & 0o111).toBe(0o111);
	expect(prepare()).toBe(first);
	// As if a source had been changed after it.
	utimesSync(entry, 0, 0);
	const beforeMs = Date.now();
	prepare();
	expect(statSync(entry).mtimeMs).toBeGreaterThanOrEqual(Math.floor(beforeMs));
});

/** What the files of a build load that is neither Node's nor beside them. */
function libraries(folder: string): string[] {
	const texts = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
	const loads = texts.flatMap((text) => [...text.matchAll(/^import .*?"([^"]+)";$|\bimport\("([^"]+)"\)/gm)]);
	const names = new Set(loads.map(([, fixed, called]) => fixed ?? called ?? ''));
	return [...names].filter((name) => !isBuiltin(name) && !name.startsWith('./'));
}
