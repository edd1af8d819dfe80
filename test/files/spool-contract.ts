import {describe, expect, onTestFinished, test} from 'vitest';
import type {OpenSpooled, Spool, Spooled} from '../../source/files/spool.ts';
import {maxRanges, sealedSegmentBytes} from '../../source/protocol/limits.ts';
import {idOf, makeRecord, readGood, segmentBytes, writeSegments} from './spool-fixture.ts';

/** A spool with nothing in it, and the same one as the next run of the hub finds it. */
export type OpenSpool = () => {readonly spool: Spool; readonly reopen: () => Spool};

/** What every spool does, wherever it keeps its bytes. */
export function testSpoolContract(kind: string, openSpool: OpenSpool): void {
	const begin = (): {spool: Spool; spooled: Spooled; open: OpenSpooled; again: () => Spooled | undefined} => {
		const {spool, reopen} = openSpool();
		const spooled = spool.create(idOf('1'), makeRecord(idOf('1')));
		const open = spooled.open();
		onTestFinished(() => {
			open.close();
		});
		return {spool, spooled, open, again: () => reopen().all()[0]};
	};

	describe(`a spool: ${kind}`, () => {
		test('a segment counts once it is committed, and not before', async () => {
			const {spool, spooled, open} = begin();
			await open.write(0, segmentBytes(0), false);
			expect([spooled.has(0), spooled.bytes, spool.usage().keptBytes]).toEqual([false, 0, 0]);
			await open.commit();
			expect([spooled.has(0), spooled.bytes]).toEqual([true, sealedSegmentBytes]);
			expect(spool.usage().keptBytes).toBe(sealedSegmentBytes);
			expect(spooled.missing()).toEqual([[1, null]]);
		});

		test('segments come in any order, and all of it is here when none below the last is missing', async () => {
			const {spooled, open} = begin();
			await writeSegments(open, [2, 0], 2);
			expect([spooled.missing(), spooled.count, spooled.isComplete]).toEqual([[[1, 2]], 3, false]);
			await writeSegments(open, [1]);
			expect([spooled.missing(), spooled.isComplete]).toEqual([[], true]);
			expect(spooled.bytes).toBe(2 * sealedSegmentBytes + 1000);
			expect(await readGood(spooled, [0, 1, 2])).toEqual([0, 1, 2]);
		});

		test('a transfer of one short segment is complete with it', async () => {
			const {spooled, open} = begin();
			await writeSegments(open, [0], 0);
			expect([spooled.isComplete, spooled.segments, spooled.bytes]).toEqual([true, 1, 1000]);
		});

		test('the bytes given to it may be used again when it has taken them', async () => {
			const {spooled, open} = begin();
			const buffer = segmentBytes(0);
			await open.write(0, buffer, false);
			buffer.fill(77);
			await open.commit();
			expect(await readGood(spooled, [0])).toEqual([0]);
		});

		test('what is there does not change its end: another last segment is refused', async () => {
			const {open} = begin();
			await writeSegments(open, [2], 2);
			const refusal = {code: 'protocol'};
			await expect(open.write(1, segmentBytes(1, true), true)).rejects.toMatchObject(refusal);
			await expect(open.write(2, segmentBytes(2), false)).rejects.toMatchObject(refusal);
			await expect(open.write(3, segmentBytes(3), false)).rejects.toMatchObject(refusal);
			await open.write(2, segmentBytes(2, true), true);
		});

		test('a dropped segment is missing, and may come again', async () => {
			const {spooled, open, again} = begin();
			await spooled.save(spooled.record);
			await writeSegments(open, [0, 1, 2], 2);
			spooled.drop(1);
			spooled.drop(1);
			spooled.drop(9);
			expect([spooled.has(1), spooled.isComplete, spooled.missing()]).toEqual([false, false, [[1, 2]]]);
			expect(again()?.missing()).toEqual([[1, 2]]);
			await writeSegments(open, [1]);
			expect(spooled.isComplete).toBe(true);
			expect(again()?.isComplete).toBe(true);
		});

		test('never more missing ranges are named than a ticket has room for', async () => {
			const {spooled, open} = begin();
			const count = maxRanges + 5;
			for (let number = 0; number < count; number++)
				await open.write(2 * number + 1, Buffer.from([number & 255]), false);
			await open.commit();
			expect(spooled.missing()).toHaveLength(maxRanges);
			expect(spooled.missing().at(-1)).toEqual([2 * (maxRanges - 1), null]);
		});

		test('the next run finds records, segments and their bytes', async () => {
			const {spooled, open, again} = begin();
			await writeSegments(open, [0, 1, 3], 3);
			const changed = makeRecord(idOf('1'), {ageMs: 77, lookedMs: 9});
			await spooled.save(changed);
			const found = again();
			expect(found?.record).toEqual(changed);
			expect([found?.missing(), found?.count, found?.bytes]).toEqual([[[2, 3]], 4, spooled.bytes]);
			expect(found && (await readGood(found, [0, 1, 2, 3]))).toEqual([0, 1, 3]);
		});

		test('of many records saved at once the newest is kept', async () => {
			const {spooled, again} = begin();
			const saves = Array.from({length: 50}, (_, index) => spooled.save(makeRecord(idOf('1'), {ageMs: index + 1})));
			await Promise.all(saves);
			expect(again()?.record.ageMs).toBe(50);
		});

		test('when the bytes are removed the record stays', async () => {
			const {spool, spooled, open, again} = begin();
			await spooled.save(spooled.record);
			await writeSegments(open, [0, 1], 1);
			spooled.removeBody();
			expect([spooled.bytes, spooled.segments, spool.usage().keptBytes]).toEqual([0, 0, 0]);
			// Somebody was just writing.
			await writeSegments(open, [0]);
			expect(spooled.segments).toBe(0);
			expect([again()?.segments, again()?.transfer]).toEqual([0, idOf('1')]);
		});

		test('nothing of what was removed is found again, also when its record was just being saved', async () => {
			const {spool, spooled, open, again} = begin();
			await writeSegments(open, [0]);
			const saving = spooled.save(spooled.record);
			await spooled.remove();
			await saving;
			await spooled.save(spooled.record);
			expect(spool.all()).toEqual([]);
			expect(again()).toBeUndefined();
		});

		test('several transfers are kept side by side', async () => {
			const {spool, open} = begin();
			const other = spool.create(idOf('2'), makeRecord(idOf('2')));
			const second = other.open();
			await writeSegments(open, [0], 0);
			await writeSegments(second, [0, 1], 1);
			second.close();
			second.close();
			expect(spool.usage().keptBytes).toBe(1000 + sealedSegmentBytes + 1000);
			expect(await readGood(other, [0, 1])).toEqual([0, 1]);
			expect(spool.usage().freeBytes).toBeGreaterThan(0);
		});
	});
}
