import zlib from 'node:zlib';
import {readAllSync, writeAllSync, type Disk} from './disk.ts';

/** What the journal of a spool says of one segment. */
export type SpoolSlot = {
	readonly segment: number;
	/** Sealed bytes, at most 256 KiB. */
	readonly bytes: number;
	readonly isLast: boolean;
	readonly crc: number;
};

/*
 * The journal of a spool has a slot for each segment, at its number × 16: number 4, length 4 (its highest bit: the last segment), CRC-32 of
 * the segment 4, CRC-32 of these 4. A slot never crosses a sector, stands for itself, and may be written again: no torn or lost one
 * costs another. Anything else than a good slot says that the segment is missing.
 */
const slotBytes = 16;
const checkedBytes = 12;
const lastBit = 0x8000_0000;
/** Slots read at once: 64 KiB. */
const slotsPerRead = 4096;

/** Writes slots at their places, those in a row together; their segments are on the disk already. Throws what the disk throws. */
export function writeSlots(disk: Disk, descriptor: number, slots: readonly SpoolSlot[]): void {
	const sorted = slots.toSorted((one, other) => one.segment - other.segment);
	for (let from = 0; from < sorted.length;) {
		let to = from + 1;
		while (sorted[to]?.segment === (sorted[to - 1]?.segment ?? 0) + 1) to++;
		const run = sorted.slice(from, to);
		writeAllSync(disk, descriptor, run.map(encodeSlot), (run[0]?.segment ?? 0) * slotBytes);
		from = to;
	}
}

/** The slot of one segment; undefined when the segment is missing. Throws what the disk throws. */
export function readSlot(disk: Disk, descriptor: number, segment: number): SpoolSlot | undefined {
	const bytes = Buffer.alloc(slotBytes);
	readAllSync(disk, descriptor, bytes, segment * slotBytes);
	return decodeSlot(bytes, segment);
}

/** Every good slot, in order; read as it is walked. Throws what the disk throws. */
export function* readSlots(disk: Disk, descriptor: number): Generator<SpoolSlot> {
	const buffer = Buffer.alloc(slotsPerRead * slotBytes);
	for (let first = 0; ; first += slotsPerRead) {
		const bytes = readAllSync(disk, descriptor, buffer, first * slotBytes);
		for (let at = 0; at + slotBytes <= bytes; at += slotBytes) {
			const slot = decodeSlot(buffer.subarray(at, at + slotBytes), first + at / slotBytes);
			if (slot) yield slot;
		}
		if (bytes < buffer.length) return;
	}
}

/** What stands in the place of a segment that is missing again. */
export const emptySlot = Buffer.alloc(slotBytes);

/** Where the slot of a segment lies. */
export function slotPosition(segment: number): number {
	return segment * slotBytes;
}

function encodeSlot({segment, bytes, isLast, crc}: SpoolSlot): Buffer {
	const slot = Buffer.alloc(slotBytes);
	slot.writeUInt32LE(segment);
	slot.writeUInt32LE(bytes + (isLast ? lastBit : 0), 4);
	slot.writeUInt32LE(crc, 8);
	slot.writeUInt32LE(zlib.crc32(slot.subarray(0, checkedBytes)), checkedBytes);
	return slot;
}

function decodeSlot(slot: Buffer, segment: number): SpoolSlot | undefined {
	if (zlib.crc32(slot.subarray(0, checkedBytes)) !== slot.readUInt32LE(checkedBytes)) return undefined;
	if (slot.readUInt32LE() !== segment) return undefined;
	const length = slot.readUInt32LE(4);
	return {segment, bytes: length % lastBit, isLast: length >= lastBit, crc: slot.readUInt32LE(8)};
}
