import {expect, test} from 'vitest';
import {openTransfersTable, type TransfersTable} from '../../source/files/transfers-table.ts';
import type {HubEvent} from '../../source/hub/events.ts';
import {ageReceipts} from '../../source/hub/receipt-age.ts';
import {maxHubReceipts, maxReceiptsRemembered, receiptKeepMs, spoolLookMs} from '../../source/protocol/limits.ts';
import {createManualClock} from '../support/manual-clock.ts';

const transferOf = (number: number): string => number.toString(16).padStart(32, '0');

/** With so many receipts, `ageMs` old. */
function begin(count: number, ageMs: number) {
	const clock = createManualClock();
	const table = openTransfersTable(':memory:');
	const save = (number: number): void => {
		table.saveReceipt({
			transfer: transferOf(number),
			hubId: 'f'.repeat(64),
			receipt: '{}',
			timeMs: clock.nowMs() - ageMs,
		});
	};
	for (let number = 0; number < count; number++) save(number);
	const events: HubEvent[] = [];
	const stop = ageReceipts({clock, receipts: table, onEvent: (event) => events.push(event)});
	const has = (number: number): boolean => table.isDone(transferOf(number));
	return {clock, table, save, stop, has, events};
}

test(`of what the hub signed for, beyond the newest ${maxReceiptsRemembered}, it forgets what is thirty days old within the hour`, () => {
	const {clock, has, stop} = begin(maxReceiptsRemembered + 1, receiptKeepMs);
	expect([has(0), has(1)]).toEqual([true, true]);
	clock.advance(spoolLookMs);
	expect([has(0), has(1)]).toEqual([false, true]);
	stop();
});

test(`it keeps ${maxHubReceipts} at most, from its start, and lets those go first that were seen`, () => {
	const {clock, table, save, stop, has} = begin(maxHubReceipts + 1, 0);
	expect([has(0), has(1)]).toEqual([false, true]);
	table.markReceiptSeen(transferOf(5));
	save(maxHubReceipts + 1);
	clock.advance(spoolLookMs);
	expect([has(1), has(5), has(maxHubReceipts + 1)]).toEqual([true, false, true]);
	stop();
	save(maxHubReceipts + 2);
	clock.advance(spoolLookMs);
	expect(has(1)).toBe(true);
});

test('a disk that refuses is told, and the hub goes on', () => {
	const events: HubEvent[] = [];
	const receipts: Pick<TransfersTable, 'prune'> = {
		prune() {
			throw new Error('disk I/O error');
		},
	};
	ageReceipts({clock: createManualClock(), receipts, onEvent: (event) => events.push(event)})();
	expect(events).toEqual([
		{
			type: 'error',
			code: 'internal',
			message:
				'old receipts could not be deleted: the hub met an error of its own; its log says more: Error: disk I/O error',
		},
	]);
});
