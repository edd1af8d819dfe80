import {isUtf8} from 'node:buffer';
import fs from 'node:fs';

/** The names in a folder, sorted by code units, the same on every system. Those that are not UTF-8 are apart, with `\xNN` for the bytes that are not ASCII: Node cannot name such a file by a string. */
export function readNames(folder: string): {names: string[]; unreadable: string[]} | Error {
	try {
		const names = fs.readdirSync(folder);
		// Bytes that are no UTF-8 come as U+FFFD; so does a U+FFFD that is really there.
		if (!names.some((name) => name.includes('\uFFFD'))) return {names: names.sort(), unreadable: []};
		const raw = fs.readdirSync(folder, {encoding: 'buffer'});
		return {
			names: raw
				.filter((name) => isUtf8(name))
				.map((name) => name.toString())
				.sort(),
			unreadable: raw
				.filter((name) => !isUtf8(name))
				.map(escape)
				.sort(),
		};
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

function escape(name: Buffer): string {
	return name.toString('latin1').replaceAll(/[\u0080-\u00ff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}
