import {isHarmful} from '../../source/base/display.ts';

/** The characters of a text that would command a terminal: all controls but the line feed, and marks that turn the direction of text. */
export function controlsIn(text: string): readonly string[] {
	return [...text].filter((character) => {
		const point = character.codePointAt(0) ?? 0;
		return (
			(point < 0x20 && character !== '\n') || (point >= 0x7f && point < 0xa0) || (point >= 0x202a && point <= 0x202e)
		);
	});
}

/** The characters of a text that `display` would replace; line feeds where they end lines of ours. */
export function harmfulIn(text: string, allowed = ''): readonly string[] {
	return [...text].filter((character) => isHarmful(character.codePointAt(0) ?? 0) && !allowed.includes(character));
}

/** CSI, OSC (with what is in it), DCS and its like, any other escape sequence. */
const sequence =
	/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[PX^_][^\u001b]*\u001b\\|[ -/]*[0-~])/g;

/** What commands the terminal in `raw` and not in `harmless`: escape sequences, and control characters and marks beside them. Empty when all of it is a program's own. */
export function foreignIn(raw: string, harmless: string): readonly string[] {
	const known = new Set([...painted, ...commandsIn(harmless), ...harmfulIn(textIn(harmless), '\r\n')]);
	return [...commandsIn(raw), ...harmfulIn(textIn(raw), '\r\n')].filter((one) => !known.has(one));
}

/** What a screen may need for one text and not for another: to erase some columns or to the end of a row, to scroll, to be plain again. */
const painted = ['\u001b[X', '\u001b[K', '\u001b[r', '\u001bD', '\u001bM', '\u001b[m', '\u001b[0m'];

/** Each escape sequence once, a style by each of its numbers. Where the cursor goes is left out, how things look stays; of a title its form. */
function commandsIn(raw: string): ReadonlySet<string> {
	const found = raw.match(sequence) ?? [];
	return new Set(
		found.flatMap((text) => {
			if (text.startsWith('\u001b]')) return [text.replace(/;[^\u0007\u001b]*/, ';text')];
			if (/^\u001b\[[\d;]+m$/.test(text))
				return text
					.slice(2, -1)
					.split(';')
					.map((number) => `\u001b[${number}m`);
			return [/^\u001b\[[\d;]*[A-HXr]$/.test(text) ? text.replaceAll(/[\d;]/g, '') : text];
		}),
	);
}

/** Everything else: the texts of titles too. */
function textIn(raw: string): string {
	return raw.replaceAll(sequence, (text) =>
		text.startsWith('\u001b]') ? text.slice(2).replace(/(?:\u0007|\u001b\\)$/, '') : '',
	);
}
