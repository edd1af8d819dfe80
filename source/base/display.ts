/**
 * The one door between text that a peer chose (names, notes, messages, titles, errors) and a screen, a line or a log.
 * What comes out holds no control byte, no escape sequence, no bidirectional override, no line break: each such character
 * becomes a visible `�`. Letters of every language stay. Limits: `maxCharacters` code points, then `…`.
 */
export function display(text: string, maxCharacters = 255): string {
	const shown: string[] = [];
	for (const character of text) {
		if (shown.length === maxCharacters) return `${shown.slice(0, -1).join('')}…`;
		shown.push(isHarmful(character.codePointAt(0) ?? 0) ? '�' : character);
	}
	return shown.join('');
}

/** C0, DEL, C1; line and paragraph separators; bidi marks, embeddings, overrides and isolates; BOM and other invisible
 * formatters that can make one name look like another; lone surrogates; tags; noncharacters. ZWJ and variation selectors stay: scripts and emoji need them. */
function isHarmful(code: number): boolean {
	return (
		code < 0x20 ||
		(code >= 0x7f && code <= 0x9f) ||
		code === 0xad ||
		code === 0x061c ||
		code === 0x200b ||
		code === 0x200e ||
		code === 0x200f ||
		(code >= 0x2028 && code <= 0x202e) ||
		(code >= 0x2060 && code <= 0x206f) ||
		code === 0xfeff ||
		(code >= 0xfff9 && code <= 0xfffb) ||
		(code >= 0xd800 && code <= 0xdfff) ||
		(code >= 0xe0000 && code <= 0xe0fff)
	);
}
