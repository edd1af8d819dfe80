/** The characters of a text that would command a terminal: all controls but the line feed, and marks that turn the direction of text. */
export function controlsIn(text: string): readonly string[] {
	return [...text].filter((character) => {
		const point = character.codePointAt(0) ?? 0;
		return (
			(point < 0x20 && character !== '\n') || (point >= 0x7f && point < 0xa0) || (point >= 0x202a && point <= 0x202e)
		);
	});
}
