import fs from 'node:fs';
import {systemCode, toDiskError} from './disk-error.ts';

/*
 * Files that only grow, by one record of text at a time, 0600. A record stands between line feeds of its own, so one that was cut
 * off spoils no other.
 */

/** Appends a record without line feeds; on the disk when it returns. Throws FtError `disk-error`, `disk-full`. */
export function appendRecord(file: string, record: string): void {
	try {
		const descriptor = fs.openSync(file, 'a', 0o600);
		try {
			fs.writeFileSync(descriptor, `\n${record}\n`);
			fs.fsyncSync(descriptor);
		} finally {
			fs.closeSync(descriptor);
		}
	} catch (error) {
		throw toDiskError(`write ${file}`, error);
	}
}

/** The records of a file, whole or cut off; none when there is no file. Those that `parse` throws at are passed over. Throws FtError `disk-error`. */
export function readRecords<Value>(file: string, parse: (record: string) => Value): Value[] {
	let text: string;
	try {
		text = fs.readFileSync(file, 'utf8');
	} catch (error) {
		if (systemCode(error) === 'ENOENT') return [];
		throw toDiskError(`read ${file}`, error);
	}
	return text.split('\n').flatMap((record) => {
		try {
			return record === '' ? [] : [parse(record)];
		} catch {
			return [];
		}
	});
}
