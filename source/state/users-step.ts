import type {ClientKeyId} from './client-key-row.ts';
import {everyoneId, nextSort, shownUsers} from './client-lists.ts';
import {chosenUsers, usersText, type ClientSelectionContext} from './client-selection.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import {movePane} from './client-cursors.ts';
import {matchesName} from './name-pattern.ts';
import type {PickerTarget} from './picker.ts';
import {stateOnly} from './state-only.ts';

/** A key of the Users pane; undefined when it is not one of its keys. */
export function stepUsers(
	state: ClientState,
	id: ClientKeyId,
	context: ClientSelectionContext,
): ClientStep | undefined {
	const shown = shownUsers(context.snapshot, state).map((user) => user.id);
	const {markedUsers} = state;
	switch (id) {
		case 'mark': {
			const marked = state.user === everyoneId ? markAll(markedUsers, shown) : toggle(markedUsers, state.user);
			return stateOnly(movePane({...state, markedUsers: marked}, 'down', context));
		}
		case 'mark-all':
			return stateOnly({...state, markedUsers: markAll(markedUsers, shown)});
		case 'invert': {
			const others = markedUsers.filter((user) => !shown.includes(user));
			return stateOnly({...state, markedUsers: [...others, ...shown.filter((user) => !markedUsers.includes(user))]});
		}
		case 'sort':
			return stateOnly({...state, user: undefined, sorts: nextSort(state.sorts, 'users')});
		default:
			return undefined;
	}
}

/** Marks or unmarks the users whose names match a pattern. */
export function markUsers(
	state: ClientState,
	{pattern, isMark}: {readonly pattern: string; readonly isMark: boolean},
	context: ClientSelectionContext,
): ClientState {
	const matching = shownUsers(context.snapshot, state)
		.filter(({name}) => matchesName(name, pattern))
		.map(({id}) => id);
	const others = state.markedUsers.filter((id) => !matching.includes(id));
	return {...state, markedUsers: isMark ? [...others, ...matching] : others};
}

/** Those whom a key is about, as the target of a send; undefined when there is nobody. */
export function usersTarget(context: ClientSelectionContext): PickerTarget | undefined {
	const users = chosenUsers(context);
	if (users.length === 0) return undefined;
	const away = users.filter(({isOnline}) => !isOnline).map(({name}) => name);
	return {kind: 'users', ids: users.map(({id}) => id), name: usersText(users, context), away};
}

/** All that are shown, or none of them when all are marked. */
function markAll(marked: readonly string[], shown: readonly string[]): readonly string[] {
	const others = marked.filter((id) => !shown.includes(id));
	return shown.every((id) => marked.includes(id)) ? others : [...others, ...shown];
}

function toggle(marked: readonly string[], id: string | undefined): readonly string[] {
	if (id === undefined) return marked;
	return marked.includes(id) ? marked.filter((other) => other !== id) : [...marked, id];
}
