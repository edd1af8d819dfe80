import type {ClientSnapshot, Question} from '../client/snapshot.ts';
import type {ClientMode} from './client-mode.ts';
import {sheetLines, type SheetField} from './sheet.ts';
import {widgetRows, type PaneView, type Widget} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};

/** What stands between the client and its hub: as high as it needs to be where that leaves three rows for another pane, else all of `size`. */
export function entrancePane(
	mode: Extract<ClientMode, {mode: 'meeting' | 'coding' | 'entering'}>,
	snapshot: ClientSnapshot,
	size: Size,
): PaneView {
	const pane = (title: string, fields: readonly SheetField[], widget?: Widget): PaneView => {
		const frameRows = 2 + widgetRows(widget);
		const lines = sheetLines(fields, size.columns - 2, size.rows - frameRows);
		const neededRows = lines.length + frameRows;
		const rows = size.rows - neededRows < 3 ? size.rows : neededRows;
		return {id: 'entrance', columns: size.columns, rows, title, isFocused: true, lines, ...(widget ? {widget} : {})};
	};
	switch (mode.mode) {
		case 'meeting': {
			const yes = 'yes, it is the same: join this hub';
			return pane('Unknown hub', meetingFields(snapshot), {type: 'choice', answers: ['no, leave', yes]});
		}
		case 'coding':
			// In clear: it is typed once, from a paper or a screen beside this one, and is no password of anybody's.
			return pane('Join code', codeFields(snapshot), {type: 'field', label: 'code', field: mode.field});
		case 'entering':
		default:
			return pane('At the door', waitingFields(snapshot));
	}
}

function meetingFields({question, server}: ClientSnapshot): readonly SheetField[] {
	if (question?.kind !== 'unknown-hub') return [{text: `Asking the hub at ${server}.`}];
	return [
		...problemOf(question),
		{text: `The hub at ${question.address} is not known here.`},
		{name: 'words', text: question.words},
		{name: 'key', text: question.fingerprint},
		{text: 'Does its operator see the same (i on the dashboard)? Who has its join code need not compare: c'},
	];
}

function codeFields({question, server}: ClientSnapshot): readonly SheetField[] {
	if (!question) return [{text: `Asking the hub at ${server}.`}];
	return [
		...problemOf(question),
		{text: `The join code of the hub at ${question.address}, like 349p-yh2c-5jsw. Its operator has it.`},
		{text: 'It is not sent: you and the hub prove to each other that you know it.'},
	];
}

function waitingFields({connection, name, shortId}: ClientSnapshot): readonly SheetField[] {
	return [
		{text: connection.phase === 'offline' ? connection.reason : 'Asking again.', tone: 'strong'},
		{text: `The operator sees your name and your key: ${name}, ${shortId}. Once let in you go on by yourself.`},
	];
}

function problemOf({problem}: Question): readonly SheetField[] {
	return problem === '' ? [] : [{text: `! ${problem}`, tone: 'bad'}];
}
