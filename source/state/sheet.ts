import {span, type Line, type Tone} from './line.ts';
import {paragraph} from './view.ts';

/** One field of a sheet: what it is, and its text, on as many lines as that needs. Without a name it is a sentence over the whole width. */
export type SheetField = {readonly name?: string; readonly text: string; readonly tone?: Tone};

const nameColumns = 9;

/** The lines of a sheet, at most `rows`; what comes first is what has to be seen in the smallest terminal. */
export function sheetLines(fields: readonly SheetField[], columns: number, rows: number): readonly Line[] {
	return fields.flatMap((field) => fieldLines(field, columns)).slice(0, rows);
}

function fieldLines({name, text, tone = 'plain'}: SheetField, columns: number): readonly Line[] {
	const left = name === undefined ? 0 : nameColumns + 1;
	return paragraph(text, columns - left, Number.POSITIVE_INFINITY).map((line, index) => [
		...(name === undefined ? [] : [span(` ${(index === 0 ? name : '').padEnd(nameColumns)}`, 'dim')]),
		...line.map((part) => ({...part, tone})),
	]);
}
