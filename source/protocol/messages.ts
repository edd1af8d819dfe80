import * as v from 'valibot';
import * as f from './fields.ts';
import {FtError} from './errors.ts';
import {maxKeysPerFrame, maxPageEntries, maxRecipientsPerFrame, maxSayCopies, maxSealedTextBytes} from './limits.ts';
import {deskSchemas, operatorSchemas} from './operator-messages.ts';
import {spaceAnswerSchemas, spaceRequestSchemas} from './space-messages.ts';

/*
 * Every message there is: PROTOCOL.md says in words what each is for. A message is an object whose `type` is the key here.
 * Both sides validate what comes and what they send. An unknown type or field within one major version is ignored and counted.
 */

const request = v.optional(f.countField);
const user = v.object({
	id: f.identityIdField,
	name: f.nameField,
	online: v.boolean(),
	/** Since when the hub has known this identity under this name. */
	since: f.timeField,
	/** When the operator took this name from another identity and freed it for this one. */
	released: v.optional(f.timeField),
});
/** What the hub can know of one recipient's leg. The words scripts read as `state`. */
export const legStates = [
	'waiting',
	'accepted',
	'running',
	'paused',
	/** All of it is on the hub, and nobody is there to collect it now. */
	'stored',
	'delivered',
	'declined',
	'cancelled',
	'failed',
	'expired',
	'taken',
	'withdrawn',
] as const;
export type LegState = (typeof legStates)[number];
export const pauseReasons = ['you', 'peer', 'disk-full', 'offline', 'limit'] as const;
export type PauseReason = (typeof pauseReasons)[number];

const ping = v.object({type: v.literal('ping'), sent: f.countField});
const pong = v.object({type: v.literal('pong'), sent: f.countField});
const bye = v.object({type: v.literal('bye'), code: v.optional(f.errorCodeField), message: v.optional(f.textField)});
const reason = v.optional(f.textField);

/** A copy for each recipient: five hundred for one would be a flood that the hub multiplies. */
function areForOneEach(copies: ReadonlyArray<{readonly to: string}>): boolean {
	return new Set(copies.map(({to}) => to)).size === copies.length;
}

/** Client to hub. */
export const clientSchemas = {
	/** The join proof, before `hello`: HMAC over scrypt(code) and the TLS exporter. */
	join: v.object({type: v.literal('join'), proof: f.proofField}),
	hello: v.object({
		type: v.literal('hello'),
		version: f.countField,
		capabilities: f.capabilitiesField,
		session: f.idField,
		takesOffers: v.boolean(),
		name: f.nameField,
		statement: f.statementField,
	}),
	keys: v.object({
		type: v.literal('keys'),
		request: f.countField,
		users: v.pipe(v.array(f.identityIdField), v.minLength(1), v.maxLength(maxKeysPerFrame)),
	}),
	offers: v.object({type: v.literal('offers'), request: f.countField}),
	offer: v.object({
		type: v.literal('offer'),
		...f.offerCommon,
		copies: v.pipe(
			v.array(v.object({to: f.identityIdField, ...f.offerCopy})),
			v.minLength(1),
			v.maxLength(maxRecipientsPerFrame),
			v.check((copies) => areForOneEach(copies)),
		),
		/** The one recipient is the hub. */
		into: v.optional(f.intoField),
		/** Keep it on the hub at once, whoever is online. */
		store: v.optional(v.literal(true)),
	}),
	/** Asks the hub to offer what is in a folder of its own, under this id. */
	fetch: v.object({type: v.literal('fetch'), transfer: f.idField, ...f.fetched}),
	answer: v.variant('accept', [
		v.object({type: v.literal('answer'), transfer: f.idField, accept: v.literal(true), ranges: f.rangesField}),
		v.object({type: v.literal('answer'), transfer: f.idField, accept: v.literal(false), reason}),
	]),
	progress: v.object({
		type: v.literal('progress'),
		transfer: f.idField,
		attempt: f.countField,
		/** Segments of this attempt verified and written: opens the sender's window. */
		segments: f.countField,
		/** Content bytes verified and written in all, over every attempt: what people see. */
		bytes: f.countField,
		files: f.countField,
	}),
	receipt: v.object({
		type: v.literal('receipt'),
		transfer: f.idField,
		bytes: f.countField,
		/** SHA-256 of the trailer's plaintext. */
		trailer: f.bytesField(32, 32),
		time: f.timeField,
		...f.notReceived,
		signature: f.signatureField,
	}),
	'receipt-seen': v.object({type: v.literal('receipt-seen'), transfer: f.idField, user: f.identityIdField}),
	/** The same of an end without a receipt. */
	'end-seen': v.object({type: v.literal('end-seen'), transfer: f.idField, user: f.identityIdField}),
	cancel: v.object({type: v.literal('cancel'), transfer: f.idField, reason}),
	pause: v.object({type: v.literal('pause'), transfer: f.idField, reason: v.picklist(pauseReasons)}),
	resume: v.object({type: v.literal('resume'), transfer: f.idField}),
	overtake: v.object({type: v.literal('overtake'), transfer: f.idField, other: f.idField}),
	/** This end gave up: tampered, source changed, disk. The other end is told. */
	fail: v.object({type: v.literal('fail'), transfer: f.idField, code: f.errorCodeField, reason}),
	say: v.object({
		type: v.literal('say'),
		request: f.countField,
		time: f.timeField,
		copies: v.pipe(
			v.array(
				v.object({to: f.identityIdField, sealed: f.bytesField(32, maxSealedTextBytes), signature: f.signatureField}),
			),
			v.minLength(1),
			v.maxLength(maxSayCopies),
			v.check((copies) => areForOneEach(copies)),
		),
	}),
	...spaceRequestSchemas,
	ping,
	pong,
	bye,
};

const named = {from: f.identityIdField};

/** Hub to client. */
export const hubSchemas = {
	welcome: v.object({
		type: v.literal('welcome'),
		version: f.countField,
		capabilities: f.capabilitiesField,
		title: f.hubTitleField,
		you: user,
		/** The hub's half of the join proof, when the client sent one. */
		proof: v.optional(f.proofField),
	}),
	/** A refusal: of admission (no `request`, no `transfer`), of a request, or of what was asked for a transfer. */
	refuse: v.object({
		type: v.literal('refuse'),
		request,
		transfer: v.optional(f.idField),
		code: f.errorCodeField,
		message: f.textField,
	}),
	roster: v.object({
		type: v.literal('roster'),
		users: v.pipe(v.array(user), v.maxLength(maxPageEntries)),
		more: v.boolean(),
	}),
	presence: v.object({type: v.literal('presence'), user}),
	keys: v.object({
		type: v.literal('keys'),
		request: f.countField,
		statements: v.pipe(v.array(f.statementField), v.maxLength(maxKeysPerFrame)),
	}),
	/** The end of the answer to `offers`: so many were sent before it. */
	offers: v.object({type: v.literal('offers'), request: f.countField, count: f.countField}),
	offer: v.object({type: v.literal('offer'), ...named, ...f.offerCommon, ...f.offerCopy}),
	/** To the sender: what one recipient said. Ranges stay between the hub and the tickets. */
	answer: v.object({
		type: v.literal('answer'),
		transfer: f.idField,
		user: f.identityIdField,
		accept: v.boolean(),
		reason,
	}),
	ticket: v.object({
		type: v.literal('ticket'),
		transfer: f.idField,
		ticket: f.ticketField,
		end: v.picklist(['send', 'receive']),
		/** The other end. */
		user: f.identityIdField,
		/** Counts the tickets of this leg: progress of an older attempt opens no window. */
		attempt: f.countField,
		ranges: f.rangesField,
	}),
	progress: v.object({
		type: v.literal('progress'),
		transfer: f.idField,
		user: f.identityIdField,
		attempt: f.countField,
		segments: f.countField,
		bytes: f.countField,
		files: f.countField,
	}),
	receipt: v.object({
		type: v.literal('receipt'),
		transfer: f.idField,
		user: f.identityIdField,
		bytes: f.countField,
		trailer: f.bytesField(32, 32),
		time: f.timeField,
		...f.notReceived,
		signature: f.signatureField,
		...f.uploadReceipt,
	}),
	'receipt-seen': v.object({type: v.literal('receipt-seen'), transfer: f.idField}),
	state: v.object({
		type: v.literal('state'),
		transfer: f.idField,
		/** To the sender: of which recipient. To a recipient: absent. */
		user: v.optional(f.identityIdField),
		state: v.picklist(legStates),
		reason,
		code: v.optional(f.errorCodeField),
		until: v.optional(f.timeField),
	}),
	/** A line of the operator to everyone; the same id may come again. */
	notice: v.object({type: v.literal('notice'), id: f.idField, time: f.timeField, text: f.textField}),
	said: v.object({
		type: v.literal('said'),
		request: f.countField,
		to: v.pipe(v.array(f.identityIdField), v.maxLength(maxSayCopies)),
		/** Online, but too much waits for them already. */
		slow: v.optional(v.pipe(v.array(f.identityIdField), v.maxLength(maxSayCopies))),
	}),
	say: v.object({
		type: v.literal('say'),
		...named,
		time: f.timeField,
		sealed: f.bytesField(32, maxSealedTextBytes),
		signature: f.signatureField,
	}),
	...spaceAnswerSchemas,
	ping,
	pong,
	bye,
};

type Schemas = Record<string, v.GenericSchema>;
type Union<Given extends Schemas> = {[Type in keyof Given]: v.InferOutput<Given[Type]>}[keyof Given];
type SentUnion<Given extends Schemas> = {[Type in keyof Given]: v.InferInput<Given[Type]>}[keyof Given];
export type ClientMessage = Union<typeof clientSchemas>;
export type HubMessage = Union<typeof hubSchemas>;
export type ClientMessageOf<Type extends ClientMessage['type']> = Extract<ClientMessage, {type: Type}>;
export type HubMessageOf<Type extends HubMessage['type']> = Extract<HubMessage, {type: Type}>;
export type HubUser = v.InferOutput<typeof user>;
export type OperatorMessage = Union<typeof operatorSchemas>;
export type DeskMessage = Union<typeof deskSchemas>;

/** Which side's messages a reader expects. `operator` and `desk` are the two ends of the operator's socket, the desk the hub's. */
export type Speaker = 'client' | 'hub' | 'operator' | 'desk';
/* Looked up by condition, not by key: for a `Side` that is not known yet the compiler would otherwise intersect all messages of all four, which are too many. */
export type MessageOf<Side extends Speaker> = Side extends 'client'
	? ClientMessage
	: Side extends 'hub'
		? HubMessage
		: Side extends 'operator'
			? OperatorMessage
			: DeskMessage;
/** What that side may send: its text may be a string of ours as well. */
export type SentMessageOf<Side extends Speaker> = Side extends 'client'
	? SentUnion<typeof clientSchemas>
	: Side extends 'hub'
		? SentUnion<typeof hubSchemas>
		: Side extends 'operator'
			? SentUnion<typeof operatorSchemas>
			: SentUnion<typeof deskSchemas>;

const schemas: Record<Speaker, ReadonlyMap<string, v.GenericSchema>> = {
	client: new Map(Object.entries(clientSchemas)),
	hub: new Map(Object.entries(hubSchemas)),
	operator: new Map(Object.entries(operatorSchemas)),
	desk: new Map(Object.entries(deskSchemas)),
};
/**
 * Validates what `speaker` said. Undefined for a type that this version does not know.
 * Throws FtError `protocol` naming the type and the field for a message that breaks its schema.
 */
export function parseMessage<Side extends Speaker>(speaker: Side, value: unknown): MessageOf<Side> | undefined {
	if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') {
		throw new FtError('protocol', 'a message without a type came from the other side');
	}
	const schema = schemas[speaker].get(value.type);
	if (!schema) return undefined;
	const result = v.safeParse(schema, value, {abortEarly: true});
	if (!result.success) {
		const issue = result.issues[0];
		throw new FtError('protocol', `the message ${value.type} has a bad field ${v.getDotPath(issue) ?? '(whole)'}`);
	}
	return result.output as MessageOf<Side>;
}
