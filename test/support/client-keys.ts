import type {ClientSnapshot} from '../../source/client/snapshot.ts';
import type {ClientEffect} from '../../source/state/client-effect.ts';
import {createClientState, type ClientEvent, type ClientState} from '../../source/state/client-state.ts';
import {stepClient} from '../../source/state/client-step.ts';

/** A client's screen without a terminal: keys in, state and effects out. */
export type ClientDesk = {
	state: ClientState;
	snapshot: ClientSnapshot;
	readonly effects: ClientEffect[];
	/** Presses keys by name. */
	press(...names: string[]): void;
	/** Types a text the way the widget does: appended to what stands before the cursor. */
	type(text: string): void;
	paste(text: string): void;
	dispatch(event: ClientEvent): void;
	show(snapshot: ClientSnapshot): void;
};

/** Opens the screen on a snapshot, 80x24. */
export function createClientDesk(snapshot: ClientSnapshot): ClientDesk {
	const desk: ClientDesk = {
		state: createClientState(),
		snapshot,
		effects: [],
		press(...names) {
			for (const name of names) desk.dispatch({type: 'key', key: {name, text: ''}});
		},
		type(text) {
			const {mode} = desk.state;
			desk.dispatch({type: 'typed', before: ('field' in mode ? mode.field.before : '') + text});
		},
		paste(text) {
			desk.dispatch({type: 'key', key: {name: 'paste', text}});
		},
		dispatch(event) {
			const {state, effects} = stepClient(desk.state, event, {snapshot: desk.snapshot, columns: 80, rows: 24});
			desk.state = state;
			desk.effects.push(...effects);
		},
		show(next) {
			desk.snapshot = next;
			desk.dispatch({type: 'snapshot'});
		},
	};
	desk.dispatch({type: 'snapshot'});
	return desk;
}
