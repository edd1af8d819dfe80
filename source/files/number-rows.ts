/**
 * A long list of rows of numbers, off the heap, in blocks: nothing is copied or left behind when it grows. What was never set
 * is 0.
 */
export type NumberRows = {
	/** `column` is below the width. */
	at(row: number, column: number): number;
	/** As many numbers as the width says. */
	set(row: number, numbers: readonly number[]): void;
};

/** Large enough that a million rows are few blocks, small enough that a short list is little. */
const rowsInBlock = 1024;

/** Creates an empty one whose rows have `width` numbers. */
export function createNumberRows(width: number): NumberRows {
	const blocks: Float64Array[] = [];
	const placeOf = (row: number): number => (row % rowsInBlock) * width;
	return {
		at: (row, column) => blocks[Math.floor(row / rowsInBlock)]?.[placeOf(row) + column] ?? 0,
		set(row, numbers) {
			const number = Math.floor(row / rowsInBlock);
			while (blocks.length <= number) blocks.push(new Float64Array(rowsInBlock * width));
			blocks[number]?.set(numbers, placeOf(row));
		},
	};
}
