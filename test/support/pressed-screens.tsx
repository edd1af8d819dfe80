import {renderToString} from 'ink';
import {display} from '../../source/base/display.ts';
import type {ClientSnapshot} from '../../source/client/snapshot.ts';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import {clientKeys} from '../../source/state/client-keys.ts';
import {clientView} from '../../source/state/client-view.ts';
import {fieldOf} from '../../source/state/client-state.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import type {FolderListing} from '../../source/state/picker.ts';
import {serverKeys} from '../../source/state/server-keys.ts';
import {createServerState, serverField} from '../../source/state/server-state.ts';
import {stepServer} from '../../source/state/server-step.ts';
import {serverView} from '../../source/state/server-view.ts';
import type {ScreenView} from '../../source/state/view.ts';
import {LookContext} from '../../source/ui/look-context.ts';
import {Screen} from '../../source/ui/screen.tsx';
import {busyFound, busyNames} from './busy-snapshots.ts';
import {createClientDesk, type ClientDesk} from './client-keys.ts';

/** A screen of 80x24 whose keys are pressed without a terminal and without waiting: what is asked of the client or of the hub is answered at once. */
export type PressedScreen = {
	/** Presses keys by name; a printed character is typed where there is a field. */
	press(...keys: readonly string[]): void;
	mode(): string;
	view(): ScreenView;
	/** The keys that the table has for a mode. */
	keysOf(mode: string): readonly string[];
};

const [columns, rows] = [80, 24];

/** What was drawn before: most keys lead to a view that another one led to. */
const drawn = new Map<string, readonly string[]>();

/** The lines that Ink draws of a screen, with their styles. */
export function linesOf(view: ScreenView): readonly string[] {
	const key = JSON.stringify(view);
	const lines = drawn.get(key) ?? drawLines(view);
	drawn.set(key, lines);
	return lines;
}

function drawLines(view: ScreenView): readonly string[] {
	const handlers = {onType: () => undefined, onChoose: () => undefined};
	const screen = (
		<LookContext value={{glyphs: unicodeGlyphs, hasColor: true, isScreenReader: false}}>
			<Screen view={view} handlers={handlers} />
		</LookContext>
	);
	return renderToString(screen, {columns}).split('\n');
}

/** The client on a snapshot. */
export function pressedClient(snapshot: ClientSnapshot): PressedScreen {
	const desk = createClientDesk(snapshot);
	const answer = clientAnswers(desk);
	return {
		press(...keys) {
			for (const key of keys) {
				if (fieldOf(desk.state.mode) && key.length === 1) desk.type(key);
				else desk.press(key);
				answer();
			}
		},
		mode: () => desk.state.mode.mode,
		view: () => clientView(desk.state, {snapshot: desk.snapshot, columns, rows}, {glyphs: unicodeGlyphs}),
		keysOf: (mode) => keysIn(clientKeys, mode),
	};
}

/** The dashboard on a snapshot. */
export function pressedDashboard(snapshot: HubSnapshot): PressedScreen {
	const context = {snapshot, columns, rows};
	let state = stepServer(createServerState(), {type: 'snapshot'}, context).state;
	return {
		press(...keys) {
			for (const key of keys) {
				const field = serverField(state.mode);
				const step =
					field && key.length === 1
						? stepServer(state, {type: 'typed', before: field.before + key}, context)
						: stepServer(state, {type: 'key', key: {name: key, text: ''}}, context);
				({state} = step);
				for (const effect of step.effects)
					if (effect.type === 'ask' && effect.request.type === 'invite') {
						const invitation = {id: 'a'.repeat(32), code: '349p-yh2c-5jsw', untilMs: 1_700_000_900_000};
						const link = `ft://192.168.1.9:5011/${'k7qf2m4x'.repeat(5)}`;
						({state} = stepServer(state, {type: 'invited', invitation: {...invitation, link}}, context));
					}
			}
		},
		mode: () => state.mode.mode,
		view: () => serverView(state, context, {glyphs: unicodeGlyphs}),
		keysOf: (mode) => keysIn(serverKeys, mode),
	};
}

function keysIn(
	table: ReadonlyArray<{readonly keys: readonly string[]; readonly modes: readonly string[]}>,
	mode: string,
): readonly string[] {
	return [...new Set(table.filter(({modes}) => modes.includes(mode)).flatMap(({keys}) => keys))];
}

const listing: FolderListing = {
	path: '/home/alice/work',
	parent: '/home/alice',
	entries: [
		{name: 'photos', bytes: 0, modifiedMs: 1_700_000_000_000, kind: 'folder'},
		{name: '.profile', bytes: 220, modifiedMs: 1_700_000_000_000, kind: 'file'},
		...busyNames(40).map((name, index) => ({
			...{name, bytes: 7919 ** (1 + (index % 3)), modifiedMs: 1_700_000_000_000 + index * 1e8, kind: 'file' as const},
		})),
	],
};

/** Does what the client would do about what its screen asks for. */
function clientAnswers(desk: ClientDesk): () => void {
	const all = desk.snapshot.files;
	const showFiles = (changes: Partial<NonNullable<ClientSnapshot['files']>>): void => {
		if (all) desk.show({...desk.snapshot, files: {...(desk.snapshot.files ?? all), ...changes}});
	};
	return () => {
		for (const effect of desk.effects.splice(0)) {
			switch (effect.type) {
				case 'list': {
					const isAbove = effect.path !== '.' && !effect.path.includes('work');
					const shown = isAbove ? {...listing, path: '/home/alice', parent: '/home'} : {...listing};
					desk.dispatch({type: 'listed', request: effect.request, listing: shown});
					break;
				}
				case 'complete':
					desk.dispatch({type: 'completed', text: effect.text, names: ['photos/']});
					break;
				case 'count':
					desk.dispatch({
						type: 'counted',
						path: effect.path,
						count: {files: 212, bytes: 7919 ** 2, leftOut: [], isAll: true},
					});
					break;
				case 'filter-files': {
					const rowsLeft = all?.rows.filter(({name}) => name.includes(effect.filter)) ?? [];
					showFiles({filter: effect.filter, rows: rowsLeft, total: rowsLeft.length});
					break;
				}
				case 'sort-files':
					showFiles({sort: effect.sort, rows: all?.rows.toSorted((a, b) => a.bytes - b.bytes) ?? []});
					break;
				case 'open-folder': {
					const title = [effect.space, ...effect.folder.map((name) => display(name))].join(':');
					const isAll = effect.space === 'shared' && effect.folder.length === 0;
					const some = isAll ? (all?.rows ?? []) : (all?.rows.slice(2, 20).toReversed() ?? []);
					showFiles({space: effect.space, folder: effect.folder, title, filter: '', rows: some, total: some.length});
					break;
				}
				case 'search':
					desk.show({...desk.snapshot, found: busyFound(effect.text)});
					break;
				case 'show-words':
					desk.show({...desk.snapshot, words: {userId: effect.userId, words: desk.snapshot.hub?.words ?? ''}});
					break;
				default:
			}
		}
	};
}
