import type {LogLine} from '../base/log.ts';
import type {ClientContext, ClientState, ClientStep} from './client-state.ts';

/** How long a toast stands there. */
const toastMs = 5000;

/**
 * Looks at what came into the log since the last time: an error stands in the footer until the next key and leaves a mark on its pane; anything
 * else is a toast for a while where the log is out of sight. What was there before the screen is no news.
 */
export function takeNews(state: ClientState, {snapshot: {log}}: ClientContext): ClientStep {
	const last = log.at(-1);
	if (state.seenLog && state.seenLog.last === last) return {state, effects: []};
	const next = {...state, seenLog: {last}};
	if (!state.seenLog) return {state: next, effects: []};
	const {last: seen} = state.seenLog;
	const news = log.slice(seen ? log.lastIndexOf(seen) + 1 : 0);
	const error = news.findLast(({level}) => level === 'error');
	if (error) {
		const hasUnseenError = state.hasUnseenError || state.pane !== 'log';
		return {state: {...next, notice: error.text, hasUnseenError}, effects: []};
	}
	const line = news.findLast(({level}) => level !== 'debug');
	if (!line || isLogInSight(state)) return {state: next, effects: []};
	return {state: {...next, toast: line}, effects: [{type: 'end-toast', afterMs: toastMs, line}]};
}

/** A toast has stood there long enough; a newer one stays. */
export function endToast(state: ClientState, line: LogLine): ClientState {
	return state.toast === line ? {...state, toast: undefined} : state;
}

function isLogInSight({mode, isZoomed, pane}: ClientState): boolean {
	return mode.mode === 'browsing' && (!isZoomed || pane === 'log');
}
