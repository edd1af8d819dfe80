import * as v from 'valibot';
import * as f from './fields.ts';
import {maxInvitations, maxOperatorRows, maxPathBytes, maxRequests, maxTextBytes} from './limits.ts';

/*
 * What is said on the operator's socket: `operator` asks, `desk` (the hub, to its operator) answers. Both run as one login on one
 * machine; they are validated all the same.
 */

const text = (maxBytes: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxBytes(maxBytes));
/** A name, an id or a short id, as it was typed. */
const who = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
/** The first digits of an id, as far as they were typed. */
const idStart = v.pipe(v.string(), v.regex(/^[0-9a-f]{1,32}$/));
const request = f.countField;
const rows = <Row extends v.GenericSchema>(row: Row, max: number): v.GenericSchema<Array<v.InferOutput<Row>>> =>
	v.pipe(v.array(row), v.maxLength(max));
const somebody = {id: f.identityIdField, name: f.nameField};

const ping = v.object({type: v.literal('ping'), sent: f.countField});
const pong = v.object({type: v.literal('pong'), sent: f.countField});
const bye = v.object({
	type: v.literal('bye'),
	code: v.optional(f.errorCodeField),
	message: v.optional(f.textField),
});
const aboutSomebody = <Type extends string>(type: Type) => v.object({type: v.literal(type), request, who});
const plain = <Type extends string>(type: Type) => v.object({type: v.literal(type), request});

/** Operator to hub. */
export const operatorSchemas = {
	status: plain('status'),
	notice: v.object({type: v.literal('notice'), request, text: f.textField}),
	invite: v.object({
		type: v.literal('invite'),
		request,
		name: v.optional(f.nameField),
		uses: f.countField,
		ttl: f.countField,
	}),
	withdraw: v.object({type: v.literal('withdraw'), request, invitation: idStart}),
	approve: aboutSomebody('approve'),
	deny: aboutSomebody('deny'),
	kick: aboutSomebody('kick'),
	/** Ends one connection. */
	'kick-session': v.object({type: v.literal('kick-session'), request, session: f.idField}),
	ban: aboutSomebody('ban'),
	unban: aboutSomebody('unban'),
	release: aboutSomebody('release'),
	cancel: v.object({type: v.literal('cancel'), request, transfer: idStart}),
	/** Deletes what is kept of a transfer. */
	'delete-kept': v.object({type: v.literal('delete-kept'), request, transfer: idStart}),
	clear: plain('clear'),
	intake: v.object({type: v.literal('intake'), request, on: v.boolean()}),
	limit: v.object({type: v.literal('limit'), request, bytesPerSecond: v.optional(f.countField)}),
	'new-code': plain('new-code'),
	stop: plain('stop'),
	ping,
	pong,
	bye,
};

const connection = v.object({
	...somebody,
	session: f.idField,
	address: text(64),
	since: f.timeField,
	roundTrip: v.optional(f.countField),
	bytesIn: f.countField,
	bytesOut: f.countField,
	running: f.countField,
});
const transfer = v.object({
	transfer: f.idField,
	/** A name, or what the hub knows of a folder of its own: `shared: photos/`. */
	from: text(1024),
	to: text(1024),
	files: f.countField,
	bytes: f.countField,
	total: f.countField,
	state: text(32),
	reason: text(1024),
	bytesPerSecond: f.countField,
});

const kept = v.object({
	transfer: f.idField,
	id: f.identityIdField,
	from: f.nameField,
	for: text(256),
	bytes: f.countField,
	total: f.countField,
	age: f.countField,
	until: f.timeField,
});

/** Hub to operator. */
export const deskSchemas = {
	status: v.object({
		type: v.literal('status'),
		request,
		title: text(maxTextBytes),
		dir: text(maxPathBytes),
		addresses: rows(text(64), maxOperatorRows),
		port: f.countField,
		fingerprint: text(128),
		mode: v.picklist(['code', 'open', 'approve']),
		started: f.timeField,
		users: f.countField,
		online: f.countField,
		/** Users of whom a process is connected; `online` are those of them that take offers. */
		connected: v.optional(f.countField),
		bytesPerSecond: f.countField,
		relayed: f.countField,
		free: v.optional(f.countField),
		intake: v.boolean(),
		limit: v.optional(f.countField),
		notice: v.optional(v.object({id: f.idField, time: f.timeField, text: text(maxTextBytes)})),
		/** Sealed bytes that are kept in all, and the oldest of them. */
		keptBytes: f.countField,
		kept: rows(kept, maxOperatorRows),
		/** Of these five the newest. */
		connections: rows(connection, maxOperatorRows),
		transfers: rows(transfer, maxOperatorRows),
		requests: rows(v.object({...somebody, address: text(64), time: f.timeField}), maxRequests),
		bans: rows(v.object({...somebody, since: f.timeField}), maxOperatorRows),
		invitations: rows(
			v.object({id: f.idField, name: v.optional(f.nameField), uses: f.countField, until: f.timeField}),
			maxInvitations,
		),
	}),
	/** It is done, to whom. */
	done: v.object({type: v.literal('done'), request, user: v.optional(v.object(somebody))}),
	invited: v.object({
		type: v.literal('invited'),
		request,
		link: text(maxTextBytes),
		code: text(64),
		until: f.timeField,
	}),
	code: v.object({type: v.literal('code'), request, code: text(64)}),
	refuse: v.object({type: v.literal('refuse'), request, code: f.errorCodeField, message: f.textField}),
	ping,
	pong,
	bye,
};
