import {expect, test} from 'vitest';
import type {TransferRow} from '../../source/transfer/transfer-row.ts';
import {createClientState} from '../../source/state/client-state.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {lineWidth, plainText} from '../../source/state/line.ts';
import {transferLine, transfersPane} from '../../source/state/transfers-pane.ts';
import {clientSnapshot, fullClientSnapshot, hostileClientSnapshot, transferRow} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
const line = (row: TransferRow, columns: number): string =>
	plainText(transferLine(row, 1_000_000, columns, look)).trimEnd();

test('a running row has gauge, percent, amounts, rate and time left', () => {
	expect(line(transferRow('debian-13.iso', {direction: 'receive'}), 76)).toBe(
		' ↓ debian-13.iso      bob      [#####·····]  52 % 2.0/3.8 GB 40.1 MB/s 44s',
	);
});

test('at 60 columns the gauge goes, the numbers stay', () => {
	expect(line(transferRow('debian-13.iso'), 56)).toBe(' ↑ debia…3.iso bob       52 % 2.0/3.8 GB 40.1 MB/s 44s');
});

test('a wide terminal has a longer gauge', () => {
	expect(line(transferRow('debian-13.iso'), 116)).toContain('[########········]  52 % 2.0/3.8 GB');
});

test('100 % and a full gauge come with delivered, not before', () => {
	const whole = {bytes: 1_200_000, totalBytes: 1_200_000};
	expect(line(transferRow('notes.pdf', {...whole, state: {phase: 'verifying'}}), 76)).toContain(
		'[#########·]  99 % 1.2 MB verifying',
	);
	expect(line(transferRow('notes.pdf', {...whole, state: {phase: 'delivered', failedFiles: 0}}), 76)).toContain(
		'[##########] 100 % 1.2 MB delivered',
	);
});

test('a wait has its reason instead of a gauge', () => {
	expect(line(transferRow('logs/', {state: {phase: 'waiting', sinceMs: 880_000}}), 76)).toContain(
		'waiting: bob has not answered (2 m)',
	);
	expect(line(transferRow('a', {state: {phase: 'paused', reason: 'disk-full'}}), 56)).toContain('paused: disk full');
});

test('the columns of all states stand in line, at every width', () => {
	for (const columns of [56, 76, 116, 196]) {
		const places = fullClientSnapshot().transfers.map((row) =>
			line({...row, title: 'x', peerName: '@@'}, columns).indexOf('@@'),
		);
		expect(new Set(places).size).toBe(1);
		for (const row of hostileClientSnapshot().transfers)
			expect(lineWidth(transferLine(row, 0, columns, look))).toBe(columns);
	}
});

test('the title counts and the border sums up what runs', () => {
	const pane = transfersPane(createClientState(), fullClientSnapshot(), {columns: 80, rows: 20}, look);
	expect(pane.title).toBe('3 Transfers  4 active, 4 waiting');
	expect(pane.note).toBe('52 % of 11.4 GB');
	expect(pane.isBusy).toBe(true);
});

test('the time left for all is the longest of them', () => {
	const transfers = [
		transferRow('a'),
		transferRow('b', {state: {phase: 'running', bytesPerSecond: 1, etaSeconds: 130, stalledMs: 0}}),
	];
	expect(transfersPane(createClientState(), clientSnapshot({transfers}), {columns: 80, rows: 20}, look).note).toBe(
		'52 % of 7.6 GB  ETA 2m10s',
	);
});

test('nothing spins while nothing runs, and an empty pane says what to do', () => {
	const pane = transfersPane(createClientState(), clientSnapshot(), {columns: 100, rows: 20}, look);
	expect(pane.isBusy).toBe(false);
	expect(paneText(pane).join(' ')).toContain('s: send');
});

test('a limit that holds all of them back stands in the border; where it is tight, that is what stays', () => {
	const transfers = [transferRow('a'), transferRow('b', {state: {phase: 'queued'}})];
	const noteAt = (columns: number) =>
		transfersPane(
			createClientState(),
			clientSnapshot({transfers, limitBytesPerSecond: 2_000_000}),
			{columns, rows: 9},
			look,
		).note;
	expect(noteAt(80)).toBe('limit 2 MB/s  52 % of 3.8 GB  ETA 44s');
	expect(noteAt(76)).toBe('limit 2 MB/s  52 % of 3.8 GB');
	expect(noteAt(60)).toBe('limit 2 MB/s');
});

test('of several recipients the first is named, and how many more there are', () => {
	const recipients = ['bob', 'carol', 'dave'].map((name) => ({
		...{id: `id-${name}`, name, bytes: 0, state: {phase: 'waiting', sinceMs: 0} as const},
	}));
	expect(line(transferRow('a.iso', {peerName: 'bob and 2 others', recipients}), 76)).toContain(' bob +2   [');
	expect(line(transferRow('a.iso', {peerName: 'bob, eve', recipients: recipients.slice(1)}), 76)).toContain(
		' bob, eve [',
	);
});

test('the title tells what runs from what waits, and from what was paused', () => {
	const waiting = transferRow('b', {transfer: 't-b', state: {phase: 'waiting', sinceMs: 0}});
	const paused = transferRow('c', {transfer: 't-c', state: {phase: 'paused', reason: 'you'}});
	const offline = transferRow('d', {transfer: 't-d', state: {phase: 'paused', reason: 'offline'}});
	const snapshot = clientSnapshot({transfers: [transferRow('a'), waiting, paused, offline]});
	const pane = transfersPane(createClientState(), snapshot, {columns: 80, rows: 8}, look);
	expect(pane.title).toBe('3 Transfers  1 active, 2 waiting, 1 paused');
});
