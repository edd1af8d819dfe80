/**
 * A line of text being typed: what stands before and after the cursor. `revision` moves with every change that the typing
 * widget did not make itself, so that the widget starts afresh from `before`.
 */
export type TextField = {
	readonly before: string;
	readonly after: string;
	readonly revision: number;
	/** Nobody has touched what is filled in: what is typed takes its place. */
	readonly isProposal?: boolean;
};

/** A field with the cursor at its end. */
export function createTextField(text = ''): TextField {
	return {before: text, after: '', revision: 0};
}

/** A field with something filled in that Enter takes, an editing key changes, and typing replaces. */
export function proposeText(text: string): TextField {
	return {...createTextField(text), isProposal: text !== ''};
}

/** What the field holds. */
export function fieldText(field: TextField): string {
	return field.before + field.after;
}

/** The widget appended to what stands before the cursor. */
export function typeInto(field: TextField, before: string): TextField {
	if (field.isProposal) return changed(field, before.slice(field.before.length), '');
	return {...field, before};
}

/** Inserts pasted text, its line breaks as spaces. */
export function pasteInto(field: TextField, text: string): TextField {
	const line = text.trim().replaceAll(/\s*[\r\n]+\s*/g, ' ');
	return field.isProposal ? changed(field, line, '') : changed(field, field.before + line, field.after);
}

/** Home, End, arrows, Backspace, Delete, ^A ^E ^W ^U ^K, by grapheme; undefined for a key that does not edit. */
export function editField(field: TextField, key: string): TextField | undefined {
	const {before, after} = field;
	switch (key) {
		case 'home':
		case 'ctrl+a':
			return changed(field, '', before + after);
		case 'end':
		case 'ctrl+e':
			return changed(field, before + after, '');
		case 'left': {
			const last = lastGrapheme(before);
			return changed(field, before.slice(0, before.length - last.length), last + after);
		}
		case 'right': {
			const first = firstGrapheme(after);
			return changed(field, before + first, after.slice(first.length));
		}
		case 'backspace':
		case 'ctrl+h':
			return changed(field, before.slice(0, before.length - lastGrapheme(before).length), after);
		case 'delete':
		case 'ctrl+d':
			return changed(field, before, after.slice(firstGrapheme(after).length));
		case 'ctrl+w':
			return changed(field, before.replace(/[^\s/]*[\s/]*$/, ''), after);
		case 'ctrl+u':
			return changed(field, '', after);
		case 'ctrl+k':
			return changed(field, before, '');
		default:
			return undefined;
	}
}

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

function firstGrapheme(text: string): string {
	const [first] = graphemes.segment(text);
	return first?.segment ?? '';
}

function lastGrapheme(text: string): string {
	// Only the end matters: a grapheme longer than this is no letter of any language.
	return [...graphemes.segment(text.slice(-64))].at(-1)?.segment ?? '';
}

function changed(field: TextField, before: string, after: string): TextField {
	return {before, after, revision: field.revision + 1};
}
