import {nearName} from './near-name.ts';

/** `name`: the one that is meant, as it is spelled there. `near`: none is, but this one may be. */
export type FoundName = {readonly name: string} | {readonly name: undefined; readonly near: string | undefined};

/**
 * Looks a name up as people type it: the very one; else the only one that is the same in another Unicode normalisation (a
 * name typed on a Mac); else, with `anyCase`, the only one that differs in case. Without `anyCase` that one is only `near`.
 */
export function findName(wanted: string, names: readonly string[], anyCase: boolean): FoundName {
	if (names.includes(wanted)) return {name: wanted};
	const composed = wanted.normalize('NFC');
	const same = names.filter((name) => name.normalize('NFC') === composed);
	if (same.length === 1 && same[0] !== undefined) return {name: same[0]};
	const folded = foldText(wanted);
	const alike = names.filter((name) => foldText(name) === folded);
	if (anyCase && alike.length === 1 && alike[0] !== undefined) return {name: alike[0]};
	return {name: undefined, near: alike[0] ?? nearName(wanted, names)};
}

const ascii = /^[\0-\x7f]*$/;

/** Text as it is compared where case and normalisation do not count. Lower case first: `ẞ` has no other way to `SS`. */
export function foldText(text: string): string {
	// Nearly every name; five times as fast.
	if (ascii.test(text)) return text.toUpperCase();
	return text.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC');
}
