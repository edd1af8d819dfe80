/**
 * Does a name match a pattern of a person: `*.iso`, `photo-??.jpg`; without a wildcard, is the text in the name. Upper and lower case are the same.
 * Takes steps in proportion to name times pattern at most, whatever the pattern is.
 */
export function matchesName(name: string, pattern: string): boolean {
	const text = [...name.toLowerCase()];
	const wanted = [...pattern.toLowerCase()];
	if (!/[*?]/.test(pattern)) return name.toLowerCase().includes(pattern.toLowerCase());
	let at = 0;
	let place = 0;
	/** Where the last `*` stands, and up to where it has taken the name. */
	let star = -1;
	let taken = 0;
	while (at < text.length) {
		const sign = wanted[place];
		if (sign === '*') {
			star = place++;
			taken = at;
		} else if (sign !== undefined && (sign === '?' || sign === text[at])) {
			place++;
			at++;
		} else if (star >= 0) {
			place = star + 1;
			at = ++taken;
		} else return false;
	}
	return wanted.slice(place).every((sign) => sign === '*');
}
