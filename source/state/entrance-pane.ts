import type {ClientSnapshot, Question} from '../client/snapshot.ts';
import type {ClientMode} from './client-state.ts';
import {innerRows} from './layout.ts';
import {sheetLines, type SheetField} from './sheet.ts';
import type {PaneView} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};

/** What stands between the client and its hub, over the whole body. */
export function entrancePane(
	mode: Extract<ClientMode, {mode: 'meeting' | 'coding' | 'entering'}>,
	snapshot: ClientSnapshot,
	size: Size,
): PaneView {
	const pane = {id: 'entrance', ...size, isFocused: true};
	const lines = (fields: readonly SheetField[], widgetRows: number) =>
		sheetLines(fields, size.columns - 2, innerRows(size.rows) - widgetRows);
	switch (mode.mode) {
		case 'meeting':
			return {
				...pane,
				title: 'Unknown hub',
				lines: lines(meetingFields(snapshot), 2),
				widget: {type: 'choice', no: 'no, leave', yes: 'yes, it is the same: join this hub'},
			};
		case 'coding':
			return {
				...pane,
				title: 'Join code',
				lines: lines(codeFields(snapshot), 1),
				// In clear: it is typed once, from a paper or a screen beside this one, and is no password of anybody's.
				widget: {type: 'field', label: 'code', field: mode.field},
			};
		case 'entering':
		default:
			return {...pane, title: 'At the door', lines: lines(waitingFields(snapshot), 0)};
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
