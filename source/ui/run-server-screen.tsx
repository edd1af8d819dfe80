import type {ReactNode} from 'react';
import type {HubActions, HubSnapshot} from '../hub/snapshot.ts';
import {hasRoom} from '../state/layout.ts';
import type {Publisher} from '../state/publisher.ts';
import {createScreenStore, type ScreenStore} from '../state/screen-store.ts';
import type {OperatorRequest} from '../state/operator-verbs.ts';
import {performRequest} from '../state/perform-request.ts';
import {
	createServerState,
	serverField,
	type FinalRequest,
	type ServerEffect,
	type ServerEvent,
	type ServerState,
} from '../state/server-state.ts';
import {stepServer} from '../state/server-step.ts';
import {serverView} from '../state/server-view.ts';
import {useLook} from './look-context.ts';
import {runScreen, type ScreenControl} from './run-screen.tsx';
import {Screen} from './screen.tsx';
import type {KeyPress} from './split-keys.ts';
import type {Terminal} from './terminal.ts';
import {TooSmall} from './too-small.tsx';
import {useFrame} from './use-frame.ts';

export type ServerScreenOptions = {
	readonly terminal: Terminal;
	readonly publisher: Publisher<HubSnapshot>;
	readonly actions: HubActions;
	/** Hears of each action that was refused, for the log. */
	readonly onRefused?: (error: unknown) => void;
	/** Stops the process until `fg`; without it ^Z does nothing. */
	readonly stopProcess?: () => void;
};

type ServerStore = ScreenStore<ServerState, ServerEvent>;

/** Shows the dashboard until the operator quits, or leaves the hub running without a screen. The hub goes on until its command ends it. */
export async function runServerScreen(options: ServerScreenOptions): Promise<'quit' | 'leave'> {
	const {terminal, publisher} = options;
	terminal.setTitle(`ft server ${publisher.current().title}`);
	let unsubscribe = (): void => undefined;
	let leaving: 'quit' | 'leave' = 'quit';
	try {
		await runScreen(terminal, (control) => {
			const store = createServerStore(options, control, () => {
				leaving = 'leave';
				control.quit();
			});
			store.dispatch({type: 'snapshot'});
			unsubscribe = publisher.subscribe(() => {
				store.dispatch({type: 'snapshot'});
			});
			return {
				element: <ServerScreen store={store} publisher={publisher} terminal={terminal} />,
				onKey: (key) => takeKey(store, key),
			};
		});
	} finally {
		unsubscribe();
	}
	return leaving;
}

/** The dashboard as a component: draws what the view says, tells the store what was chosen. */
function ServerScreen({
	store,
	publisher,
	terminal,
}: {
	readonly store: ServerStore;
	readonly publisher: Publisher<HubSnapshot>;
	readonly terminal: Pick<Terminal, 'hasRoom' | 'onRoom'>;
}): ReactNode {
	const {glyphs} = useLook();
	const {snapshot, state, columns, rows} = useFrame(publisher, store, terminal);
	if (!hasRoom(columns, rows)) return <TooSmall columns={columns} rows={rows} what="The hub goes on." />;
	return (
		<Screen
			view={serverView(state, {snapshot, columns, rows}, {glyphs})}
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

function createServerStore(
	{terminal, publisher, actions, onRefused, stopProcess}: ServerScreenOptions,
	control: ScreenControl,
	leave: () => void,
): ServerStore {
	const tell = async (answer: Promise<ServerEvent | undefined>): Promise<void> => {
		try {
			const event = await answer;
			if (event) store.dispatch(event);
		} catch (error) {
			store.dispatch({type: 'refused', reason: error instanceof Error ? error.message : String(error)});
			onRefused?.(error);
		}
	};
	const ask = async (request: OperatorRequest): Promise<ServerEvent | undefined> => {
		if (request.type === 'invite') {
			const {name, uses, ttl: ttlMs} = request;
			return {type: 'invited', invitation: await actions.invite({name, uses, ttlMs})};
		}
		await performRequest(actions, request);
		return request.type === 'new-code' ? {type: 'new-code'} : undefined;
	};
	const find = async (asked: FinalRequest): Promise<ServerEvent> => ({
		type: 'found',
		asked,
		somebody: await actions.find(asked.who),
	});
	const perform = (effect: ServerEffect): void => {
		switch (effect.type) {
			case 'ask':
				void tell(ask(effect.request));
				return;
			case 'find':
				void tell(find(effect.asked));
				return;
			case 'copy':
				terminal.copy(effect.text);
				return;
			case 'suspend':
				if (stopProcess) control.suspend(stopProcess);
				return;
			case 'leave':
				leave();
				return;
			case 'quit':
			case 'repaint':
			default:
				control[effect.type]();
		}
	};
	const store: ServerStore = createScreenStore(
		createServerState(),
		(state: ServerState, event: ServerEvent) =>
			stepServer(state, event, {snapshot: publisher.current(), ...terminal.size()}),
		perform,
	);
	return store;
}

/** What a widget types or chooses with goes on to it; everything else is the key table's. */
function takeKey(store: ServerStore, key: KeyPress): boolean {
	const {mode} = store.state();
	if (serverField(mode) && key.text !== '' && key.name !== 'paste') return false;
	if (mode.mode === 'confirming' && ['up', 'down', 'j', 'k', 'enter'].includes(key.name)) return false;
	store.dispatch({type: 'key', key});
	return true;
}
