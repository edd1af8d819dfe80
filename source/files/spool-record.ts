import * as v from 'valibot';
import * as f from '../protocol/fields.ts';
import {clientSchemas, legStates} from '../protocol/messages.ts';

const {type: _receiptType, ...receiptFields} = clientSchemas.receipt.entries;

/** One recipient of a kept transfer: its copy of the offer, and how its leg stands. */
export const spoolLegSchema = v.object({
	id: f.identityIdField,
	name: f.nameField,
	...f.offerCopy,
	state: v.picklist(legStates),
	reason: f.textField,
	pausedBy: v.optional(v.picklist(['sender', 'recipient'])),
	code: v.optional(f.errorCodeField),
	/** The sender has been told of the end. */
	isEndTold: v.boolean(),
	bytes: f.countField,
	files: f.countField,
	/** Until the sender has seen it. */
	receipt: v.optional(v.object(receiptFields)),
});
export type SpoolLeg = v.InferOutput<typeof spoolLegSchema>;

/** All that a hub must know of a kept transfer to go on with it after a restart. */
export const spoolRecordSchema = v.object({
	common: v.object({...f.offerCommon, store: v.optional(v.literal(true))}),
	sender: v.object({id: f.identityIdField, name: f.nameField}),
	/** How long it has been kept, and the wall time of the last look at that. */
	ageMs: f.countField,
	lookedMs: f.timeField,
	legs: v.array(spoolLegSchema),
});
export type SpoolRecord = v.InferOutput<typeof spoolRecordSchema>;

/** As the text of a file. */
export function encodeSpoolRecord(record: SpoolRecord): Uint8Array {
	return new TextEncoder().encode(JSON.stringify(record));
}

/** What a file holds; undefined for what is no record. */
export function parseSpoolRecord(bytes: Uint8Array): SpoolRecord | undefined {
	try {
		const result = v.safeParse(spoolRecordSchema, JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes)));
		return result.success ? result.output : undefined;
	} catch {
		return undefined;
	}
}
