import type {ClientKeyId} from './client-key-row.ts';
import type {ClientSelectionContext} from './client-selection.ts';
import type {ClientEffect} from './client-effect.ts';
import type {ClientMode} from './client-mode.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import type {Key} from './key-table.ts';
import {innerRows} from './layout.ts';
import {isMove, moveIndex} from './list-cursor.ts';
import {askCompletion, fromItsRoot} from './path-completion.ts';
import {
	createPicker,
	invertEntries,
	markAllEntries,
	markMatchingEntries,
	pickerSorts,
	placeOf,
	type PickerSort,
	entryUnderCursor,
	joinPath,
	nextToCount,
	parentName,
	shownEntries,
	startListing,
	toggleMark,
	type PickedFile,
	type Picker,
	type PickerTarget,
} from './picker.ts';
import {createTextField, fieldText} from './text-field.ts';

type PickerMode = Extract<ClientMode, {readonly picker: Picker}>;

/** Opens the picker in a folder; `.` is where the program was started. Where it is left, it opens the next time. */
export function openPicker(state: ClientState, target: PickerTarget, path: string): ClientStep {
	return list(state, createPicker(target), path);
}

/** Opens the picker with the cursor on a path that was pasted: a folder is what is sent, not where to look for more. */
export function openPickerOn(state: ClientState, target: PickerTarget, path: string): ClientStep {
	return list(state, createPicker(target), path, {isChosen: true});
}

/** A key of the picker, its fields or its last question. */
export function stepPicker(
	state: ClientState,
	mode: PickerMode,
	id: ClientKeyId,
	key: Key,
	context: ClientSelectionContext,
): ClientStep {
	const picker = mode.picker.listing ? {...mode.picker, problem: undefined} : mode.picker;
	switch (mode.mode) {
		case 'picking':
			return stepPicking(state, picker, id, key, context);
		case 'picking-filter':
			return show(state, picker);
		case 'picking-path': {
			if (id === 'complete') return askCompletion(state, mode);
			const path = fieldText(fromItsRoot(mode.field)).trim();
			return path === '' ? show(state, picker) : list(state, picker, path, {typed: path});
		}
		case 'picking-pattern':
			return show(state, markMatchingEntries(picker, fieldText(mode.field), mode.isMark));
		case 'noting':
			return ask(state, {...picker, note: fieldText(mode.field).trim()}, mode.files);
		case 'sending':
		default: {
			if (id === 'leave-out') return {state: {...state, mode: {...mode, picker: turnLeavingOut(picker)}}, effects: []};
			if (id === 'note') {
				const field = createTextField(picker.note);
				return {state: {...state, mode: {mode: 'noting', picker, files: mode.files, field}}, effects: []};
			}
			return {
				state: {...state, markedUsers: [], mode: {mode: 'browsing'}},
				effects: [toEffect(picker, mode.files)],
			};
		}
	}
}

/** A typed path that could not be read stands in its field again. */
export function retypePath(mode: ClientMode): ClientMode {
	if (mode.mode !== 'picking' || mode.picker.isLoading || mode.picker.typed === undefined) return mode;
	return {
		mode: 'picking-path',
		picker: {...mode.picker, typed: undefined},
		field: createTextField(mode.picker.typed),
	};
}

/** The question what a folder holds, while a picker is open: one folder at a time. */
export function askCount(state: ClientState): ClientStep {
	const {mode} = state;
	const path = 'picker' in mode ? nextToCount(mode.picker) : undefined;
	if (!('picker' in mode) || path === undefined) return {state, effects: []};
	return {
		state: {...state, mode: {...mode, picker: {...mode.picker, counting: path}}},
		effects: [{type: 'count', path}],
	};
}

function stepPicking(
	state: ClientState,
	picker: Picker,
	id: ClientKeyId,
	key: Key,
	context: ClientSelectionContext,
): ClientStep {
	if (isMove(id)) {
		const entries = shownEntries(picker);
		const place = moveIndex(placeOf(picker), entries.length, id, innerRows(context.rows - 2));
		return show(state, {...picker, selected: entries[place]?.name});
	}
	switch (id) {
		case 'open':
			return openEntry(state, picker, key);
		case 'parent':
			return picker.listing?.parent === undefined ? show(state, picker) : list(state, picker, picker.listing.parent);
		case 'mark':
			return show(state, toggleMark(picker));
		case 'mark-all':
			return show(state, markAllEntries(picker));
		case 'invert':
			return show(state, invertEntries(picker));
		case 'mark-matching':
		case 'unmark-matching': {
			const isMark = id === 'mark-matching';
			return {
				state: {...state, mode: {mode: 'picking-pattern', picker, isMark, field: createTextField()}},
				effects: [],
			};
		}
		case 'sort':
			return show(state, {...picker, sort: nextPickerSort(picker), selected: undefined});
		case 'hidden':
			return show(state, {...picker, showsHidden: !picker.showsHidden});
		case 'leave-out':
			return show(state, turnLeavingOut(picker));
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
			return list(state, picker, key.text.trim(), {isChosen: true});
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

function nextPickerSort({sort}: Picker): PickerSort {
	return pickerSorts[(pickerSorts.indexOf(sort) + 1) % pickerSorts.length] ?? 'name';
}

function turnLeavingOut(picker: Picker): Picker {
	return {...picker, leavesOut: !picker.leavesOut};
}

function toEffect({target, note, leavesOut}: Picker, files: readonly PickedFile[]): ClientEffect {
	const paths = files.map(({path}) => path);
	const options = {gitignore: leavesOut};
	return target.kind === 'users'
		? {type: 'send', paths, userIds: target.ids, note, options}
		: {type: 'put', paths, space: target.space, folder: target.folder, options};
}

function startOfPath({listing}: Picker, key: Key): string {
	if (key.name === '~') return '~/';
	return listing ? joinPath(listing.path, '') : '';
}

/** `isChosen`: the cursor goes to it; `typed`: what is typed anew when it cannot be read. */
function list(
	state: ClientState,
	picker: Picker,
	path: string,
	{typed, ...how}: {readonly isChosen?: true; readonly typed?: string} = {},
): ClientStep {
	const asking = startListing(picker, typed);
	return {
		state: {...state, mode: {mode: 'picking', picker: asking}},
		effects: [{type: 'list', request: asking.request, path, ...how}],
	};
}

function show(state: ClientState, picker: Picker): ClientStep {
	return {state: {...state, mode: {mode: 'picking', picker}}, effects: []};
}
