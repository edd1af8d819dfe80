import {firstIndex} from '../base/first-index.ts';
import {createNumberRows} from './number-rows.ts';

/**
 * A long list of short texts, kept as UTF-8 in blocks: 200,000 names take 4 MB instead of 10, and none of it is on the
 * heap, whose young half grows to 48 MB and stays so when that much outlives its first moments.
 */
export type TextColumn = {
	readonly length: number;
	/** Adds one and returns its number. */
	push(text: string): number;
	/** Made anew each time; undefined for a number that is not there. */
	at(index: number): string | undefined;
};

/** Names of a few thousand files. */
const blockBytes = 64 * 1024;

/** Creates an empty one. */
export function createTextColumn(): TextColumn {
	/** `first`: number of the text that begins it. A text lies in one block. */
	const blocks: Array<{readonly first: number; readonly bytes: Buffer}> = [];
	/** Of each text, in its block. */
	const ends = createNumberRows(1);
	let length = 0;
	const startOf = (index: number, {first}: {readonly first: number}): number =>
		index === first ? 0 : ends.at(index - 1, 0);
	return {
		get length() {
			return length;
		},
		push(text) {
			const needed = Buffer.byteLength(text);
			let block = blocks.at(-1);
			if (!block || startOf(length, block) + needed > block.bytes.length) {
				block = {first: length, bytes: Buffer.allocUnsafeSlow(Math.max(needed, blockBytes))};
				blocks.push(block);
			}
			const start = startOf(length, block);
			block.bytes.write(text, start);
			ends.set(length, [start + needed]);
			return length++;
		},
		at(index) {
			if (index < 0 || index >= length) return undefined;
			const block = blocks[firstIndex(blocks.length, (number) => (blocks[number]?.first ?? 0) > index) - 1];
			return block?.bytes.toString('utf8', startOf(index, block), ends.at(index, 0));
		},
	};
}
