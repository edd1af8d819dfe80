import {expect, test} from 'vitest';
import type {SpoolRecord} from '../../source/files/spool-record.ts';
import type {KeptTransfer} from '../../source/hub/kept.ts';
import {createSpoolNotes} from '../../source/hub/spool-notes.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {spoolRetryMs} from '../../source/protocol/limits.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {makeKept} from './kept-fixture.ts';

function begin() {
	const clock = createManualClock();
	const told: string[] = [];
	const saved: SpoolRecord[] = [];
	let isFull = false;
	const transfer = makeKept();
	Object.assign(transfer.kept.spooled, {
		async save(record: SpoolRecord) {
			if (isFull) throw new FtError('disk-full', 'the disk is full');
			saved.push(record);
		},
	});
	const notes = createSpoolNotes({
		clock,
		onRetry: (one: KeptTransfer) => {
			told.push('retry');
			void notes.note(one);
		},
		onError: ({code}) => told.push(code),
	});
	return {
		...{clock, notes, told, saved, transfer},
		setFull(full: boolean) {
			isFull = full;
		},
	};
}

test('what is said of a transfer in one go is noted once, as it stands at the end', async () => {
	const {notes, transfer, saved} = begin();
	const noting = Array.from({length: 10}, (_, ageMs) => {
		transfer.kept.ageMs = ageMs;
		return notes.note(transfer);
	});
	expect(await Promise.all(noting)).toEqual(Array.from({length: 10}, () => true));
	expect(saved.map(({ageMs}) => ageMs)).toEqual([9]);
});

test('what could not be noted is told once, tried again every 5 s, and done when there is room', async () => {
	const {clock, notes, told, transfer, saved, setFull} = begin();
	setFull(true);
	expect(await notes.note(transfer)).toBe(false);
	await clock.settle(spoolRetryMs - 1);
	expect(told).toEqual(['disk-full']);
	await clock.settle(1);
	await clock.settle(spoolRetryMs);
	expect(told).toEqual(['disk-full', 'retry', 'retry']);
	setFull(false);
	await clock.settle(spoolRetryMs);
	await notes.close();
	expect(saved).toHaveLength(1);
	expect(clock.pending).toBe(0);
});

test('closing waits for what is being noted, and nothing is tried again afterwards', async () => {
	const {clock, notes, told, transfer, saved, setFull} = begin();
	void notes.note(transfer);
	await notes.close();
	expect(saved).toHaveLength(1);
	setFull(true);
	await notes.note(transfer);
	await clock.settle(spoolRetryMs);
	expect(told).toEqual(['disk-full']);
});
