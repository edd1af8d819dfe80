/** The name that was probably meant: the nearest of `names` within two edits (a letter more, less, other, or two swapped), ignoring case; undefined when none is that near. */
export function nearName(name: string, names: readonly string[]): string | undefined {
	let nearest: string | undefined;
	let nearestEdits = 3;
	for (const candidate of names) {
		// A short name is within two edits of almost anything.
		const most = Math.min(nearestEdits - 1, Math.floor(candidate.length / 2));
		if (Math.abs(candidate.length - name.length) > most) continue;
		const edits = countEdits(name.toLowerCase(), candidate.toLowerCase());
		if (edits <= most) [nearest, nearestEdits] = [candidate, edits];
	}
	return nearest;
}

/** Optimal string alignment: Levenshtein's distance with swapped neighbours as one edit. */
function countEdits(from: string, to: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({length: to.length + 1}, (_, column) => column);
	for (let row = 1; row <= from.length; row++) {
		const current = [row];
		for (let column = 1; column <= to.length; column++) {
			const isSame = from[row - 1] === to[column - 1];
			let edits = Math.min(
				(last[column] ?? 0) + 1,
				(current[column - 1] ?? 0) + 1,
				(last[column - 1] ?? 0) + (isSame ? 0 : 1),
			);
			if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
				edits = Math.min(edits, (beforeLast[column - 2] ?? 0) + 1);
			}
			current.push(edits);
		}
		[beforeLast, last] = [last, current];
	}
	return last[to.length] ?? 0;
}
