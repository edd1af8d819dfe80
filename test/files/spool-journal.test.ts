import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {
	emptySlot,
	readSlot,
	readSlots,
	slotPosition,
	writeSlots,
	type SpoolSlot,
} from '../../source/files/spool-journal.ts';
import {maxSegments, sealedSegmentBytes} from '../../source/protocol/limits.ts';
import {temporaryFolder} from './temporary-folder.ts';

const slot = (segment: number, isLast = false): SpoolSlot => ({
	segment,
	bytes: isLast ? 700 : sealedSegmentBytes,
	isLast,
	crc: (segment * 2_654_435_761) >>> 0,
});

function openFile(): {file: string; descriptor: number} {
	const file = path.join(temporaryFolder(), 'journal');
	const descriptor = fs.openSync(file, 'w+');
	onTestFinished(() => {
		fs.closeSync(descriptor);
	});
	return {file, descriptor};
}

test('slots are found again at their places, whatever the order they were written in', () => {
	const {file, descriptor} = openFile();
	writeSlots(realDisk, descriptor, [slot(9, true), slot(0), slot(5), slot(4)]);
	expect([...readSlots(realDisk, descriptor)]).toEqual([slot(0), slot(4), slot(5), slot(9, true)]);
	expect(fs.statSync(file).size).toBe(160);
	expect([readSlot(realDisk, descriptor, 5), readSlot(realDisk, descriptor, 6)]).toEqual([slot(5), undefined]);
	expect(readSlot(realDisk, descriptor, 10)).toBeUndefined();
});

test('more slots than are read at once are all read', () => {
	const {descriptor} = openFile();
	writeSlots(
		realDisk,
		descriptor,
		Array.from({length: 9000}, (_, segment) => slot(segment)),
	);
	expect([...readSlots(realDisk, descriptor)]).toHaveLength(9000);
	expect(readSlot(realDisk, descriptor, 4097)).toEqual(slot(4097));
});

test('a full-sized last segment is told from one in the middle', () => {
	const {descriptor} = openFile();
	writeSlots(realDisk, descriptor, [{...slot(3), isLast: true}]);
	expect(readSlot(realDisk, descriptor, 3)).toEqual({...slot(3), isLast: true});
});

test('each bit of a slot counts: changed anywhere, it vouches for nothing', () => {
	const {file, descriptor} = openFile();
	writeSlots(realDisk, descriptor, [slot(0), slot(1), slot(2)]);
	const good = fs.readFileSync(file);
	for (let bit = 0; bit < 128; bit++) {
		const bad = Buffer.from(good);
		bad[16 + (bit >> 3)] = (bad[16 + (bit >> 3)] ?? 0) ^ (1 << (bit & 7));
		fs.writeSync(descriptor, bad, 0, bad.length, 0);
		expect([...readSlots(realDisk, descriptor)]).toEqual([slot(0), slot(2)]);
	}
});

test('a slot in the place of another, an empty one and zeros say that the segment is missing', () => {
	const {descriptor} = openFile();
	writeSlots(realDisk, descriptor, [slot(0), slot(1), slot(2)]);
	const bytes = Buffer.alloc(16);
	fs.readSync(descriptor, bytes, 0, 16, 0);
	fs.writeSync(descriptor, bytes, 0, 16, slotPosition(1));
	fs.writeSync(descriptor, emptySlot, 0, 16, slotPosition(2));
	fs.ftruncateSync(descriptor, 16 * 100);
	expect([...readSlots(realDisk, descriptor)]).toEqual([slot(0)]);
});

test('the last segment that may be has its slot', () => {
	const {descriptor} = openFile();
	writeSlots(realDisk, descriptor, [slot(maxSegments - 1, true)]);
	expect(readSlot(realDisk, descriptor, maxSegments - 1)).toEqual(slot(maxSegments - 1, true));
});
