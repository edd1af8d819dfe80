/** The first index below `length` for which `isBehind` is true, which it is for all behind it too; `length` when there is none. Binary search. */
export function firstIndex(length: number, isBehind: (index: number) => boolean): number {
	let low = 0;
	let high = length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (isBehind(middle)) high = middle;
		else low = middle + 1;
	}
	return low;
}
