import {display} from '../base/display.ts';

const wide =
	/[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hangul}\p{Script=Yi}\p{Script=Tangut}\p{Script=Nushu}\p{Script=Khitan_Small_Script}\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\u4dff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}]/u;
const narrowHangul = /[\u1160-\u11ff\ud7b0-\ud7ff\uffa0-\uffdc]/u;
const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/u;
const printableAscii = /^[ -~]*$/;

/**
 * Columns that a terminal gives to a text: East Asian wide and emoji 2, combining marks 0, the rest 1 (Unicode 17, UAX 11).
 * Exact for text that went through `steadyText`; never below what Ink itself counts, so that Ink never cuts our lines.
 */
export function textWidth(text: string): number {
	if (printableAscii.test(text)) return text.length;
	let columns = 0;
	for (const character of text) columns += characterWidth(character);
	return columns;
}

/** Columns of one code point: 0, 1 or 2. */
export function characterWidth(character: string): number {
	if (printableAscii.test(character)) return 1;
	if (zeroWidth.test(character)) return 0;
	return wide.test(character) && !narrowHangul.test(character) ? 2 : 1;
}

/**
 * The last door of every screen: makes text harmless, whoever wrote it, and takes away what terminals disagree about the width of: joined and tinted emoji become their parts, flags their two letters,
 * keycaps the key, decomposed Hangul whole syllables; its loose vowels and finals, and signs that some draw and some do not, `�`. Letters of every language stay as they are.
 */
export function steadyText(text: string): string {
	if (printableAscii.test(text)) return text;
	return display(text.normalize('NFC'), Infinity)
		.replaceAll(/(?![\u200c\u200d])\p{Cf}|[\u1160-\u11ff\u302e\u302f\ud7b0-\ud7fb]/gu, '�')
		.replaceAll(/[\ufe00-\ufe0f\u20e3\p{Emoji_Modifier}]|(?<=\p{Extended_Pictographic})\u200d/gu, '')
		.replaceAll(/[\u{1f1e6}-\u{1f1ff}]/gu, (flag) => String.fromCodePoint((flag.codePointAt(0) ?? 0) - 0x1f1e6 + 0x41));
}
