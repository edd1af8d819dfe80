import {formatBytes, formatCount} from '../base/size-text.ts';
import type {UserRow} from '../client/snapshot.ts';
import type {ClientKeyId} from './client-keys.ts';
import type {ClientSelectionContext} from './client-selection.ts';
import type {ClientMode, ClientState, ClientStep} from './client-state.ts';
import type {Key} from './key-table.ts';
import {innerRows} from './layout.ts';
import {isMove, moveCursor} from './list-cursor.ts';
import {
	createPicker,
	entryUnderCursor,
	joinPath,
	parentName,
	shownEntries,
	startListing,
	toggleMark,
	type PickedFile,
	type Picker,
} from './picker.ts';
import {createTextField, fieldText} from './text-field.ts';

type PickerMode = Extract<ClientMode, {readonly picker: Picker}>;

/** Opens the picker for a user at a path; `.` is where the program was started. */
export function openPicker(state: ClientState, user: UserRow, path: string): ClientStep {
	return list(state, createPicker(user.id, user.name), path);
}

/** A key of the picker, its fields or its last question. */
export function stepPicker(
	state: ClientState,
	mode: PickerMode,
	id: ClientKeyId,
	key: Key,
	context: ClientSelectionContext,
): ClientStep {
	const {picker} = mode;
	switch (mode.mode) {
		case 'picking':
			return stepPicking(state, picker, id, key, context);
		case 'picking-filter':
			return show(state, picker);
		case 'picking-path': {
			const path = fieldText(mode.field).trim();
			return path === '' ? show(state, picker) : list(state, picker, path);
		}
		case 'sending':
		default: {
			const {files} = mode;
			const paths = files.map(({path}) => path);
			return {
				state: {...state, mode: {mode: 'browsing'}},
				effects: [{type: 'send', paths, userId: picker.userId, note: ''}],
			};
		}
	}
}

/** `debian.iso 3.8 GB`, `photos/`, `3 files and folders`: what is about to be sent. */
export function pickedText(files: readonly PickedFile[]): string {
	const [first] = files;
	if (!first) return 'nothing';
	const hasFolder = files.some(({entry}) => entry.kind === 'folder');
	if (files.length === 1)
		return hasFolder ? `${first.entry.name}/` : `${first.entry.name} ${formatBytes(first.entry.bytes)}`;
	if (hasFolder) return `${files.length} files and folders`;
	return `${formatCount(files.length, 'file')} ${formatBytes(files.reduce((sum, {entry}) => sum + entry.bytes, 0))}`;
}

function stepPicking(
	state: ClientState,
	picker: Picker,
	id: ClientKeyId,
	key: Key,
	context: ClientSelectionContext,
): ClientStep {
	if (isMove(id)) {
		const names = shownEntries(picker).map(({name}) => name);
		return show(state, {...picker, selected: moveCursor(names, picker.selected, id, innerRows(context.rows - 2))});
	}
	switch (id) {
		case 'open':
			return openEntry(state, picker, key);
		case 'parent':
			return picker.listing?.parent === undefined ? show(state, picker) : list(state, picker, picker.listing.parent);
		case 'mark':
			return show(state, toggleMark(picker));
		case 'hidden':
			return show(state, {...picker, showsHidden: !picker.showsHidden});
		case 'send':
			return picker.marked.length > 0 ? ask(state, picker, picker.marked) : askForEntry(state, picker);
		case 'filter':
			return {
				state: {...state, mode: {mode: 'picking-filter', picker, field: createTextField(picker.filter)}},
				effects: [],
			};
		case 'path':
			return {
				state: {...state, mode: {mode: 'picking-path', picker, field: createTextField(startOfPath(picker, key))}},
				effects: [],
			};
		case 'paste':
			return list(state, picker, key.text.trim());
		default:
			return show(state, picker);
	}
}

function openEntry(state: ClientState, picker: Picker, key: Key): ClientStep {
	const entry = entryUnderCursor(picker);
	if (!entry || !picker.listing) return show(state, picker);
	if (entry.name === parentName) return list(state, picker, picker.listing.parent ?? picker.listing.path);
	if (entry.kind === 'folder') return list(state, picker, joinPath(picker.listing.path, entry.name));
	// An arrow opens folders only: a file is not on its way by going to the right once too often.
	return key.name === 'enter' ? askForEntry(state, picker) : show(state, picker);
}

function askForEntry(state: ClientState, picker: Picker): ClientStep {
	const entry = entryUnderCursor(picker);
	if (!entry || !picker.listing || entry.name === parentName)
		return {state: {...state, notice: 'choose a file or a folder first'}, effects: []};
	if (entry.kind === 'other')
		return {state: {...state, notice: `${entry.name} is neither a file nor a folder`}, effects: []};
	return ask(state, picker, [{path: joinPath(picker.listing.path, entry.name), entry}]);
}

function ask(state: ClientState, picker: Picker, files: readonly PickedFile[]): ClientStep {
	return {state: {...state, mode: {mode: 'sending', picker, files}}, effects: []};
}

function startOfPath({listing}: Picker, key: Key): string {
	if (key.name === '~') return '~/';
	return listing ? joinPath(listing.path, '') : '';
}

function list(state: ClientState, picker: Picker, path: string): ClientStep {
	const asking = startListing(picker);
	return {
		state: {...state, mode: {mode: 'picking', picker: asking}},
		effects: [{type: 'list', request: asking.request, path}],
	};
}

function show(state: ClientState, picker: Picker): ClientStep {
	return {state: {...state, mode: {mode: 'picking', picker}}, effects: []};
}
