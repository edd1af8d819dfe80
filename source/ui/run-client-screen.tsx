import type {ReactNode} from 'react';
import type {ClientActions, ClientSnapshot} from '../client/snapshot.ts';
import type {ClientEffect} from '../state/client-effect.ts';
import {createClientState, fieldOf, type ClientEvent, type ClientState} from '../state/client-state.ts';
import {stepClient} from '../state/client-step.ts';
import {clientView} from '../state/client-view.ts';
import type {OperatorRequest} from '../state/operator-verbs.ts';
import {offerSignal} from '../state/offer-signal.ts';
import {performClientEffect} from '../state/perform-client-effect.ts';
import type {FolderCount, FolderListing} from '../state/picker.ts';
import type {Publisher} from '../state/publisher.ts';
import {createScreenStore, type ScreenStore} from '../state/screen-store.ts';
import {useLook} from './look-context.ts';
import {runScreen, type ScreenControl} from './run-screen.tsx';
import {Screen} from './screen.tsx';
import type {KeyPress} from './split-keys.ts';
import type {Terminal} from './terminal.ts';
import {TooSmall} from './too-small.tsx';
import {useFrame} from './use-frame.ts';
import {createFolderReader} from './folder-reader.ts';
import {hasRoom} from '../state/layout.ts';

export type ClientScreenOptions = {
	readonly terminal: Terminal;
	readonly publisher: Publisher<ClientSnapshot>;
	readonly actions: ClientActions;
	/** Lists a folder of this computer: absolute, relative to where the program was started, or with `~`. Rejects with words for people. */
	readonly listFolder: (path: string, isChosen?: boolean) => Promise<FolderListing>;
	/** Counts what a folder of this computer holds, given by its absolute path; rejects when the signal fires. */
	readonly countFolder: (path: string, signal: AbortSignal) => Promise<FolderCount>;
	/** Asks the hub as its operator; resolves with what came of it, rejects with why not. */
	readonly operate?: (request: OperatorRequest) => Promise<string>;
	/** Stops the process until `fg`; without it ^Z does nothing. */
	readonly stopProcess?: () => void;
};

/** How the screen was left: for good, or for another hub or name; where neither is said, the first screen asks for both. */
export type ClientLeaving =
	| {readonly type: 'quit'}
	| {readonly type: 'switch'; readonly server?: string; readonly name?: string};

type ClientStore = ScreenStore<ClientState, ClientEvent>;

/** Shows the client's screen until the user leaves it. Nothing is stopped by it: the client goes on until its command ends it. */
export async function runClientScreen(options: ClientScreenOptions): Promise<ClientLeaving> {
	const {terminal, publisher} = options;
	let leaving: ClientLeaving = {type: 'quit'};
	let signalled: ClientSnapshot | undefined;
	const signal = (): void => {
		const snapshot = publisher.current();
		const {title, rings} = offerSignal(signalled, snapshot);
		if (!signalled || title !== offerSignal(undefined, signalled).title) terminal.setTitle(title);
		if (rings) terminal.ring();
		signalled = snapshot;
	};
	signal();
	let unsubscribe = (): void => undefined;
	try {
		await runScreen(terminal, (control) => {
			const store = createClientStore(options, control, (chosen) => {
				leaving = chosen;
				control.quit();
			});
			store.dispatch({type: 'snapshot'});
			options.actions.openFolder('public', []);
			unsubscribe = publisher.subscribe(() => {
				try {
					signal();
					store.dispatch({type: 'snapshot'});
				} catch (error) {
					control.fail(error);
				}
			});
			return {
				element: <ClientScreen store={store} publisher={publisher} terminal={terminal} />,
				onKey: (key) => takeKey(store, key),
			};
		});
	} finally {
		unsubscribe();
	}
	return leaving;
}

/** The client's screen as a component: draws what the view says, tells the store what the widgets did. */
function ClientScreen({
	store,
	publisher,
	terminal,
}: {
	readonly store: ClientStore;
	readonly publisher: Publisher<ClientSnapshot>;
	readonly terminal: Pick<Terminal, 'hasRoom' | 'onRoom'>;
}): ReactNode {
	const {glyphs} = useLook();
	const {snapshot, state, columns, rows} = useFrame(publisher, store, terminal);
	if (!hasRoom(columns, rows)) return <TooSmall columns={columns} rows={rows} what="Transfers go on." />;
	return (
		<Screen
			view={clientView(state, {snapshot, columns, rows}, {glyphs})}
			handlers={{
				onType: (before) => {
					store.dispatch({type: 'typed', before});
				},
				onChoose: (answer) => {
					store.dispatch({type: 'chosen', answer});
				},
			}}
		/>
	);
}

function createClientStore(
	{terminal, publisher, actions, listFolder, countFolder, operate, stopProcess}: ClientScreenOptions,
	control: ScreenControl,
	leave: (leaving: ClientLeaving) => void,
): ClientStore {
	const folders = createFolderReader({
		listFolder,
		countFolder,
		onEvent: (event) => {
			store.dispatch(event);
		},
	});
	const ask = async (request: OperatorRequest): Promise<void> => {
		const text = await operate?.(request).catch((error: unknown) =>
			error instanceof Error ? error.message : String(error),
		);
		if (text !== undefined) store.dispatch({type: 'operated', text});
	};
	const perform = (effect: ClientEffect): void => {
		switch (effect.type) {
			case 'operate':
				void ask(effect.request);
				return;
			case 'list':
				terminal.keys.holdUntil(folders.list(effect.path, effect.request, effect.isChosen));
				return;
			case 'complete':
				terminal.keys.holdUntil(folders.complete(effect.text));
				return;
			case 'count':
				void folders.count(effect.path);
				return;
			case 'copy':
				terminal.copy(effect.text);
				return;
			case 'end-toast':
				terminal.clock.schedule(effect.afterMs, () => {
					store.dispatch({type: 'toast-over', line: effect.line});
				});
				return;
			case 'suspend':
				if (stopProcess) control.suspend(stopProcess);
				return;
			case 'quit':
			case 'switch':
				leave(effect);
				return;
			case 'repaint':
				control.repaint();
				return;
			default:
				performClientEffect(actions, effect);
		}
	};
	const store: ClientStore = createScreenStore(
		createClientState(),
		(state, event) => stepClient(state, event, {snapshot: publisher.current(), ...terminal.size()}),
		perform,
	);
	return store;
}

const wheelKeys: Readonly<Record<string, 'up' | 'down'>> = {'wheel-up': 'up', 'wheel-down': 'down'};
/** Rows that one notch of a wheel is worth. */
const wheelSteps = 3;

/** What a widget types or chooses with goes on to it; everything else is the key table's. */
function takeKey(store: ClientStore, key: KeyPress): boolean {
	const wheel = wheelKeys[key.name];
	if (wheel !== undefined) {
		for (let step = 0; step < wheelSteps; step++) store.dispatch({type: 'key', key: {name: wheel, text: ''}});
		return true;
	}
	if (key.at) {
		store.dispatch({type: 'clicked', ...key.at});
		return true;
	}
	const {mode} = store.state();
	if (fieldOf(mode) && key.text !== '' && key.name !== 'paste') return false;
	const isChoice = ['confirming', 'meeting', 'file'].includes(mode.mode);
	if (isChoice && ['up', 'down', 'j', 'k', 'enter'].includes(key.name)) return false;
	store.dispatch({type: 'key', key});
	return true;
}
