import {expect, test} from 'vitest';
import * as limits from '../../source/protocol/limits.ts';
import {parseMessage} from '../../source/protocol/messages.ts';

const base64 = (bytes: number): string => Buffer.alloc(bytes).toString('base64');
const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const id = 'f'.repeat(64);
const transfer = 'f'.repeat(32);
const count = Number.MAX_SAFE_INTEGER;
const name = 'x'.repeat(limits.maxNameCharacters);
const statement = {identity: base64(44), key: base64(32), time: limits.maxTimeMs, signature: base64(64)};
const capabilities = Array.from({length: limits.maxCapabilities}, () => 'x'.repeat(limits.maxCapabilityCharacters));

test('every limit is a positive number: 0 never means unlimited', () => {
	for (const [limit, value] of Object.entries(limits)) {
		expect([limit, Number.isSafeInteger(value) && value > 0]).toEqual([limit, true]);
	}
});

test('a sealed segment is its plaintext and what FLOE adds', () => {
	expect(limits.plainSegmentBytes).toBe(262_112);
	expect(limits.plainSegmentBytes + limits.segmentOverheadBytes).toBe(limits.sealedSegmentBytes);
});

test('the largest hello and the largest welcome fit into a frame before admission, all of joining into what is allowed there', () => {
	const hello = {type: 'hello', version: count, capabilities, session: transfer, takesOffers: false, name, statement};
	const user = {id, name, online: false, since: limits.maxTimeMs};
	const title = '\u0001'.repeat(limits.maxHubTitleBytes);
	const welcome = {type: 'welcome', version: count, capabilities, title, you: user, proof: base64(32)};
	expect(parseMessage('client', hello)).toBeDefined();
	expect(parseMessage('hub', welcome)).toBeDefined();
	expect(jsonBytes(hello)).toBeLessThanOrEqual(limits.maxFrameBytesBeforeAdmission);
	expect(jsonBytes(welcome)).toBeLessThanOrEqual(limits.maxFrameBytesBeforeAdmission);
	expect(jsonBytes(hello) + jsonBytes(welcome) + 1000).toBeLessThanOrEqual(limits.admissionBytes);
});

test('an answer and a ticket with as many ranges as allowed fit into an ordinary frame', () => {
	const ranges = Array.from({length: limits.maxRanges}, (_, index) => [
		limits.maxSegments - 4000 + index * 2,
		limits.maxSegments - 3999 + index * 2,
	]);
	const ticket = {type: 'ticket', transfer, ticket: base64(32), end: 'receive', user: id, attempt: count, ranges};
	expect(parseMessage('hub', ticket)).toBeDefined();
	expect(jsonBytes(ticket)).toBeLessThanOrEqual(limits.maxFrameBytes);
});

test('the worst text of the largest size fits into an ordinary frame', () => {
	expect(
		jsonBytes({
			type: 'refuse',
			request: count,
			transfer,
			code: 'protocol',
			message: '\u0001'.repeat(limits.maxTextBytes),
		}),
	).toBeLessThanOrEqual(limits.maxFrameBytes);
});

test('an offer to as many recipients as one frame may have, with the largest summary, fits into a large frame', () => {
	const copyFor = (to: number): unknown => ({
		...{to: to.toString(16).padStart(64, '0'), key: base64(80), signature: base64(64)},
	});
	const offer = {
		type: 'offer',
		transfer,
		bytes: count,
		files: count,
		time: limits.maxTimeMs,
		header: base64(74),
		summary: base64(limits.maxSummaryBytes + 64),
		copies: Array.from({length: limits.maxRecipientsPerFrame}, (_, index) => copyFor(index)),
	};
	expect(parseMessage('client', offer)).toBeDefined();
	expect(jsonBytes(offer)).toBeLessThanOrEqual(limits.maxLargeFrameBytes);
});

test('a full page of users, of keys and of texts fits into a large frame', () => {
	const fill = <Item>(length: number, item: Item): Item[] => Array.from({length}, () => item);
	const roster = {
		type: 'roster',
		users: fill(limits.maxPageEntries, {id, name, online: false, since: limits.maxTimeMs}),
		more: false,
	};
	const keys = {type: 'keys', request: count, statements: fill(limits.maxKeysPerFrame, statement)};
	const say = {
		type: 'say',
		request: count,
		time: limits.maxTimeMs,
		copies: fill(limits.maxSayCopies, {to: id, sealed: base64(limits.maxSealedTextBytes), signature: base64(64)}),
	};
	for (const message of [roster, keys, say]) expect(jsonBytes(message)).toBeLessThanOrEqual(limits.maxLargeFrameBytes);
});

test('a peer is taken for dead only after it had the time to answer a ping', () => {
	expect(limits.deadAfterMs).toBeGreaterThanOrEqual(2 * limits.pingAfterMs);
});

test('a trailer that names every entry of the largest manifest fits without its reasons', () => {
	expect(limits.maxManifestEntries * '[999999,""],'.length).toBeLessThan(limits.maxTrailerBytes);
});

test('the window is never below a few progress reports', () => {
	expect(limits.minWindowBytes).toBeGreaterThanOrEqual(2 * limits.progressBytes);
});
