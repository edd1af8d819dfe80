import fs from 'node:fs';
import {DatabaseSync} from 'node:sqlite';
import {FtError} from '../protocol/errors.ts';
import {systemCode, toDiskError} from './disk-error.ts';

/** How long a process waits while another one of the same name writes. */
const busyMs = 5000;

/**
 * Opens a small SQLite database for several processes at once (WAL, 0600) and creates what `schema` says is missing.
 * `version` is kept in it: a database of a later version is refused, not guessed at. Throws FtError `disk-error`.
 */
export function openDatabase(file: string, version: number, schema: string): DatabaseSync {
	let database: DatabaseSync | undefined;
	try {
		if (file !== ':memory:') makeFile(file);
		database = new DatabaseSync(file, {timeout: busyMs});
		database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
		const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
		if (found > version) {
			throw new FtError(
				'disk-error',
				`cannot use ${file}: a later version of ft wrote it (${found}, this one knows ${version}). Update ft`,
			);
		}
		database.exec(`BEGIN IMMEDIATE; ${schema}; PRAGMA user_version = ${version}; COMMIT`);
		return database;
	} catch (error) {
		database?.close();
		throw toDiskError(`open the database ${file}`, error);
	}
}

/** A cell that the schema says is text. */
export function textOf(cell: unknown): string {
	return typeof cell === 'string' ? cell : '';
}

/** The file's mode is that of its WAL too. */
function makeFile(file: string): void {
	try {
		fs.closeSync(fs.openSync(file, 'wx', 0o600));
	} catch (error) {
		if (systemCode(error) !== 'EEXIST') throw error;
	}
}
