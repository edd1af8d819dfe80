/** Sequences that terminals send for named keys, without the leading ESC: xterm, its application mode, VT220, rxvt, Linux. */
const sequences: ReadonlyMap<string, string> = new Map([
	...['[A', 'OA'].map((sequence) => [sequence, 'up'] as const),
	...['[B', 'OB'].map((sequence) => [sequence, 'down'] as const),
	...['[C', 'OC'].map((sequence) => [sequence, 'right'] as const),
	...['[D', 'OD'].map((sequence) => [sequence, 'left'] as const),
	...['[H', 'OH', '[1~', '[7~'].map((sequence) => [sequence, 'home'] as const),
	...['[F', 'OF', '[4~', '[8~'].map((sequence) => [sequence, 'end'] as const),
	['[2~', 'insert'],
	['[3~', 'delete'],
	['[5~', 'page-up'],
	['[6~', 'page-down'],
	['[Z', 'shift+tab'],
	['OM', 'enter'],
]);

/** The name of a key by what a terminal sends for it: `up`, `ctrl+u`, `space`, or the printed character itself; empty for a key we do not know. */
export function keyName(sequence: string): string {
	switch (sequence) {
		case '\r':
		case '\n':
			return 'enter';
		case '\t':
			return 'tab';
		case '\u001b':
			return 'esc';
		case '\u007f':
		case '\b':
			return 'backspace';
		case ' ':
			return 'space';
		default:
			return longName(sequence);
	}
}

function longName(sequence: string): string {
	if (sequence.startsWith('\u001b')) return sequences.get(sequence.slice(1)) ?? '';
	const code = sequence.codePointAt(0) ?? 0;
	return code < 0x20 ? `ctrl+${String.fromCharCode(code + 0x60)}` : sequence;
}
