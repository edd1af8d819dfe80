import {isHarmful} from './display.ts';

/** JSON that may be printed on a terminal: all that `display` would replace is escaped (`JSON.stringify` leaves DEL, C1 and bidi marks as they are). It parses to the same value. */
export function toSafeJson(value: Readonly<Record<string, unknown>>): string {
	const json = JSON.stringify(value);
	if (/^[ -~]*$/.test(json)) return json;
	let safe = '';
	for (const character of json) safe += isHarmful(character.codePointAt(0) ?? 0) ? toEscapes(character) : character;
	return safe;
}

/** `\u009b`; two of them for a character beyond the first plane. */
function toEscapes(character: string): string {
	return character
		.split('')
		.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.join('');
}
