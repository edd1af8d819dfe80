import {expect, test} from 'vitest';
import type {ClientSnapshot} from '../../source/client/snapshot.ts';
import {clientHeader, connectionBanner, roundTripText} from '../../source/state/client-header.ts';
import {asciiGlyphs, unicodeGlyphs} from '../../source/state/glyphs.ts';
import {lineWidth, plainText} from '../../source/state/line.ts';
import {clientSnapshot, hostileClientSnapshot, offerRow, transferRow} from '../support/snapshots.ts';

const header = (snapshot: ClientSnapshot, columns: number): string =>
	plainText(clientHeader(snapshot, columns, unicodeGlyphs)).trimEnd();

test('who, where, how', () => {
	expect(header(clientSnapshot(), 80)).toBe(' ft  alice·k7qf2m4x  lab-hub ● online 12 ms');
});

test('one offer is told in full, several as a number', () => {
	expect(header(clientSnapshot({offers: [offerRow('debian.iso')]}), 100)).toContain(
		'online 12 ms   bob offers debian.iso 3.8 GB: o',
	);
	expect(header(clientSnapshot({offers: [offerRow('a'), offerRow('b')]}), 100)).toContain('2 offers: o');
});

test('rates stand at the right while something moves', () => {
	const transfers = [
		transferRow('a'),
		transferRow('b'),
		transferRow('c', {direction: 'receive'}),
		transferRow('d', {state: {phase: 'verifying'}}),
	];
	expect(header(clientSnapshot({transfers}), 80)).toMatch(/↓ 40\.1 MB\/s ↑ 80\.2 MB\/s$/);
});

test('where it is tight, what matters least goes first and the offer stays', () => {
	const snapshot = clientSnapshot({
		name: 'a'.repeat(32),
		hubTitle: 'x'.repeat(40),
		offers: [offerRow('y'.repeat(80))],
		transfers: [transferRow('a')],
	});
	for (const columns of [60, 80, 100, 200]) {
		expect(header(snapshot, columns)).toMatch(/: o/);
		expect(header(snapshot, columns)).toContain('● online');
	}
});

test.each([
	[{phase: 'connecting'}, '○ connecting'],
	[{phase: 'online', roundTripMs: undefined}, '● online'],
	[{phase: 'offline', attempt: 1, retryAtMs: 0, code: 'unreachable', reason: 'x'}, '○ offline'],
	[{phase: 'offline', attempt: 1, retryAtMs: 0, code: 'approval-needed', reason: 'x'}, '○ waiting'],
	[{phase: 'refused', code: 'wrong-code', reason: 'x'}, '○ refused'],
] as const)('the connection %j has a mark and a word: %s', (connection, words) => {
	expect(header(clientSnapshot({connection}), 80)).toContain(words);
});

test('in ASCII there is nothing but ASCII', () => {
	const snapshot = clientSnapshot({offers: [offerRow('a')], transfers: [transferRow('a')]});
	expect(plainText(clientHeader(snapshot, 80, asciiGlyphs))).toMatch(/^[ -~]*$/);
});

test('whatever the names, the header fits exactly', () => {
	for (const columns of [60, 61, 80, 123, 200])
		expect(lineWidth(clientHeader(hostileClientSnapshot(), columns, unicodeGlyphs))).toBe(columns);
});

test('a lost connection tells the cause and counts down', () => {
	const lost = (reason: string) =>
		clientSnapshot({
			atMs: 1000,
			connection: {phase: 'offline', attempt: 2, retryAtMs: 4500, code: 'unreachable', reason},
		});
	const banner = (reason: string, columns: number) => connectionBanner(lost(reason), columns, unicodeGlyphs) ?? [];
	expect(plainText(banner('connection refused', 100)).trimEnd()).toBe(
		' ! no connection to localhost:5011: connection refused  next try in 4s (attempt 3)  now: R',
	);
	for (const columns of [60, 80]) {
		expect(plainText(banner('x'.repeat(200), columns))).toContain('now: R');
		expect(lineWidth(banner('漢'.repeat(200), columns))).toBe(columns);
	}
	expect(connectionBanner(clientSnapshot(), 80, unicodeGlyphs)).toBeUndefined();
});

test('a refusal says what to do', () => {
	const refused = clientSnapshot({
		connection: {phase: 'refused', code: 'name-taken', reason: 'the name is taken. Choose another with --name'},
	});
	expect(plainText(connectionBanner(refused, 80, unicodeGlyphs) ?? [])).toContain('Choose another');
});

test.each([
	[0.2, '<1 ms'],
	[1, '1 ms'],
	[12.6, '13 ms'],
])('a round trip of %d is shown as %s', (ms, text) => {
	expect(roundTripText(ms)).toBe(text);
});
