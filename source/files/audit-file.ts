import fs from 'node:fs/promises';
import {toSafeJson} from '../base/safe-json.ts';
import {systemCode, toDiskError} from './disk-error.ts';

/** Rotated at this size, and so many older files are kept: 60 MiB at most. */
const maxFileBytes = 10 * 1024 * 1024;
const keptFiles = 5;
/** Records that may wait for the disk; what comes beyond is counted, not kept. */
const maxQueued = 10_000;

/** The hub's record of who did what: one JSON object a line, in order, 0600. */
export type AuditFile = {
	/** Appends a record with its `time` (ISO 8601). Never throws and never waits. */
	write(record: Readonly<Record<string, unknown>>): void;
	/** Resolves when all that was written is on the file. Idempotent, never rejects. */
	close(): Promise<void>;
};

/** Appends to `file`; when it is full it becomes `<file>.1`, that one `<file>.2`, up to `.5`. `nowMs` is wall time; `onError` hears of a disk that fails, and the hub goes on. */
export function openAuditFile(
	file: string,
	options: {readonly nowMs: () => number; readonly onError: (error: Error) => void; readonly maxBytes?: number},
): AuditFile {
	const {nowMs, onError, maxBytes = maxFileBytes} = options;
	let queue: string[] = [];
	let dropped = 0;
	let fileBytes: number | undefined;
	let draining: Promise<void> | undefined;
	let isClosed = false;

	const append = async (lines: readonly string[]): Promise<void> => {
		fileBytes ??= await sizeOf(file);
		let batch = '';
		let batchBytes = 0;
		for (const line of lines) {
			const lineBytes = Buffer.byteLength(line);
			if (fileBytes + batchBytes + lineBytes > maxBytes && fileBytes + batchBytes > 0) {
				if (batch !== '') await fs.appendFile(file, batch, {mode: 0o600});
				await rotate(file);
				[batch, batchBytes, fileBytes] = ['', 0, 0];
			}
			batch += line;
			batchBytes += lineBytes;
		}
		await fs.appendFile(file, batch, {mode: 0o600});
		fileBytes += batchBytes;
	};
	const drain = async (): Promise<void> => {
		while (queue.length > 0) {
			const lines = queue;
			queue = [];
			if (dropped > 0) lines.push(toLine({type: 'audit-dropped', records: dropped}, nowMs()));
			dropped = 0;
			try {
				await append(lines);
			} catch (error) {
				fileBytes = undefined;
				onError(toDiskError(`write ${file}`, error));
			}
		}
		draining = undefined;
	};
	return {
		write(record) {
			if (isClosed) return;
			if (queue.length >= maxQueued) {
				dropped++;
				return;
			}
			queue.push(toLine(record, nowMs()));
			draining ??= drain();
		},
		async close() {
			isClosed = true;
			await draining;
		},
	};
}

function toLine(record: Readonly<Record<string, unknown>>, timeMs: number): string {
	return `${toSafeJson({time: new Date(timeMs).toISOString(), ...record})}\n`;
}

async function sizeOf(file: string): Promise<number> {
	try {
		return (await fs.stat(file)).size;
	} catch (error) {
		if (systemCode(error) === 'ENOENT') return 0;
		throw error;
	}
}

async function rotate(file: string): Promise<void> {
	for (let number = keptFiles; number >= 1; number--) {
		const older = `${file}.${number}`;
		try {
			await fs.rename(number === 1 ? file : `${file}.${number - 1}`, older);
		} catch (error) {
			if (systemCode(error) !== 'ENOENT') throw error;
		}
	}
}
