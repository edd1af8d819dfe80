import type {ClientContext, ClientState, ClientStep} from './client-state.ts';
import {isUnderWay} from './transfer-text.ts';

/** `q` and `^C`: asks once while transfers run. */
export function stepQuit(state: ClientState, {snapshot}: ClientContext): ClientStep {
	const mustAsk = state.mode.mode !== 'leaving' && snapshot.transfers.some((row) => isUnderWay(row.state));
	return mustAsk ? {state: {...state, mode: {mode: 'leaving'}}, effects: []} : {state, effects: [{type: 'quit'}]};
}
