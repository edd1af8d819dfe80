import fs from 'node:fs';
import path from 'node:path';
import {createHash} from 'node:crypto';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {openFolder} from '../../source/files/folder-handle.ts';
import type {Layout} from '../../source/files/layout.ts';
import {loadManifest} from '../../source/files/load-manifest.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {encodeManifestEntry} from '../../source/protocol/manifest.ts';
import {sha256} from './staging-fixture.ts';
import {temporaryFolder} from './temporary-folder.ts';

const lines = Array.from({length: 1200}, (_, number) =>
	encodeManifestEntry({
		path: [`${'n'.repeat(240)}${number}`],
		...{kind: 'file', bytes: number, modifiedMs: 0, isExecutable: false},
	}),
);
const manifest = Buffer.from(lines.join(''));
const bytes = (1200 * 1199) / 2;

/** What stands in the file, taken for a manifest of that length. */
async function load(written: Uint8Array, manifestHash?: Buffer): Promise<Layout> {
	const folder = temporaryFolder();
	fs.writeFileSync(path.join(folder, 'manifest'), written);
	const staging = openFolder(realDisk, folder);
	onTestFinished(() => {
		staging.close();
	});
	const several = manifestHash && {manifestHash, createHasher: () => createHash('sha256')};
	return loadManifest({disk: realDisk, staging, manifestBytes: manifest.length, bytes, files: 1200, several});
}

test('a manifest of several segments is read whole, and is the one that was signed', async () => {
	expect(manifest.length).toBeGreaterThan(plainSegmentBytes);
	expect((await load(manifest)).entries).toHaveLength(1200);
	expect((await load(manifest, sha256(manifest))).entries).toHaveLength(1200);
});

test('one that was not signed is dropped before anything is made of it, be it a good one or none at all', async () => {
	const other = Buffer.from(manifest);
	other.write('m', 5);
	await expect(load(other)).resolves.toBeDefined();
	await expect(load(other, sha256(manifest))).rejects.toMatchObject({code: 'tampered'});
	await expect(load(Buffer.alloc(manifest.length), sha256(manifest))).rejects.toMatchObject({code: 'tampered'});
	await expect(load(Buffer.alloc(manifest.length))).rejects.toMatchObject({code: 'limit'});
});

test('one that is cut off is an error of the disk', async () => {
	await expect(load(manifest.subarray(0, -1))).rejects.toMatchObject({code: 'disk-error'});
});
