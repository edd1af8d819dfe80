import {display} from '../base/display.ts';
import {formatBytes, formatNumber} from '../base/size-text.ts';
import {momentText} from '../base/time-text.ts';
import type {ClientSnapshot, FileRow} from '../client/snapshot.ts';
import type {ClientMode} from './client-mode.ts';
import {peopleText, readersText} from './files-text.ts';
import {sheetLines, type SheetField} from './sheet.ts';
import type {PaneView} from './view.ts';

type FileMode = Extract<ClientMode, {mode: 'file'}>;
type FileAction = 'download' | 'remove' | 'back';

const answers: Readonly<Record<FileAction, string>> = {
	download: 'download',
	remove: 'delete (asks)',
	back: 'back',
};

/** What can be chosen in the sheet of a file, in its order; downloading is chosen at first. */
export function fileActions({space, row}: FileMode): readonly FileAction[] {
	const isMine = space === 'private' || (space === 'shared' && row.isMine);
	return isMine ? ['download', 'remove', 'back'] : ['download', 'back'];
}

/** All that is known of a file or folder of the hub, and what can be done with it. */
export function fileSheet(mode: FileMode, snapshot: ClientSnapshot, size: {columns: number; rows: number}): PaneView {
	const {row} = mode;
	const actions = fileActions(mode);
	const fields: readonly SheetField[] = [
		{name: 'size', text: row.kind === 'folder' ? 'a folder' : sizeText(row.bytes)},
		{name: 'changed', text: momentText(row.modifiedMs)},
		{name: 'from', text: fromText(mode, row)},
		{text: `${readersText(mode)} ${peopleText}`, tone: 'dim'},
		{name: 'saved in', text: display(snapshot.downloads, 4096)},
		// The last: a name may take more lines than there are.
		{name: 'path', text: `${mode.title}${row.path.length > 1 ? '/' : ':'}${row.name}`},
	];
	return {
		id: 'file',
		...size,
		title: row.kind === 'folder' ? `Folder ${row.name}/` : `File ${row.name}`,
		isFocused: true,
		lines: sheetLines(fields, size.columns - 2, size.rows - 2 - actions.length),
		widget: {type: 'choice', answers: actions.map((action) => answers[action])},
	};
}

function sizeText(bytes: number): string {
	return bytes < 1000 ? formatBytes(bytes) : `${formatBytes(bytes)}, ${formatNumber(bytes)} bytes`;
}

function fromText({space}: FileMode, {userName, isMine, uploadedMs}: FileRow): string {
	if (userName === undefined) return "the hub's operator";
	const who = isMine || space === 'private' ? `${userName} (you)` : userName;
	return uploadedMs === undefined ? who : `${who}, ${momentText(uploadedMs)}`;
}
