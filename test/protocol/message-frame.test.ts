import {describe, expect, it} from 'vitest';
import {maxFrameBytes, maxFrameBytesBeforeAdmission} from '../../source/protocol/limits.ts';
import {parseFrame, toFrame} from '../../source/protocol/message-frame.ts';
import type {HubMessage} from '../../source/protocol/messages.ts';
import {codeOf} from '../support/code-of.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const user = {id: 'ab'.repeat(32), name: 'alice', online: true, since: 1};
const rosterOf = (count: number): HubMessage => ({
	type: 'roster',
	users: Array.from({length: count}, () => user),
	more: false,
});

describe('frame of a message', () => {
	it('is what the other side reads, without fields that are not in the schema', () => {
		const frame = toFrame('client', {type: 'ping', sent: 7, extra: 1} as {type: 'ping'; sent: number}, false);
		expect(parseFrame(frame.subarray(4), false)).toEqual({type: 'ping', value: {type: 'ping', sent: 7}});
	});

	it('is made once, however many are told the same message', () => {
		const [one, other] = [rosterOf(2), rosterOf(2)];
		expect(toFrame('hub', one, true)).toBe(toFrame('hub', one, true));
		expect(toFrame('hub', other, true)).not.toBe(toFrame('hub', one, true));
		expect(toFrame('hub', other, true)).toEqual(toFrame('hub', one, true));
	});

	it('is refused to us before admission when it is larger than the peer would take', () => {
		expect(codeOf(() => toFrame('hub', rosterOf(20), false))).toBeUndefined();
		expect(codeOf(() => toFrame('hub', rosterOf(50), false))).toBe('protocol');
		const roster = rosterOf(50);
		expect(codeOf(() => toFrame('hub', roster, true))).toBeUndefined();
		expect(codeOf(() => toFrame('hub', roster, false))).toBe('protocol');
	});

	it.each(['', '{', '\u0000', '{"type":"ping"'])('is no JSON: %j', (text) => {
		expect(codeOf(() => parseFrame(bytesOf(text), true))).toBe('protocol');
	});

	it('must be UTF-8', () => {
		expect(codeOf(() => parseFrame(Uint8Array.of(0x22, 0xff, 0x22), true))).toBe('protocol');
	});

	it('has an empty type when it names none', () => {
		for (const text of ['null', '[]', '7', '{}']) expect(parseFrame(bytesOf(text), true).type).toBe('');
	});

	it('has an empty type when what it names is no text, however deep or strange: nothing is thrown', () => {
		const deep = '['.repeat(30_000) + ']'.repeat(30_000);
		for (const type of ['{"toString":1}', '{"toString":null,"valueOf":null}', deep, '7', 'null'])
			expect(parseFrame(bytesOf(`{"type":${type}}`), true).type).toBe('');
	});

	it.each([
		[false, maxFrameBytesBeforeAdmission],
		[true, maxFrameBytes],
	])('keeps the limit of its type (admitted: %s, %i bytes)', (isAdmitted, maxBytes) => {
		const pad = (bytes: number): Uint8Array => bytesOf(JSON.stringify({type: 'later', pad: 'x'.repeat(bytes - 25)}));
		expect(pad(maxBytes)).toHaveLength(maxBytes);
		expect(codeOf(() => parseFrame(pad(maxBytes), isAdmitted))).toBeUndefined();
		expect(codeOf(() => parseFrame(pad(maxBytes + 1), isAdmitted))).toBe('protocol');
	});
});
