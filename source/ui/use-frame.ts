import {useWindowSize} from 'ink';
import {useMemo, useSyncExternalStore} from 'react';
import type {Publisher} from '../state/publisher.ts';
import type {ScreenStore} from '../state/screen-store.ts';
import type {Terminal} from './terminal.ts';

/** What a frame is drawn from. */
export type Frame<Snapshot, State> = {
	readonly snapshot: Snapshot;
	readonly state: State;
	readonly columns: number;
	readonly rows: number;
};

/** The newest snapshot, the state of the screen and the size of the terminal; draws again when one of them changes and the terminal reads. */
export function useFrame<Snapshot, State, Event>(
	publisher: Publisher<Snapshot>,
	store: ScreenStore<State, Event>,
	terminal: Pick<Terminal, 'hasRoom' | 'onRoom'>,
): Frame<Snapshot, State> {
	const gate = useMemo(() => gateFrames(publisher, terminal), [publisher, terminal]);
	const snapshot = useSyncExternalStore(gate.subscribe, gate.current);
	const state = useSyncExternalStore(store.subscribe, store.state);
	const {columns, rows} = useWindowSize();
	return {snapshot, state, columns, rows};
}

/**
 * Holds snapshots back while the terminal does not read: frames would pile up in memory, and block the event loop where the
 * terminal is written to synchronously. The newest is drawn when there is room again.
 */
export function gateFrames<Snapshot>(
	publisher: Pick<Publisher<Snapshot>, 'current' | 'subscribe'>,
	terminal: Pick<Terminal, 'hasRoom' | 'onRoom'>,
): Pick<Publisher<Snapshot>, 'current' | 'subscribe'> {
	let shown = publisher.current();
	return {
		current: () => shown,
		subscribe(listener) {
			const show = (): void => {
				if (!terminal.hasRoom() || shown === publisher.current()) return;
				shown = publisher.current();
				listener();
			};
			const unsubscribe = publisher.subscribe(show);
			const offRoom = terminal.onRoom(show);
			show();
			return () => {
				unsubscribe();
				offRoom();
			};
		},
	};
}
