import path from 'node:path';
import * as v from 'valibot';
import {errorCodeField, identityIdField, countField} from '../protocol/fields.ts';
import {appendRecord, readRecords} from './record-lines.ts';

const end = v.variant('phase', [
	v.object({phase: v.literal('delivered'), failedFiles: countField, leftFiles: countField}),
	v.object({phase: v.literal('declined'), reason: v.string()}),
	v.object({phase: v.literal('cancelled')}),
	v.object({phase: v.literal('failed'), code: errorCodeField, reason: v.string()}),
]);
/** How one recipient's leg of a send ended. */
export type LegEnd = v.InferOutput<typeof end>;

const record = v.pipe(v.string(), v.parseJson(), v.object({user: identityIdField, end}));

/** The name of the file in an outbox. */
export const legEndsName = 'ends';

/** Remembers in an outbox how the leg of this identity ended, while others go on. Throws FtError `disk-error`, `disk-full`. */
export function appendLegEnd(folder: string, user: string, ended: LegEnd): void {
	appendRecord(path.join(folder, legEndsName), JSON.stringify({user, end: ended}));
}

/** By identity id; the last word counts. */
export function readLegEnds(folder: string): ReadonlyMap<string, LegEnd> {
	const records = readRecords(path.join(folder, legEndsName), (line) => v.parse(record, line));
	return new Map(records.map(({user, end: ended}) => [user, ended]));
}
