import {describe, expect, test} from 'vitest';
import {maxSealedTextBytes} from '../../source/protocol/limits.ts';
import {maxBytesOfType} from '../../source/protocol/message-sizes.ts';
import {parseMessage, type Speaker} from '../../source/protocol/messages.ts';
import {codeOf} from '../support/code-of.ts';
import {readProtocolPage} from './protocol-page.ts';

type Json = {[name: string]: Json} | Json[] | string | number | boolean | null;

/** The examples of PROTOCOL.md, which has at least one for each message: the valid messages that the tests below break. */
const examples = readProtocolPage().sections.flatMap(({type, speakers, fields, examples: values}) =>
	speakers.flatMap((speaker) =>
		values.map(({value}, index) => ({
			name: `${type} of a ${speaker}, example ${index + 1}`,
			speaker,
			value: value as Record<string, Json>,
			/** PROTOCOL.md marks them, and its own test compares that with the schemas. */
			optional: new Set(fields.filter((field) => field.endsWith('?')).map((field) => field.slice(0, -1))),
		})),
	),
);

/** The same message once for each place in it, with what stands there replaced. */
function* broken(value: Json, replacement: Json | undefined): Generator<[path: string, value: Json]> {
	if (typeof value !== 'object' || value === null) return;
	for (const [key, inner] of Object.entries(value)) {
		const put = (into: Json | undefined): Json => {
			const copy = structuredClone(value) as Record<string, Json>;
			if (into === undefined) delete copy[key];
			else copy[key] = into;
			return copy;
		};
		yield [key, put(replacement)];
		for (const [path, deeper] of broken(inner, replacement)) yield [`${key}.${path}`, put(deeper)];
	}
}

describe.each(examples)('$name', ({speaker, value, optional}) => {
	test('passes as it is', () => {
		expect(parseMessage(speaker, structuredClone(value))).toEqual(value);
	});

	test.each<[string, Json]>([
		['an object', {}],
		['a negative number', -1],
		['a fraction', 0.5],
		['text that fits nowhere', '\u0000'.repeat(5000)],
		['a number beyond safe integers', 2 ** 53],
	])('is refused with %s in place of any field', (_what, replacement) => {
		for (const [path, message] of broken(value, replacement)) {
			// A file may be older than 1970.
			if (path === 'type' || (replacement === -1 && path.endsWith('.modified'))) continue;
			expect([path, codeOf(() => parseMessage(speaker, message))]).toEqual([path, 'protocol']);
		}
	});

	test('is refused with null in place of any field', () => {
		for (const [path, message] of broken(value, null)) {
			if (path === 'type' || /^ranges\.\d+\.1$/.test(path)) continue;
			expect([path, codeOf(() => parseMessage(speaker, message))]).toEqual([path, 'protocol']);
		}
	});

	test('is refused without any of its fields that may not be absent', () => {
		for (const [path, message] of broken(value, undefined)) {
			if (path === 'type' || /\d/.test(path) || optional.has(path)) continue;
			expect([path, codeOf(() => parseMessage(speaker, message))]).toEqual([path, 'protocol']);
		}
	});

	test('loses fields that this version does not know, those named like parts of an object too', () => {
		const more = JSON.parse(
			`{"__proto__": {"polluted": true}, "constructor": 1, "later": {"a": [1]}, ${JSON.stringify(value).slice(1)}`,
		) as Json;
		const parsed = parseMessage(speaker, more);
		expect(parsed).toEqual(value);
		expect(Object.keys(parsed ?? {})).toEqual(expect.not.arrayContaining(['__proto__', 'constructor', 'later']));
		expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
		expect(({} as {polluted?: boolean}).polluted).toBeUndefined();
	});
});

test.each(['unheard-of', '', '__proto__', 'constructor', 'toString', 'Hello'])(
	'a message of the type "%s" is unknown, not an error',
	(type) => {
		expect(parseMessage('client', {type})).toBeUndefined();
		expect(parseMessage('hub', {type})).toBeUndefined();
	},
);

test('what only the other side may say is unknown', () => {
	expect(parseMessage('client', {type: 'stop', request: 1})).toBeUndefined();
	expect(parseMessage('hub', {type: 'done', request: 1})).toBeUndefined();
	expect(parseMessage('desk', {type: 'stop', request: 1})).toBeUndefined();
	expect(parseMessage('hub', {type: 'hello'})).toBeUndefined();
	expect(parseMessage('client', {type: 'welcome'})).toBeUndefined();
});

test.each([null, undefined, 5, 'ping', [], {}, {type: 5}, {type: null}])('%j is no message at all', (value) => {
	expect(codeOf(() => parseMessage('client', value))).toBe('protocol');
});

test('the error names the type and the field, and nothing that the peer wrote', () => {
	expect(() => parseMessage('client', {type: 'ping', sent: '\u001b[31m'})).toThrow(
		'the message ping has a bad field sent',
	);
	expect(() => parseMessage('client', {type: 'keys', request: 1, users: ['\u001b[31m']})).toThrow(
		'the message keys has a bad field users.0',
	);
});

test('an answer holds ranges when it accepts and a reason when it does not', () => {
	const answer = {type: 'answer', transfer: 'a'.repeat(32)};
	expect(codeOf(() => parseMessage('client', {...answer, accept: true}))).toBe('protocol');
	expect(parseMessage('client', {...answer, accept: true, ranges: [], reason: 'no'})).toEqual({
		...answer,
		accept: true,
		ranges: [],
	});
	expect(parseMessage('client', {...answer, accept: false, ranges: [[5, 1]]})).toEqual({...answer, accept: false});
	expect(codeOf(() => parseMessage('client', {...answer, accept: 'yes', ranges: []}))).toBe('protocol');
});

describe('lists', () => {
	const page = readProtocolPage();
	const exampleOf = (speaker: Speaker, type: string): Record<string, unknown> =>
		page.sections.find((section) => section.type === type && section.speakers.includes(speaker))?.examples[0]
			?.value as Record<string, unknown>;

	test.each<[Speaker, string, string, number]>([
		['client', 'offer', 'copies', 500],
		['client', 'keys', 'users', 100],
		['client', 'say', 'copies', 16],
		['client', 'fetch', 'paths', 500],
		['hub', 'receipt', 'saved', 500],
		['hub', 'roster', 'users', 500],
		['hub', 'keys', 'statements', 100],
		['hub', 'said', 'to', 16],
		['hub', 'page', 'entries', 500],
		['hub', 'found', 'entries', 500],
		['desk', 'status', 'kept', 100],
		['desk', 'status', 'connections', 100],
		['desk', 'status', 'transfers', 100],
		['desk', 'status', 'requests', 100],
		['desk', 'status', 'bans', 100],
		['desk', 'status', 'invitations', 100],
	])(
		'of a %s: %s takes as many %s as its limit %i, not one more, and fits its frame',
		(speaker, type, field, limit) => {
			const message = exampleOf(speaker, type);
			const [item] = message[field] as unknown[];
			// Copies are for one recipient each.
			const make = (_: unknown, index: number): unknown =>
				field === 'copies' ? {...(item as object), to: index.toString(16).padStart(64, '0')} : item;
			const of = (count: number): unknown => ({...message, [field]: Array.from({length: count}, make)});
			expect(parseMessage(speaker, of(limit))).toBeDefined();
			expect(codeOf(() => parseMessage(speaker, of(limit + 1)))).toBe('protocol');
			expect(JSON.stringify(of(limit)).length).toBeLessThanOrEqual(maxBytesOfType(type, true));
		},
	);

	test.each(['offer', 'say'])('the copies of an %s are for one recipient each', (type) => {
		const message = exampleOf('client', type);
		const [copy] = message['copies'] as unknown[];
		expect(codeOf(() => parseMessage('client', {...message, copies: [copy, copy]}))).toBe('protocol');
	});

	test.each<[Speaker, string, string]>([
		['client', 'offer', 'copies'],
		['client', 'keys', 'users'],
		['client', 'say', 'copies'],
		['client', 'fetch', 'paths'],
	])('of a %s: %s needs at least one of %s', (speaker, type, field) => {
		expect(codeOf(() => parseMessage(speaker, {...exampleOf(speaker, type), [field]: []}))).toBe('protocol');
	});
});

test('a sealed line of text has 6 KiB, not one byte more', () => {
	const identity = 'a'.repeat(64);
	const of = (bytes: number): unknown => ({
		type: 'say',
		request: 1,
		time: 0,
		copies: [
			{to: identity, sealed: Buffer.alloc(bytes).toString('base64'), signature: Buffer.alloc(64).toString('base64')},
		],
	});
	expect(parseMessage('client', of(maxSealedTextBytes))).toBeDefined();
	expect(codeOf(() => parseMessage('client', of(maxSealedTextBytes + 1)))).toBe('protocol');
});
