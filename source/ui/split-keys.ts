import {keyName} from './key-name.ts';

/** One key press: its name, the text it prints or pastes, and the bytes as they came, for widgets that read them. */
export type KeyPress = {
	readonly name: string;
	readonly text: string;
	readonly sequence: string;
	/** Of a click: where, counted from 0. */
	readonly at?: {readonly column: number; readonly row: number};
};

const pasteStart = '\u001b[200~';
const pasteEnd = '\u001b[201~';
/** Mouse reports (SGR and X10), focus reports, and answers to queries: nothing a person typed. */
const report = /^\u001b(?:\[<[\d;]*[Mm]|\[M[\s\S]{3}|\[[IO]|\[[?>=][0-?]*[ -/]*[@-~]|\[\d+;\d+R)/;
/** A complete escape sequence: CSI, or SS3. Esc before a character is two keys: on a slow line they come together, and no key of ours has Alt. */
const complete = /^\u001b(?:\u001b?\[[0-?]*[ -/]*[@-~]|\u001b?O[A-Za-z])/u;
/** The beginning of one: waits for more. */
const unfinished = /^\u001b(?:\u001b?(?:\[[0-?]*[ -/]*|\[M[\s\S]{0,2}|O)?)?$/;

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/**
 * Cuts what a terminal sent into key presses. `rest` is an unfinished sequence or paste at the end: give it again with what comes
 * next, or to `flushKeys` when nothing comes. Focus reports are dropped, unknown sequences too, and reports of a mouse unless `hasMouse`.
 */
export function splitKeys(
	input: string,
	hasMouse = false,
): {readonly keys: readonly KeyPress[]; readonly rest: string} {
	const keys: KeyPress[] = [];
	let at = 0;
	while (at < input.length) {
		const left = input.slice(at);
		if (left.startsWith(pasteStart)) {
			const end = left.indexOf(pasteEnd);
			if (end < 0) return {keys, rest: left};
			keys.push({name: 'paste', text: left.slice(pasteStart.length, end), sequence: ''});
			at += end + pasteEnd.length;
			continue;
		}
		const isEscape = left.startsWith('\u001b');
		if (isEscape && unfinished.test(left)) return {keys, rest: left};
		const taken = isEscape ? takeEscape(left) : takeText(left);
		at += taken.length;
		if (!report.test(taken)) keys.push(...press(taken));
		else if (hasMouse) keys.push(...mouseKeys(taken));
	}
	return {keys, rest: ''};
}

/** What an unfinished sequence means when nothing follows it: Esc, then what was typed after it. */
export function flushKeys(rest: string): readonly KeyPress[] {
	if (!rest.startsWith('\u001b') || rest.startsWith(pasteStart)) return [];
	const after = splitKeys(rest.slice(1));
	return [...press('\u001b'), ...after.keys, ...flushKeys(after.rest)];
}

/** True for a paste whose end has not come: it is waited for without a limit of time. */
export function isUnfinishedPaste(rest: string): boolean {
	return rest.startsWith(pasteStart);
}

/** Wheel and left button of an SGR report (xterm's mode 1006). */
function mouseKeys(sequence: string): readonly KeyPress[] {
	const [, button = '', column = '', row = '', end] = /^\u001b\[<(\d+);(\d+);(\d+)([Mm])$/.exec(sequence) ?? [];
	const name = end === 'M' ? mouseNames.get(Number(button)) : undefined;
	return name === undefined
		? []
		: [{name, text: '', sequence: '', at: {column: Number(column) - 1, row: Number(row) - 1}}];
}

const mouseNames: ReadonlyMap<number, string> = new Map([
	[0, 'click'],
	[64, 'wheel-up'],
	[65, 'wheel-down'],
]);

function takeEscape(left: string): string {
	return report.exec(left)?.[0] ?? complete.exec(left)?.[0] ?? '\u001b';
}

function takeText(left: string): string {
	const [first] = graphemes.segment(left.slice(0, 64));
	const grapheme = first?.segment ?? left.slice(0, 1);
	// CR LF is one grapheme, but two keys.
	return grapheme === '\r\n' ? '\r' : grapheme;
}

function press(sequence: string): readonly KeyPress[] {
	const name = keyName(sequence);
	if (name === '') return [];
	const isPrinted = name === 'space' || name === sequence;
	return [{name, text: isPrinted ? sequence : '', sequence}];
}
