const maxListed = 3;

/** Names as people say them: `bob, carol and 7 others`. */
export function listNames(names: readonly string[]): string {
	if (names.length <= maxListed) return names.join(', ');
	return `${names.slice(0, maxListed - 1).join(', ')} and ${names.length - maxListed + 1} others`;
}
