import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import {FtError} from '../protocol/errors.ts';
import {bytesField, countField, idField, identityIdField, timeField} from '../protocol/fields.ts';
import {maxSummaryBytes} from '../protocol/limits.ts';
import {isTransferId} from '../protocol/ids.ts';
import {spaceNames} from '../protocol/space-path.ts';
import {encodeTrailer, parseTrailer} from '../protocol/trailer.ts';
import type {FailedEntry} from './content-reader.ts';
import {systemCode, toDiskError} from './disk-error.ts';
import {legEndsName} from './leg-ends.ts';
import {lockHolder, takeLock, type Lock} from './lock.ts';
import {readPrivate, writePrivate} from './private-file.ts';
import {appendRecord, readRecords} from './record-lines.ts';

const schema = v.object({
	transfer: idField,
	/** The transfer key, base64: this file is as secret as the files. */
	key: bytesField(32, 32),
	/** FLOE header of the body. */
	header: bytesField(74, 74),
	/** The sealed summary of the offer, as it was made: a repeated offer is the same to the letter. */
	summary: bytesField(16, maxSummaryBytes + 64),
	hubId: identityIdField,
	/** Identity ids. */
	recipients: v.array(identityIdField),
	/** It was made for two or more of them, whatever became of them since: the offer says so, and the trailer is signed. */
	several: v.optional(v.literal(true)),
	/** As given, made absolute. */
	paths: v.array(v.string()),
	/** What was left out; nothing of the kind in outboxes of earlier versions. */
	filter: v.optional(v.object({exclude: v.pipe(v.array(v.string()), v.readonly()), gitignore: v.boolean()})),
	/** For a folder of the hub: where to, and what becomes of names that are taken. */
	into: v.optional(
		v.object({
			space: v.picklist(spaceNames),
			folder: v.pipe(v.array(v.string()), v.readonly()),
			ifExists: v.picklist(['rename', 'skip', 'overwrite']),
			quick: v.optional(v.boolean()),
		}),
	),
	/** To be kept on the hub at once. */
	store: v.optional(v.literal(true)),
	/** At the hub: of which of its folders, and what was asked for with all bytes in each. */
	fetched: v.optional(
		v.object({space: v.picklist(spaceNames), tops: v.array(v.object({path: v.string(), bytes: countField}))}),
	),
	title: v.string(),
	note: v.string(),
	manifestBytes: countField,
	contentBytes: countField,
	/** Files, and files and folders together. */
	files: countField,
	entries: countField,
	timeMs: timeField,
});
/** What a sender keeps of a transfer until it is delivered. Only `key` is a secret. */
export type OutboxMeta = v.InferOutput<typeof schema>;

/** Every file an outbox may hold besides its lock; `meta.json` comes last when it is made and goes first when it is removed. */
const fileNames = ['meta.json', 'manifest', 'sources', 'failed', 'hashes', legEndsName, 'trailer'] as const;
const temporaryName = /^(?:meta\.json|trailer)\.[0-9a-f-]{36}\.tmp$/;

/** Takes the outbox's lock. Throws FtError `in-use` naming the process that has it. */
export function lockOutbox(folder: string): Lock {
	const lock = takeLock(path.join(folder, 'lock'));
	if (lock) return lock;
	const pid = lockHolder(path.join(folder, 'lock'));
	throw new FtError(
		'in-use',
		`another ft${pid === undefined ? '' : ` (pid ${pid})`} is sending this already. Let it go on, or end it`,
	);
}

/** Undefined when the outbox was never finished, or is gone. Throws FtError `disk-error` when it is damaged. */
export async function readMeta(folder: string): Promise<OutboxMeta | undefined> {
	const file = path.join(folder, 'meta.json');
	const text = await readPrivate(file);
	if (text === undefined) return undefined;
	const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text, {abortEarly: true});
	if (result.success) return result.output;
	throw new FtError('disk-error', `cannot use ${file}: it is damaged. Remove its folder and send anew`);
}

/** Makes the outbox exist. */
export async function writeMeta(folder: string, meta: OutboxMeta): Promise<void> {
	await writePrivate(path.join(folder, 'meta.json'), JSON.stringify(v.parse(schema, meta)));
}

/** Appends what failed; on the disk when it returns. */
export function appendFailed(folder: string, failed: readonly FailedEntry[]): void {
	appendRecord(path.join(folder, 'failed'), Buffer.from(encodeTrailer({failed})).toString());
}

/** What was appended. A record that was cut off is passed over: the segment it belongs to was never sent. */
export function readFailed(folder: string): FailedEntry[] {
	return readRecords(path.join(folder, 'failed'), (line) => parseTrailer(Buffer.from(line)).failed).flat();
}

/** The recorded trailer. */
export function readTrailer(folder: string): Uint8Array | undefined {
	return readIfThere(path.join(folder, 'trailer'));
}

/** Removes the outbox's files, then lets go of the lock, then the folder if nothing else is in it. Throws FtError `disk-error`. */
export function removeOutbox(folder: string, lock: Lock): void {
	try {
		const left = fs.readdirSync(folder).filter((name) => temporaryName.test(name));
		for (const name of [...fileNames, ...left]) fs.rmSync(path.join(folder, name), {force: true});
		lock.release();
		for (const name of ['lock', 'lock.pid']) fs.rmSync(path.join(folder, name), {force: true});
		if (fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
	} catch (error) {
		lock.release();
		if (systemCode(error) !== 'ENOENT') throw toDiskError(`remove ${folder}`, error);
	}
}

/** Removes what a process left that ended while it made an outbox; one that is still being made is locked and stays. */
export function sweepOutbox(folder: string): void {
	const lock = takeLock(path.join(folder, 'lock'));
	if (lock) removeOutbox(folder, lock);
}

/** The folders below `root` that may be outboxes: named by a transfer id. */
export function outboxFolders(root: string): string[] {
	try {
		const names = fs.readdirSync(root).filter((name) => isTransferId(name));
		return names.map((name) => path.join(root, name));
	} catch (error) {
		if (systemCode(error) === 'ENOENT') return [];
		throw toDiskError(`read the folder ${root}`, error);
	}
}

function readIfThere(file: string): Buffer | undefined {
	try {
		return fs.readFileSync(file);
	} catch (error) {
		if (systemCode(error) === 'ENOENT') return undefined;
		throw toDiskError(`read ${file}`, error);
	}
}
