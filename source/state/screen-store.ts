import {createSubscribers} from '../base/subscribers.ts';

/** The state of one screen outside React: keys step it at once, components read the newest. */
export type ScreenStore<State, Event> = {
	state(): State;
	/** Steps the machine, tells the listeners when the state is another, then has the effects done. */
	dispatch(event: Event): void;
	subscribe(listener: () => void): () => void;
};

/** Joins a pure step with what performs its effects; `perform` may dispatch again. */
export function createScreenStore<State, Event, Effect>(
	initial: State,
	step: (state: State, event: Event) => {readonly state: State; readonly effects: readonly Effect[]},
	perform: (effect: Effect) => void,
): ScreenStore<State, Event> {
	const listeners = createSubscribers<undefined>();
	let current = initial;
	return {
		state: () => current,
		dispatch(event) {
			const {state, effects} = step(current, event);
			const isNews = state !== current;
			current = state;
			if (isNews) listeners.tell(undefined);
			for (const effect of effects) perform(effect);
		},
		subscribe: (listener) => listeners.subscribe(listener),
	};
}
