/** What a list shows of its rows: those with a text in them, in an order of its own. */
export type ListShape = {readonly filter: string; readonly sort: string | undefined};

/** How the rows of one list are found and put in order. The first of `sorts` is how they come. */
export type ListKind<Row> = {
	/** What a filter looks at: all that the row shows. */
	readonly text: (row: Row) => string;
	readonly sorts: readonly [ListSort<Row>, ...ReadonlyArray<ListSort<Row>>];
};
export type ListSort<Row> = {
	readonly name: string;
	/** Undefined: the order of the snapshot. */
	readonly compare?: (a: Row, b: Row) => number;
};

/** A list as it comes. */
export const wholeList: ListShape = {filter: '', sort: undefined};

/** What became of a list when it was looked at last: a key looks at the same rows several times, and ten thousand cost. */
const shaped = new WeakMap<
	object,
	{readonly shape: ListShape; readonly kind: object; readonly shown: readonly unknown[]}
>();

/** The rows to show; the array itself while nothing is asked for. For the same array and an equal shape the same is returned. */
export function shapeRows<Row>(rows: readonly Row[], shape: ListShape, kind: ListKind<Row>): readonly Row[] {
	const last = shaped.get(rows);
	if (last?.kind === kind && last.shape.filter === shape.filter && last.shape.sort === shape.sort)
		return last.shown as readonly Row[];
	const shown = findAndSort(rows, shape, kind);
	shaped.set(rows, {shape, kind, shown});
	return shown;
}

function findAndSort<Row>(rows: readonly Row[], shape: ListShape, kind: ListKind<Row>): readonly Row[] {
	const found = shape.filter.trim() === '' ? rows : rows.filter((row) => matches(kind.text(row), shape.filter));
	const {compare} = sortOf(shape, kind);
	return compare ? found.toSorted(compare) : found;
}

/** `S`: the next order, after the last the first again. */
export function nextSort<Row>(shape: ListShape, kind: ListKind<Row>): ListShape {
	const index = kind.sorts.indexOf(sortOf(shape, kind));
	return {...shape, sort: kind.sorts[(index + 1) % kind.sorts.length]?.name};
}

/** True while no other order was asked for. */
export function isAsItComes<Row>(shape: ListShape, kind: ListKind<Row>): boolean {
	return sortOf(shape, kind) === kind.sorts[0];
}

/** `/bob  sort rate`, for the upper border of the pane; undefined for a list as it comes. */
export function shapeNote<Row>(shape: ListShape, kind: ListKind<Row>): string | undefined {
	const notes = [
		...(shape.filter.trim() === '' ? [] : [`/${shape.filter.trim()}`]),
		...(isAsItComes(shape, kind) ? [] : [`sort ${sortOf(shape, kind).name}`]),
	];
	return notes.length > 0 ? notes.join('  ') : undefined;
}

/** `12`, or `3 of 12` while a filter hides some. */
export function countText(shown: number, all: number): string {
	return shown === all ? String(all) : `${shown} of ${all}`;
}

/** Has a text every word of a filter in it, in whatever case? */
export function matches(text: string, filter: string): boolean {
	const where = text.toLowerCase();
	return filter
		.toLowerCase()
		.split(/\s+/)
		.every((word) => where.includes(word));
}

function sortOf<Row>({sort}: ListShape, {sorts}: ListKind<Row>): ListSort<Row> {
	return sorts.find(({name}) => name === sort) ?? sorts[0];
}
