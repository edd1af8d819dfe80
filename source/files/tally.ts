import type {Layout} from './layout.ts';

/** How much of a transfer is written: content only, without manifest and trailer. */
export type Tally = {
	/** Counts a stretch of the plaintext in; each byte at most once. */
	add(from: number, to: number): void;
	/** Takes it back: it was found damaged. */
	remove(from: number, to: number): void;
	/** Content bytes written. */
	readonly bytes: number;
	/** Files of which every byte is written; empty ones from the start, folders never. */
	readonly files: number;
};

/** Starts with nothing written. Takes 8 bytes for each entry. */
export function createTally(layout: Layout): Tally {
	const leftBytes = Float64Array.from({length: layout.entries.length}, (_, index) => layout.bytesOf(index));
	let bytes = 0;
	let files = layout.files - leftBytes.reduce((count, left) => (left > 0 ? count + 1 : count), 0);
	return {
		add(from, to) {
			for (const piece of layout.pieces(from, to)) {
				const left = (leftBytes[piece.index] ?? 0) - piece.bytes;
				leftBytes[piece.index] = left;
				bytes += piece.bytes;
				if (left === 0) files++;
			}
		},
		remove(from, to) {
			for (const piece of layout.pieces(from, to)) {
				const left = leftBytes[piece.index] ?? 0;
				leftBytes[piece.index] = left + piece.bytes;
				bytes -= piece.bytes;
				if (left === 0) files--;
			}
		},
		get bytes() {
			return bytes;
		},
		get files() {
			return files;
		},
	};
}
