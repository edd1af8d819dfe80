import {display} from '../base/display.ts';
import {FtError} from './errors.ts';
import {encodeFrame, frameHeaderBytes} from './frames.ts';
import {maxBytesOfType} from './message-sizes.ts';
import {parseMessage, type SentMessageOf, type Speaker} from './messages.ts';

/** What a frame held: JSON of a type that nobody has judged yet; the type is empty when there is none. */
export type Received = {readonly type: string; readonly value: unknown};

/**
 * The frame of a message of ours, made once however many are told the same: who sends a message does not change it afterwards.
 * Throws FtError `protocol` when it breaks our own schema or is larger than its type may be: a bug.
 */
export function toFrame<Mine extends Speaker>(
	mine: Mine,
	message: SentMessageOf<Mine>,
	isAdmitted: boolean,
): Uint8Array {
	const frame = frames[mine].get(message) ?? makeFrame(mine, message);
	frames[mine].set(message, frame);
	// The client still has the limits of admission when a welcome reaches it.
	const maxBytes = maxBytesOfType(message.type, isAdmitted && message.type !== 'welcome');
	const payloadBytes = frame.length - frameHeaderBytes;
	if (payloadBytes > maxBytes) {
		throw new FtError(
			'protocol',
			`the message ${message.type} has ${payloadBytes} bytes, at most ${maxBytes} may be sent`,
		);
	}
	return frame;
}

/** Of messages that are still held by somebody: those for many. */
const frames: Record<Speaker, WeakMap<object, Uint8Array>> = {
	client: new WeakMap(),
	hub: new WeakMap(),
	operator: new WeakMap(),
	desk: new WeakMap(),
};

function makeFrame<Mine extends Speaker>(mine: Mine, message: SentMessageOf<Mine>): Uint8Array {
	const valid = parseMessage(mine, message);
	if (!valid) throw new FtError('protocol', `there is no message ${message.type} to send`);
	return encodeFrame(new TextEncoder().encode(JSON.stringify(valid)));
}

/** Reads one frame's payload as JSON; the schema is not looked at yet. Throws FtError `protocol` for no JSON, or more bytes than its type may have. */
export function parseFrame(frame: Uint8Array, isAdmitted: boolean): Received {
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(frame));
	} catch (error) {
		throw new FtError('protocol', `a frame of ${frame.length} bytes is no JSON in UTF-8`, {cause: error});
	}
	// Nothing is made a text that is none: of `{"toString": 1}` and of a deep list that throws.
	const type =
		typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' ? value.type : '';
	const maxBytes = maxBytesOfType(type, isAdmitted);
	if (frame.length > maxBytes) {
		throw new FtError(
			'protocol',
			`the message ${display(type, 32)} has ${frame.length} bytes, at most ${maxBytes} are allowed`,
		);
	}
	return {value, type};
}
