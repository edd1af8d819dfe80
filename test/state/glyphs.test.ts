import {expect, test} from 'vitest';
import {asciiGlyphs, unicodeGlyphs, type Glyphs} from '../../source/state/glyphs.ts';
import {textWidth} from '../../source/state/text-width.ts';

const all = (glyphs: Glyphs): string[] =>
	Object.values(glyphs).flatMap((value: string | readonly string[] | object): string[] =>
		typeof value === 'string' ? [value] : Object.values(value),
	);

test('every glyph takes one column', () => {
	for (const glyph of [...all(unicodeGlyphs), ...all(asciiGlyphs)]) expect(textWidth(glyph)).toBe(1);
});

test('the ASCII glyphs are ASCII, and no set has braille or emoji', () => {
	for (const glyph of all(asciiGlyphs)) expect(glyph).toMatch(/^[!-~]$/);
	for (const glyph of all(unicodeGlyphs)) expect(glyph).not.toMatch(/[\u2800-\u28ff\p{Emoji_Presentation}]/u);
});

test('the focus is told apart without colour', () => {
	for (const glyphs of [unicodeGlyphs, asciiGlyphs]) expect(glyphs.focusedCorner).not.toBe(glyphs.border.topLeft);
});
