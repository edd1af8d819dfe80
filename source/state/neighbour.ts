/** The item `step` places further on in a ring of them: past the last comes the first. The item itself when it is none of them. */
export function neighbour<Item>(items: readonly Item[], item: Item, step: number): Item {
	const at = items.indexOf(item);
	return at < 0 ? item : (items[(at + step + items.length) % items.length] ?? item);
}
