import type {ClientContext, ClientState, ClientStep} from './client-state.ts';
import {isUnfinished} from './transfer-text.ts';

/** `q` and `^C`: asks once while transfers run. */
export function stepQuit(state: ClientState, {snapshot}: ClientContext): ClientStep {
	const mustAsk = state.mode.mode !== 'leaving' && snapshot.transfers.some((row) => isUnfinished(row.state));
	return mustAsk ? {state: {...state, mode: {mode: 'leaving'}}, effects: []} : {state, effects: [{type: 'quit'}]};
}
