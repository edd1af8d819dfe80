/** What a peer might put into a text to command a terminal or to deceive, by name. Each holds `token`, so that it can be found in what was written. */
export const token = 'FTX';

export const hostileTexts: Readonly<Record<string, string>> = {
	'every C0 control and DEL': `${token}${range(0x00, 0x1f)}\u007f${token}`,
	'every C1 control': `${token}${range(0x80, 0x9f)}${token}`,
	'CSI: colours, hidden, cursor, erase': `${token}\u001b[38;5;213m\u001b[8m\u001b[31337;7H\u001b[2J\u001b[?1049l${token}`,
	'CSI in C1': `\u009b31337m${token}\u009b2J`,
	'a title': `\u001b]0;${token}\u0007\u001b]2;${token}\u001b\\\u009d0;${token}\u009c`,
	'a link': `\u001b]8;;https://${token}\u001b\\${token}\u001b]8;;\u001b\\`,
	'the clipboard': `${token}\u001b]52;c;RlRY\u0007`,
	'DCS, APC, PM, SOS': `\u001bP${token}\u001b\\\u001b_${token}\u001b\\\u001b^${token}\u001b\\\u001bX${token}\u001b\\`,
	'a reset, and a query that types its answer': `${token}\u001bc\u001b[6n\u001b]11;?\u0007\u0005`,
	'lines of its own': `${token}\nfaked line\r\nanother\rover\u2028and\u2029more\u0085end ${token}`,
	'back and over': `${token}\b\b\b\b\u007f\u007f${token}`,
	'bidi overrides and isolates': `${token}\u202egpj.exe\u2066\u2067\u2068\u2069\u200f\u061c${token}`,
	'zero width': `${token}\u200b\u2060\ufeff\u00ad\u034f\u180e${token}`,
	'tags and noncharacters': `${token}\u{e0041}\u{e007f}\ufffe\u{10ffff}${token}`,
	'lone surrogates': `${token}\ud800x\udfff${token}`,
	'a pile of marks': `${token}${'\u0301\u0323\u20dd'.repeat(66)}${token}`,
	'joiners without end': `${token}${'\u200d\u200c'.repeat(100)}${token}`,
	'loose vowels': `${token}${'\u1161'.repeat(60)}${token}`,
	wide: `${token}${'漢字'.repeat(30)}${token}`,
	'right to left': `${token}مرحبا بالعالم${token}`,
	'10,000 characters': `${token}${'x'.repeat(9994)}${token}\u001b[2J`,
};

/** One text of every kind of harm, short enough (below 255 bytes) for any field. */
export const poison =
	`${token}\u0000\u0007\b\t\n\r\u001b[31337m\u001b[8m\u001b]0;${token}\u0007\u001b]52;c;RlRY\u0007` +
	`\u001bP${token}\u001b\\\u001b]8;;x\u001b\\\u001bc\u007f\u0085\u009b31337m\u009d${token}\u009c` +
	`\u202e\u2066\u200b\u2028\ufeff\u{e0041}\ud800e${'\u0301'.repeat(20)}漢م${token}`;

/** The same for what has to be a name on a disk, or UTF-8. */
export const poisonName = poison.replaceAll(/[\0/\ud800]/g, '');

function range(first: number, last: number): string {
	return Array.from({length: last - first + 1}, (_, index) => String.fromCodePoint(first + index)).join('');
}
