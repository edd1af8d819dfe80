import {rawText, type PeerText} from './peer-text.ts';

/**
 * The one door between text that a peer chose (names, notes, messages, titles, errors) and a screen, a line or a log.
 * What comes out holds no control byte, no escape sequence, no bidirectional override, no line break: each such character
 * becomes a visible `�`. Letters of every language stay, each with at most `maxMarks` marks: one `�` stands for the rest of a pile.
 * Limits: `maxCharacters` code points (at least 1), the last of them `…` when cut. Doing it twice changes nothing.
 */
export function display(text: string | PeerText, maxCharacters = 255): string {
	const raw = rawText(text);
	if (raw.length <= maxCharacters && printableAscii.test(raw)) return raw;
	const shown: string[] = [];
	let marks = 0;
	for (const character of raw) {
		marks = mark.test(character) ? marks + 1 : 0;
		if (marks > maxMarks + 1) continue;
		if (shown.length === maxCharacters) return `${shown.slice(0, -1).join('')}…`;
		shown.push(marks > maxMarks || isHarmful(character.codePointAt(0) ?? 0) ? '�' : character);
	}
	return shown.join('');
}

/** The same for a whole sentence or a path, of up to 1,000 characters: a reason, an error, a question. */
export function displaySentence(text: string | PeerText): string {
	return display(text, maxSentenceCharacters);
}

const maxSentenceCharacters = 1000;
const printableAscii = /^[ -~]*$/;
/** What takes no cell of its own: combining marks, variation selectors, joiners. */
const mark = /[\p{Mn}\p{Me}\u200c\u200d]/u;
/** More than any language piles on one letter (Hebrew with its accents has four, Tibetan stacks six); a thousand would paint over the lines above and below. */
const maxMarks = 8;

/**
 * Is this code point one that no screen and no file name may get from a peer? C0, DEL, C1; line and paragraph separators;
 * bidi marks, embeddings, overrides and isolates; BOM and what is invisible or blank and so makes one name look like
 * another; lone surrogates; tags; noncharacters. ZWJ, ZWNJ and variation selectors stay: scripts, emoji and Japanese
 * names need them.
 */
export function isHarmful(code: number): boolean {
	if (code < 0x7f) return code < 0x20;
	return (code & 0xfffe) === 0xfffe || harmful.some(([first, last]) => code >= first && code <= last);
}

const harmful: ReadonlyArray<readonly [first: number, last: number]> = [
	[0x7f, 0x9f],
	[0xad, 0xad],
	// Combining grapheme joiner, Arabic letter mark, Hangul fillers, Khmer inherent vowels, Mongolian vowel separator.
	[0x034f, 0x034f],
	[0x061c, 0x061c],
	[0x115f, 0x1160],
	[0x17b4, 0x17b5],
	[0x180e, 0x180e],
	[0x200b, 0x200b],
	[0x200e, 0x200f],
	[0x2028, 0x202e],
	[0x2060, 0x206f],
	[0x3164, 0x3164],
	[0xd800, 0xdfff],
	[0xfdd0, 0xfdef],
	[0xfeff, 0xfeff],
	[0xffa0, 0xffa0],
	[0xfff0, 0xfffb],
	// Musical format controls.
	[0x1d173, 0x1d17a],
	// Tags, without the variation selectors between them.
	[0xe0000, 0xe00ff],
	[0xe01f0, 0xe0fff],
];
