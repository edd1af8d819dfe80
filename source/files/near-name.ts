/** Characters of names that are compared, 50 ms of work: in a large folder a hint is not worth everybody's time. */
const maxComparedCharacters = 100_000;

/** The name that was probably meant: the nearest of `names`, as far as they are compared, within two edits (a letter more, less, other, or two swapped), ignoring case; undefined when none is that near. */
export function nearName(name: string, names: readonly string[]): string | undefined {
	const wanted = name.toLowerCase();
	let nearest: string | undefined;
	let nearestEdits = 3;
	let characters = 0;
	for (const candidate of names) {
		// A short name is within two edits of almost anything.
		const most = Math.min(nearestEdits - 1, Math.floor(candidate.length / 2));
		if (Math.abs(candidate.length - name.length) > most) continue;
		characters += candidate.length;
		if (characters > maxComparedCharacters) break;
		const edits = countEdits(wanted, candidate.toLowerCase(), most);
		if (edits <= most) [nearest, nearestEdits] = [candidate, edits];
	}
	return nearest;
}

/** Optimal string alignment: Levenshtein's distance with swapped neighbours as one edit. `most` + 1 is anything above `most`: so nothing further off the diagonal is looked at. */
function countEdits(from: string, to: string, most: number): number {
	const tooMany = most + 1;
	const emptyRow = (): Uint16Array => new Uint16Array(to.length + 1).fill(tooMany);
	let [beforeLast, last, current] = [emptyRow(), emptyRow(), emptyRow()];
	for (let column = 0; column <= Math.min(to.length, most); column++) last[column] = column;
	for (let row = 1; row <= from.length; row++) {
		const first = Math.max(1, row - most);
		current[first - 1] = first === 1 ? Math.min(row, tooMany) : tooMany;
		for (let column = first; column <= Math.min(to.length, row + most); column++) {
			const isSame = from[row - 1] === to[column - 1];
			let edits = Math.min(
				(last[column] ?? tooMany) + 1,
				(current[column - 1] ?? tooMany) + 1,
				(last[column - 1] ?? tooMany) + (isSame ? 0 : 1),
			);
			if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
				edits = Math.min(edits, (beforeLast[column - 2] ?? tooMany) + 1);
			}
			current[column] = Math.min(edits, tooMany);
		}
		[beforeLast, last, current] = [last, current, beforeLast];
	}
	return last[to.length] ?? tooMany;
}
