import {formatCount} from '../base/size-text.ts';
import type {FileRow, FilesView} from '../client/snapshot.ts';
import type {SpaceName} from '../protocol/space-path.ts';
import {paneRows} from './client-cursors.ts';
import type {ClientKeyId} from './client-key-row.ts';
import type {ClientSelectionContext} from './client-selection.ts';
import type {ClientEffect} from './client-effect.ts';
import type {ClientMode} from './client-mode.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import {isUnread, moveFiles, rowAt, shownRows} from './files-cursor.ts';
import {chosenFiles, invertMarks, markAll, markMatching, toggleFile} from './files-marks.ts';
import {fileActions} from './file-sheet.ts';
import {isMove, type Move} from './list-cursor.ts';
import {matchesName} from './name-pattern.ts';
import {neighbour} from './neighbour.ts';
import {openPicker} from './picker-step.ts';
import type {PickerTarget} from './picker.ts';
import {stateOnly} from './state-only.ts';

type FileMode = Extract<ClientMode, {mode: 'file'}>;
/** In the order of the keys that go from one to the next. */
const spaces: readonly SpaceName[] = ['public', 'shared', 'private'];
const sorts: ReadonlyArray<FilesView['sort']> = ['name', 'size', 'date', 'user'];

/** Keys that are about the row under the cursor. */
const rowKeys: ReadonlySet<ClientKeyId> = new Set(['open', 'about', 'mark', 'download', 'remove']);

/** A key of the Files pane; undefined when it is not one of its keys. */
export function stepFiles(
	state: ClientState,
	id: ClientKeyId,
	context: ClientSelectionContext,
): ClientStep | undefined {
	const view = context.snapshot.files;
	if (!view) return undefined;
	if (isMove(id)) return stateOnly(moveRow(state, view, id, context));
	// Such a key works as a rule: it is not for the footer to go and come with rows that fly past.
	if (rowKeys.has(id) && isUnread(state.files, view))
		return stateOnly({...state, notice: 'this row is still being read'});
	switch (id) {
		case 'open':
			return openRow(state, view);
		case 'about':
			return openSheet(state, view);
		case 'parent':
			return openFolder(state, view.space, view.folder.slice(0, -1));
		case 'space-next':
			return openFolder(state, neighbour(spaces, view.space, 1), []);
		case 'space-previous':
			return openFolder(state, neighbour(spaces, view.space, -1), []);
		case 'mark':
			return stateOnly(moveRow({...state, files: toggleFile(state.files, view)}, view, 'down', context));
		case 'mark-all':
			return stateOnly({...state, files: markAll(state.files, view)});
		case 'invert':
			return stateOnly({...state, files: invertMarks(state.files, view)});
		case 'sort':
			return {state, effects: [{type: 'sort-files', sort: neighbour(sorts, view.sort, 1)}]};
		case 'download':
			return download({...state, files: {...state.files, marked: []}}, view.space, chosenFiles(state.files, view));
		case 'upload':
			return openPicker(state, toFolderTarget(view), state.folder);
		case 'remove':
			return stateOnly(askRemove(state, view, chosenFiles(state.files, view)));
		default:
			return undefined;
	}
}

/** Marks or unmarks the entries whose names match a pattern. */
export function markFiles(
	state: ClientState,
	{pattern, isMark}: {readonly pattern: string; readonly isMark: boolean},
	{snapshot: {files}}: ClientSelectionContext,
): ClientState {
	return files
		? {...state, files: markMatching(state.files, files, isMark, ({name}) => matchesName(name, pattern))}
		: state;
}

/** A key in the sheet of a file. */
export function stepFileSheet(state: ClientState, mode: FileMode, id: ClientKeyId): ClientStep {
	switch (id) {
		case 'download':
			return download({...state, mode: {mode: 'browsing'}}, mode.space, [mode.row]);
		case 'remove':
			return stateOnly(askRemove({...state, mode: {mode: 'browsing'}}, mode, [mode.row]));
		default:
			return stateOnly(state);
	}
}

/** An answer of the sheet of a file was chosen. */
export function chooseInSheet(state: ClientState, mode: FileMode, answer: number): ClientStep {
	const action = fileActions(mode)[answer];
	return action === undefined || action === 'back'
		? stateOnly({...state, mode: {mode: 'browsing'}})
		: stepFileSheet(state, mode, action);
}

/** Tells the client which rows are on show, when they are others than before. */
export function askRows(state: ClientState, context: Omit<ClientSelectionContext, 'state'>): ClientStep {
	const view = context.snapshot.files;
	const range = view && shownRows(state.files, view, filesRows(state, context));
	if (!range) return stateOnly(state);
	return {
		state: {...state, files: {...state.files, asked: range}},
		effects: [{type: 'need-rows', ...range}],
	};
}

/** The open folder as the place where something is uploaded to. */
export function toFolderTarget({space, folder, title}: FilesView): PickerTarget {
	return {kind: 'space', space, folder, title};
}

function openRow(state: ClientState, view: FilesView): ClientStep {
	if (state.files.index < 0) return openFolder(state, view.space, view.folder.slice(0, -1));
	const row = rowAt(view, state.files.index);
	if (row?.kind === 'folder') return openFolder(state, view.space, row.path);
	return openSheet(state, view);
}

function openSheet(state: ClientState, view: FilesView): ClientStep {
	const row = rowAt(view, state.files.index);
	const {space, title} = view;
	return stateOnly(
		row ? {...state, mode: {mode: 'file', space, title, row}} : {...state, mode: {mode: 'about', who: 'hub'}},
	);
}

function openFolder(state: ClientState, space: SpaceName, folder: FilesView['folder']): ClientStep {
	return {state, effects: [{type: 'open-folder', space, folder}]};
}

function download(state: ClientState, space: SpaceName, files: readonly FileRow[]): ClientStep {
	return {state, effects: [{type: 'get', space, paths: files.map(({path}) => path)}]};
}

function askRemove(
	state: ClientState,
	{space, title}: Pick<FilesView, 'space' | 'title'>,
	files: readonly FileRow[],
): ClientState {
	const effect: ClientEffect = {type: 'remove', space, paths: files.map(({path}) => path)};
	return {
		...state,
		mode: {
			mode: 'confirming',
			question: `Delete ${namesOf(files)} from ${title}? It cannot be brought back.`,
			no: 'no, keep',
			yes: files.length === 1 ? 'delete it' : `delete ${formatCount(files.length, 'entry', 'entries')}`,
			effects: [effect],
			from: {mode: 'browsing'},
		},
	};
}

/** `a.txt`, `photos/ with all in it`, `a.txt, b.txt and 3 more`. */
function namesOf(files: readonly FileRow[]): string {
	const names = files.slice(0, 2).map(({name, kind}) => `${name}${kind === 'folder' ? '/ with all in it' : ''}`);
	const more = files.length - names.length;
	return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function moveRow(state: ClientState, view: FilesView, move: Move, context: ClientSelectionContext): ClientState {
	return {...state, files: moveFiles(state.files, view, move, filesRows(state, context))};
}

function filesRows(state: ClientState, context: Omit<ClientSelectionContext, 'state'>): number {
	return paneRows({...state, pane: state.isZoomed ? state.pane : 'files'}, context);
}
