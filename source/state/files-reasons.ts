import {formatNumber} from '../base/size-text.ts';
import type {FileRow, FilesView} from '../client/snapshot.ts';
import type {ClientSelectionContext} from './client-selection.ts';
import {isUnread, rowAt} from './files-cursor.ts';
import {chosenFiles, isMarkedFile, maxMarked} from './files-marks.ts';

/*
 * Why a key of the Files pane does nothing now, as a part of a sentence; undefined when it works.
 */

/** Why not. */
export function filesPaneProblem({state, snapshot}: ClientSelectionContext): string | undefined {
	if (state.pane !== 'files') return 'go to the files first (2)';
	return snapshot.files ? undefined : 'no folder is open';
}

/** Why not. */
export function parentProblem(context: ClientSelectionContext): string | undefined {
	const {files} = context.snapshot;
	return filesPaneProblem(context) ?? (files && files.folder.length > 0 ? undefined : 'there is no folder above');
}

/** Why not. */
export function markProblem(context: ClientSelectionContext): string | undefined {
	const {snapshot, state} = context;
	if (state.pane === 'users') return nobodyProblem(context);
	const problem = listProblem(context);
	if (problem !== undefined) return problem;
	const row = snapshot.files && rowAt(snapshot.files, state.files.index);
	if (snapshot.files?.total === 0) return 'there is nothing to mark';
	const isOneMore = row !== undefined && !isMarkedFile(state.files, row);
	return isOneMore && state.files.marked.length >= maxMarked ? `at most ${maxMarked} can be marked` : undefined;
}

/** Why not. */
export function markAllProblem(context: ClientSelectionContext): string | undefined {
	const {files} = context.snapshot;
	if (context.state.mode.mode === 'picking') return undefined;
	if (context.state.pane === 'users') return nobodyProblem(context);
	const problem = listProblem(context);
	if (problem !== undefined || !files) return problem;
	if (files.total === 0) return 'there is nothing to mark';
	if (files.total > maxMarked)
		return `at most ${maxMarked} can be marked, here are ${formatNumber(files.total)}: narrow them with /, or take the whole folder from the one above`;
	return files.rows.length < files.total ? 'the folder is still being read' : undefined;
}

function nobodyProblem({snapshot}: ClientSelectionContext): string | undefined {
	return snapshot.users.length > 0 ? undefined : 'nobody is here to be marked';
}

function listProblem(context: ClientSelectionContext): string | undefined {
	return context.state.pane === 'files' ? filesPaneProblem(context) : 'users (1) and files (2) can be marked';
}

/** Why not. */
export function openFileProblem(context: ClientSelectionContext): string | undefined {
	const {snapshot, state} = context;
	const {files} = snapshot;
	if (!files) return 'no folder is open';
	if (state.files.index < 0) return offlineProblem(context);
	const [chosen] = chosenFiles({...state.files, marked: []}, files);
	if (!chosen) return isUnread(state.files, files) ? undefined : 'there is nothing to open';
	return chosen.kind === 'folder' ? offlineProblem(context) : undefined;
}

/** Why not. */
export function downloadProblem(context: ClientSelectionContext): string | undefined {
	const target = targetOf(context);
	return typeof target === 'string' ? target : offlineProblem(context);
}

/** Why not. */
export function uploadProblem(context: ClientSelectionContext): string | undefined {
	const {files} = context.snapshot;
	const problem = filesPaneProblem(context) ?? offlineProblem(context);
	if (problem !== undefined) return problem;
	if (!files) return 'no folder is open';
	return files.space === 'public'
		? "only the hub's operator puts files into public. Everyone: shared, one further (])"
		: undefined;
}

/** Why not. */
export function removeProblem(context: ClientSelectionContext): string | undefined {
	const target = targetOf(context);
	if (typeof target === 'string') return target;
	const {space, chosen} = target;
	if (space === 'public') return "only the hub's operator deletes from public";
	const others = space === 'private' ? [] : chosen.filter(({isMine}) => !isMine);
	if (others.length === 0) return offlineProblem(context);
	if (chosen.length > 1) return `${others.length} of the ${chosen.length} marked are not yours`;
	return `${others[0]?.name} is not yours: who uploaded it (i) and the operator may delete it`;
}

/** What a key is about, in the pane or in the sheet of a file; or why there is nothing. */
function targetOf(
	context: ClientSelectionContext,
): string | {readonly space: FilesView['space']; readonly chosen: readonly FileRow[]} {
	const {snapshot, state} = context;
	if (state.mode.mode === 'file') return {space: state.mode.space, chosen: [state.mode.row]};
	if (state.mode.mode === 'found') {
		const row = snapshot.found?.rows[state.mode.index];
		return row ? {space: row.space, chosen: [row]} : 'nothing was found';
	}
	const problem = filesPaneProblem(context);
	if (problem !== undefined) return problem;
	const {files} = snapshot;
	const chosen = files ? chosenFiles(state.files, files) : [];
	const isThere = chosen.length > 0 || (files !== undefined && isUnread(state.files, files));
	return files && isThere ? {space: files.space, chosen} : 'choose a file or a folder first';
}

function offlineProblem({snapshot}: ClientSelectionContext): string | undefined {
	return snapshot.connection.phase === 'online' ? undefined : 'not connected to the hub';
}
