import {expect, onTestFinished, test} from 'vitest';
import type {KeptTransfer} from '../../source/hub/kept.ts';
import {createSpoolAge} from '../../source/hub/spool-age.ts';
import {receiptKeepMs, spoolKeepMs, spoolLookMs} from '../../source/protocol/limits.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {makeKept} from './kept-fixture.ts';

const yearMs = 365 * 24 * 3600 * 1000;

function begin(...kept: KeptTransfer[]) {
	const manual = createManualClock();
	let jumpMs = 0;
	const clock = {...manual, nowMs: () => manual.nowMs() + jumpMs};
	for (const transfer of kept) transfer.kept.lookedMs = clock.nowMs();
	const told: string[] = [];
	const age = createSpoolAge({
		clock,
		kept: () => kept,
		onLook: () => told.push('look'),
		onExpired: () => told.push('expired'),
		onUnseen: () => told.push('unseen'),
	});
	onTestFinished(age.close);
	return {
		age,
		told,
		pass: (ms: number) => {
			manual.advance(ms);
		},
		jump: (ms: number) => {
			jumpMs += ms;
		},
	};
}

test('what nobody collects expires after seven days of looks, and not before', () => {
	const transfer = makeKept();
	const {age, pass, told} = begin(transfer);
	age.begin();
	pass(spoolKeepMs - 1);
	expect(told).not.toContain('expired');
	pass(1);
	expect(told.at(-1)).toBe('expired');
	expect(transfer.kept.ageMs).toBe(spoolKeepMs);
});

test('whatever the clock does, a look ages nothing by more than an hour', () => {
	const transfer = makeKept();
	const {age, pass, jump} = begin(transfer);
	age.begin();
	jump(yearMs);
	pass(spoolLookMs);
	expect(transfer.kept.ageMs).toBe(spoolLookMs);
	jump(-2 * yearMs);
	pass(spoolLookMs);
	expect(transfer.kept.ageMs).toBe(spoolLookMs);
	pass(spoolLookMs);
	expect(transfer.kept.ageMs).toBe(2 * spoolLookMs);
});

test('a hub that was off for a year makes nothing older by more than an hour', () => {
	const transfer = makeKept();
	const {age, jump, told} = begin(transfer);
	transfer.kept.ageMs = spoolKeepMs - spoolLookMs - 1;
	jump(yearMs);
	age.begin();
	expect([transfer.kept.ageMs, told]).toEqual([spoolKeepMs - 1, ['look']]);
});

test('what is over waits for its sender for thirty days', () => {
	const transfer = makeKept({}, {state: 'delivered'});
	const {age, pass, told} = begin(transfer);
	age.begin();
	pass(receiptKeepMs - 1);
	expect([...new Set(told)]).toEqual(['look']);
	pass(1);
	expect(told.at(-1)).toBe('unseen');
});
