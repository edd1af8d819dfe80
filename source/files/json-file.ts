import path from 'node:path';
import * as v from 'valibot';
import {FtError} from '../protocol/errors.ts';
import {changePrivate, makePrivateFolder, readPrivate} from './private-file.ts';

/** One JSON value in a private file, checked against a schema whenever it is read or written. */
export type JsonFile<Value> = {
	/** The value, or the empty one when there is no file. Throws FtError `disk-error`, naming the file, when it is broken: it is never replaced silently. */
	read(warn?: (text: string) => void): Promise<Value>;
	/** Reads, changes and writes as one step, also against other processes; the folder is made when missing. Throws like `read`; a broken file stays as it is. */
	change(change: (value: Value) => Value): Promise<void>;
};

/** Binds a path to a schema. `empty` stands for a file that is not there. */
export function jsonFile<Schema extends v.GenericSchema>(
	file: string,
	schema: Schema,
	empty: v.InferOutput<Schema>,
): JsonFile<v.InferOutput<Schema>> {
	const parse = (text: string | undefined): v.InferOutput<Schema> =>
		text === undefined ? empty : parseFile(file, schema, text);
	return {
		async read(warn) {
			return parse(await readPrivate(file, warn));
		},
		async change(change) {
			makePrivateFolder(path.dirname(file));
			await changePrivate(file, (text) => `${JSON.stringify(v.parse(schema, change(parse(text))), undefined, '\t')}\n`);
		},
	};
}

function parseFile<Schema extends v.GenericSchema>(file: string, schema: Schema, text: string): v.InferOutput<Schema> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw new FtError('disk-error', `cannot use ${file}: it is no JSON. Repair it, or move it away`, {cause: error});
	}
	const result = v.safeParse(schema, value, {abortEarly: true});
	if (result.success) return result.output;
	const field = v.getDotPath(result.issues[0]) ?? '(the whole)';
	throw new FtError('disk-error', `cannot use ${file}: its field ${field} is wrong. Repair it, or move it away`);
}
