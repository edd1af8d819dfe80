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
import type {FolderListing} from '../state/picker.ts';
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
					store.dispatch({type: 'chosen', isYes: answer === 1});
				},
			}}
		/>
	);
}

function createClientStore(
	{terminal, publisher, actions, listFolder, stopProcess}: ClientScreenOptions,
	control: ScreenControl,
): ClientStore {
	const perform = (effect: ClientEffect): void => {
		switch (effect.type) {
			case 'send':
				actions.send(effect.paths, effect.userId, effect.note);
				return;
			case 'accept':
			case 'decline':
			case 'cancel':
				actions[effect.type](effect.transfer);
				return;
			case 'say':
				actions.say(effect.userId, effect.text);
				return;
			case 'answer-hub':
				actions.answerHub(effect.isYes);
				return;
			case 'give-code':
				actions.giveCode(effect.text);
				return;
			case 'show-words':
				actions.showWords(effect.userId);
				return;
			case 'verify':
				actions.verify(effect.userId);
				return;
			case 'verify-hub':
				actions.verifyHub();
				return;
			case 'always-accept':
				actions.alwaysAccept(effect.userId, effect.maxBytes);
				return;
			case 'ask-again':
				actions.askAgain(effect.userId);
				return;
			case 'list':
				void list(effect.path, effect.request);
				return;
			case 'clear-finished':
				actions.clearFinished();
				return;
			case 'reconnect':
				actions.reconnect();
				return;
			case 'suspend':
				if (stopProcess) control.suspend(stopProcess);
				return;
			case 'quit':
			case 'repaint':
			default:
				control[effect.type]();
		}
	};
	const list = async (path: string, request: number): Promise<void> => {
		try {
			store.dispatch({type: 'listed', request, listing: await listFolder(path)});
		} catch (error) {
			store.dispatch({type: 'unlisted', request, problem: error instanceof Error ? error.message : String(error)});
		}
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
	const isChoice = mode.mode === 'confirming' || mode.mode === 'meeting';
	if (isChoice && ['up', 'down', 'j', 'k', 'enter'].includes(key.name)) return false;
	store.dispatch({type: 'key', key});
	return true;
}
