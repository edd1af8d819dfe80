import fs from 'node:fs';
import {DatabaseSync} from 'node:sqlite';
import {systemCode, toDiskError} from './disk-error.ts';
import {openFlags} from './disk.ts';

/** `SQLITE_BUSY`: somebody else holds it. */
const busy = 5;

/** A lock of this process. The kernel frees it when the process ends, however it ends. */
export type Lock = Disposable & {
	/** Idempotent. The file stays: removing it while another waits for it would let two hold it. */
	release(): void;
};

/**
 * Takes the lock on a small file (made when missing, 0600); undefined when another process, or this one, holds it.
 * Waits up to `waitMs`, and the event loop with it. Throws FtError `disk-error` when the file cannot be made or locked.
 * An exclusive SQLite transaction: the one advisory lock that Node offers, freed by the kernel also after SIGKILL.
 */
export function takeLock(file: string, waitMs = 0): Lock | undefined {
	let database: DatabaseSync | undefined;
	try {
		makeFile(file);
		// SQLite goes by names where we may hold the folder: what it finds there it may lock, but never make.
		database = new DatabaseSync(`file:${file.replaceAll(/[%?#]/g, encodeURIComponent)}?mode=rw`, {timeout: waitMs});
		// Nothing is ever written through it, so no journal needs to lie beside it.
		database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
		writeHolder(holderFile(file));
	} catch (error) {
		database?.close();
		if (error instanceof Error && 'errcode' in error && error.errcode === busy) return undefined;
		throw toDiskError(`lock ${file}`, error);
	}
	const held = database;
	const release = (): void => {
		if (!held.isOpen) return;
		fs.rmSync(holderFile(file), {force: true});
		held.close();
	};
	return {release, [Symbol.dispose]: release};
}

/** The process id that took the lock last, for `a hub already runs in this folder (pid 812)`; undefined when unknown. Only meaningful after `takeLock` gave nothing. */
export function lockHolder(file: string): number | undefined {
	try {
		const pid = Number.parseInt(fs.readFileSync(holderFile(file), 'utf8'), 10);
		return Number.isSafeInteger(pid) ? pid : undefined;
	} catch {
		return undefined;
	}
}

function holderFile(file: string): string {
	return `${file}.pid`;
}

function writeHolder(file: string): void {
	const descriptor = fs.openSync(file, openFlags.write | fs.constants.O_TRUNC, 0o600);
	try {
		fs.writeFileSync(descriptor, String(process.pid));
	} finally {
		fs.closeSync(descriptor);
	}
}

/** SQLite would make it readable for all. An existing one is not opened: closing any descriptor of it would drop a lock of ours. */
function makeFile(file: string): void {
	try {
		fs.closeSync(fs.openSync(file, 'wx', 0o600));
	} catch (error) {
		if (systemCode(error) !== 'EEXIST') throw error;
	}
}
