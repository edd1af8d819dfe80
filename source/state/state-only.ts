/** A step that changes the state, or leaves it as it was, and asks the engine for nothing. */
export function stateOnly<State>(state: State): {readonly state: State; readonly effects: readonly []} {
	return {state, effects: []};
}
