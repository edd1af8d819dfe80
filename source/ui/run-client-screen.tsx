import type {ReactNode} from 'react';
import type {ClientActions, ClientSnapshot} from '../client/snapshot.ts';
import {
	createClientState,
	fieldOf,
	type ClientEffect,
	type ClientEvent,
	type ClientState,
} from '../state/client-state.ts';
import {stepClient} from '../state/client-step.ts';
import {clientView} from '../state/client-view.ts';
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
import {hasRoom} from '../state/layout.ts';

export type ClientScreenOptions = {
	readonly terminal: Terminal;
	readonly publisher: Publisher<ClientSnapshot>;
	readonly actions: ClientActions;
	/** Lists a folder of this computer: absolute, relative to where the program was started, or with `~`. Rejects with words for people. */
	readonly listFolder: (path: string) => Promise<FolderListing>;
	/** Counts what a folder of this computer holds, given by its absolute path; rejects when the signal fires. */
	readonly countFolder: (path: string, signal: AbortSignal) => Promise<FolderCount>;
	/** Stops the process until `fg`; without it ^Z does nothing. */
	readonly stopProcess?: () => void;
};

type ClientStore = ScreenStore<ClientState, ClientEvent>;

/** Shows the client's screen until the user quits. Nothing is stopped by it: the client goes on until its command ends it. */
export async function runClientScreen(options: ClientScreenOptions): Promise<void> {
	const {terminal, publisher} = options;
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
			const store = createClientStore(options, control);
			store.dispatch({type: 'snapshot'});
			options.actions.openFolder('public', []);
			unsubscribe = publisher.subscribe(() => {
				signal();
				store.dispatch({type: 'snapshot'});
			});
			return {
				element: <ClientScreen store={store} publisher={publisher} terminal={terminal} />,
				onKey: (key) => takeKey(store, key),
			};
		});
	} finally {
		unsubscribe();
	}
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
	{terminal, publisher, actions, listFolder, countFolder, stopProcess}: ClientScreenOptions,
	control: ScreenControl,
): ClientStore {
	const perform = (effect: ClientEffect): void => {
		switch (effect.type) {
			case 'list':
				void list(effect.path, effect.request);
				return;
			case 'count':
				void count(effect.path);
				return;
			case 'suspend':
				if (stopProcess) control.suspend(stopProcess);
				return;
			case 'quit':
			case 'repaint':
				control[effect.type]();
				return;
			default:
				performClientEffect(actions, effect);
		}
	};
	const list = async (path: string, request: number): Promise<void> => {
		try {
			store.dispatch({type: 'listed', request, listing: await listFolder(path)});
		} catch (error) {
			store.dispatch({type: 'unlisted', request, problem: error instanceof Error ? error.message : String(error)});
		}
	};
	let counting = new AbortController();
	const count = async (path: string): Promise<void> => {
		counting.abort();
		counting = new AbortController();
		const {signal} = counting;
		const counted = await countFolder(path, signal).catch(() => undefined);
		if (counted && !signal.aborted) store.dispatch({type: 'counted', path, count: counted});
	};
	const store: ClientStore = createScreenStore(
		createClientState(),
		(state, event) => stepClient(state, event, {snapshot: publisher.current(), ...terminal.size()}),
		perform,
	);
	return store;
}

/** What a widget types or chooses with goes on to it; everything else is the key table's. */
function takeKey(store: ClientStore, key: KeyPress): boolean {
	const {mode} = store.state();
	if (fieldOf(mode) && key.text !== '' && key.name !== 'paste') return false;
	const isChoice = ['confirming', 'meeting', 'file'].includes(mode.mode);
	if (isChoice && ['up', 'down', 'j', 'k', 'enter'].includes(key.name)) return false;
	store.dispatch({type: 'key', key});
	return true;
}
