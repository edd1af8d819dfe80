import {expect, test} from 'vitest';
import * as limits from '../../source/protocol/limits.ts';
import {parseMessage} from '../../source/protocol/messages.ts';
import {codeOf} from '../support/code-of.ts';

const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const id = 'f'.repeat(64);
const transfer = 'f'.repeat(32);
const count = Number.MAX_SAFE_INTEGER;
const name = 'x'.repeat(limits.maxNameCharacters);

test('the fullest status of a hub fits into a large frame', () => {
	const many = (count: number, row: unknown): unknown[] => Array.from({length: count}, () => row);
	const somebody = {id, name};
	const [address, time] = ['f'.repeat(45), limits.maxTimeMs];
	const rows = limits.maxOperatorRows;
	const transfers = {transfer, from: name, to: name, files: count, bytes: count, total: count, state: 'delivered'};
	const status = {
		type: 'status',
		request: count,
		title: 'x'.repeat(limits.maxHubTitleBytes),
		dir: 'x'.repeat(limits.maxPathBytes),
		addresses: many(rows, address),
		port: count,
		fingerprint: 'x'.repeat(64),
		mode: 'approve',
		started: time,
		users: count,
		online: count,
		bytesPerSecond: count,
		relayed: count,
		free: count,
		keptBytes: count,
		kept: many(rows, {
			...{transfer, id, from: name, for: 'x'.repeat(256), bytes: count, total: count, age: count},
			until: time,
		}),
		intake: false,
		limit: count,
		notice: {id: transfer, time, text: 'x'.repeat(limits.maxTextBytes)},
		connections: many(rows, {
			...somebody,
			session: transfer,
			address,
			since: time,
			roundTrip: count,
			bytesIn: count,
			bytesOut: count,
			running: count,
		}),
		// Cut to 200 characters before it is sent.
		transfers: many(rows, {...transfers, reason: '\u{1F600}'.repeat(200), bytesPerSecond: count}),
		requests: many(limits.maxRequests, {...somebody, address, time}),
		bans: many(rows, {...somebody, since: time}),
		invitations: many(limits.maxInvitations, {id: transfer, name, uses: count, until: time}),
	};
	expect(parseMessage('desk', status)).toEqual(status);
	expect(jsonBytes(status)).toBeLessThanOrEqual(limits.maxLargeFrameBytes);
});

test.each(['approve', 'deny', 'kick', 'ban', 'unban', 'release'])(
	'%s is about a name or an id, 1 to 64 characters',
	(type) => {
		expect(parseMessage('operator', {type, request: 1, who: id})).toBeDefined();
		expect(codeOf(() => parseMessage('operator', {type, request: 1, who: `${id}f`}))).toBe('protocol');
		expect(codeOf(() => parseMessage('operator', {type, request: 1, who: ''}))).toBe('protocol');
	},
);

test('a transfer is named by the beginning of its id, 1 to 32 hex digits', () => {
	for (const good of ['f', transfer])
		expect(parseMessage('operator', {type: 'cancel', request: 1, transfer: good})).toBeDefined();
	for (const bad of ['', `${transfer}f`, 'F', 'g'])
		expect(codeOf(() => parseMessage('operator', {type: 'cancel', request: 1, transfer: bad}))).toBe('protocol');
});

test(`a notice has at most ${limits.maxTextBytes} bytes`, () => {
	const notice = (bytes: number): unknown => ({type: 'notice', request: 1, text: 'x'.repeat(bytes)});
	expect(parseMessage('operator', notice(limits.maxTextBytes))).toBeDefined();
	expect(codeOf(() => parseMessage('operator', notice(limits.maxTextBytes + 1)))).toBe('protocol');
});
