/** The characters a screen is drawn with: every one takes exactly one column. */
export type Glyphs = {
	readonly border: Border;
	/** The upper left one of the pane that has the focus. */
	readonly focusedCorner: string;
	readonly gaugeFull: string;
	readonly gaugeEmpty: string;
	/** From lowest to highest; the first stands for zero. */
	readonly spark: readonly string[];
	readonly online: string;
	readonly offline: string;
	readonly up: string;
	readonly down: string;
	readonly ellipsis: string;
	/** Between a name and its short id. */
	readonly dot: string;
};

export type Border = {
	readonly topLeft: string;
	readonly topRight: string;
	readonly bottomLeft: string;
	readonly bottomRight: string;
	readonly horizontal: string;
	readonly vertical: string;
};

/** For a UTF-8 locale; all of it is in the fonts that terminals come with. */
export const unicodeGlyphs: Glyphs = {
	border: {topLeft: '┌', topRight: '┐', bottomLeft: '└', bottomRight: '┘', horizontal: '─', vertical: '│'},
	focusedCorner: '┏',
	gaugeFull: '#',
	gaugeEmpty: '·',
	spark: [...'▁▂▃▄▅▆▇█'],
	online: '●',
	offline: '○',
	up: '↑',
	down: '↓',
	ellipsis: '…',
	dot: '·',
};

/** For other locales, and the terminals `linux` and `vt*`. */
export const asciiGlyphs: Glyphs = {
	border: {topLeft: '+', topRight: '+', bottomLeft: '+', bottomRight: '+', horizontal: '-', vertical: '|'},
	focusedCorner: '#',
	gaugeFull: '#',
	gaugeEmpty: '.',
	spark: [...'_.-=*%#@'],
	online: '*',
	offline: 'o',
	up: '^',
	down: 'v',
	ellipsis: '~',
	dot: '/',
};

/** The same for a screen that is read out: pictures made of characters say nothing to an ear, and the numbers stand beside them. */
export function spokenGlyphs(glyphs: Glyphs): Glyphs {
	return {...glyphs, gaugeFull: '', gaugeEmpty: '', spark: []};
}
