import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {keepBoth, type IfExists} from '../../source/files/choice.ts';
import {realDisk, type Disk} from '../../source/files/disk.ts';
import {openStaging} from '../../source/files/open-staging.ts';
import type {StagedSegment, Staging, StagingOptions} from '../../source/files/staging.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {encodeManifestEntry, type ManifestEntry} from '../../source/protocol/manifest.ts';
import {encodeTrailer, type Trailer} from '../../source/protocol/trailer.ts';

export const transfer = '00112233445566778899aabbccddeeff';
export const recipientShortId = 'abcdefgh';
/** The modification time of every entry: 2001-09-09. */
export const modifiedMs = 1_000_000_000_000;

/** A whole transfer in memory. */
export type Body = {
	readonly entries: readonly ManifestEntry[];
	readonly manifestBytes: number;
	readonly bytes: number;
	readonly files: number;
	readonly trailer: Buffer;
	readonly segments: readonly StagedSegment[];
};

/** What stands in for a file: its path and content; undefined makes a folder. */
export type Item = readonly [path: readonly string[], content: Uint8Array | undefined, isExecutable?: boolean];

export function sha256(...parts: readonly Uint8Array[]): Buffer {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(part);
	return hash.digest();
}

/** In place of FLOE: a tag over everything that FLOE's tag covers. */
export function floeTag(number: number, iv: Uint8Array, isLast: boolean, parts: readonly Uint8Array[]): Buffer {
	return sha256(Buffer.from(`${number} ${isLast}`), iv, ...parts).subarray(0, 16);
}

/** Content that differs from byte to byte and from name to name. */
export function content(bytes: number, seed = 1): Buffer {
	const buffer = Buffer.alloc(bytes);
	for (let index = 0; index < bytes; index++) buffer[index] = (index * 7 + (index >> 8) * 13 + seed * 31) & 0xff;
	return buffer;
}

/** Cuts items into segments as a sender does; each segment comes in three parts. */
export function makeBody(items: readonly Item[], failed: Trailer['failed'] = []): Body {
	const entries = items.map(([path, content, isExecutable = false]): ManifestEntry => ({
		path,
		kind: content ? 'file' : 'folder',
		bytes: content?.length ?? 0,
		modifiedMs,
		isExecutable,
	}));
	const manifest = Buffer.from(entries.map((entry) => encodeManifestEntry(entry)).join(''));
	const trailer = Buffer.from(encodeTrailer({failed}));
	const plaintext = Buffer.concat([manifest, ...items.map(([, content]) => content ?? Buffer.alloc(0)), trailer]);
	return {
		entries,
		manifestBytes: manifest.length,
		bytes: plaintext.length - manifest.length - trailer.length,
		files: entries.length,
		trailer,
		segments: makeSegments(plaintext),
	};
}

export async function open(downloads: string, body: Body, options: Partial<StagingOptions> = {}): Promise<Staging> {
	return openStaging({
		downloads,
		transfer,
		recipientShortId,
		manifestBytes: body.manifestBytes,
		bytes: body.bytes,
		files: body.files,
		floeTag,
		hash: sha256,
		...options,
	});
}

export async function writeAllSegments(staging: Staging, body: Body): Promise<void> {
	for (const segment of body.segments) await staging.write(segment);
}

/** Receives a whole body and publishes it. */
export async function receive(
	downloads: string,
	body: Body,
	ifExists: IfExists = 'rename',
	disk: Disk = realDisk,
): ReturnType<Staging['publish']> {
	const staging = await open(downloads, body, {disk, rule: {...keepBoth, ifExists}});
	await writeAllSegments(staging, body);
	return staging.publish({});
}

export function stagingPath(downloads: string): string {
	return path.join(downloads, '.ft-partial', `${transfer}-${recipientShortId}`);
}

/** Every file below a folder with its content, folders as undefined; staging is left out. */
export function listTree(folder: string): Map<string, string | undefined> {
	const found = new Map<string, string | undefined>();
	for (const entry of fs.readdirSync(folder, {withFileTypes: true, recursive: true})) {
		const full = path.join(entry.parentPath, entry.name);
		const relative = path.relative(folder, full);
		if (relative.startsWith('.ft-partial')) continue;
		found.set(relative, entry.isFile() ? fs.readFileSync(full, 'latin1') : undefined);
	}
	return found;
}

const syncNothing = ((_descriptor: number, done: (error: null) => void) => {
	setImmediate(done, null);
}) as unknown as Disk['fsync'];
/** The machine's disk, but nothing is synced: for hundreds of transfers where that makes no difference. */
export const unsyncedDisk: Disk = {...realDisk, fsync: syncNothing, fdatasync: syncNothing};

/** A disk on which `fails` decides before each call: what it returns is thrown. */
export function faultyDisk(
	fails: (name: keyof Disk, callArguments: readonly unknown[]) => Error | undefined,
	disk: Disk = realDisk,
): Disk {
	return new Proxy(disk, {
		get(target, name: keyof Disk) {
			const call = target[name] as (...callArguments: unknown[]) => unknown;
			return (...callArguments: unknown[]) => {
				const error = fails(name, callArguments);
				if (error) throw error;
				return call(...callArguments);
			};
		},
	});
}

export function systemError(code: string): Error {
	return Object.assign(new Error(`${code}: injected`), {code});
}

/** Cut into segments as a sender does it, whose tags are right. */
export function makeSegments(plaintext: Buffer): StagedSegment[] {
	const count = Math.ceil(plaintext.length / plainSegmentBytes);
	return Array.from({length: count}, (_, number) => {
		const bytes = plaintext.subarray(number * plainSegmentBytes, (number + 1) * plainSegmentBytes);
		const isLast = number === count - 1;
		const iv = sha256(Buffer.from(`iv ${number}`)).subarray(0, 12);
		const third = Math.ceil(bytes.length / 3);
		const parts = [0, 1, 2].map((part) => bytes.subarray(part * third, (part + 1) * third));
		return {number, parts, bytes: bytes.length, iv, tag: floeTag(number, iv, isLast, [bytes]), isLast};
	});
}
