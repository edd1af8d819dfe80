import type {TransferRow} from '../transfer/transfer-row.ts';
import type {ClientKeyId} from './client-key-row.ts';
import {nextSort} from './client-lists.ts';
import {rowKey, selectedTransfer, type ClientSelectionContext} from './client-selection.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import {fieldText, proposeText} from './text-field.ts';
import type {ClientMode} from './client-mode.ts';
import {limitText, parseRate} from './client-command.ts';
import {stateOnly} from './state-only.ts';
import {formatBytes} from '../base/size-text.ts';
import {isHeld, isUnfinished} from './transfer-text.ts';

/** A key about transfers, in their pane or in the details of one; undefined when it is not one of them. */
export function stepTransfers(
	state: ClientState,
	id: ClientKeyId,
	context: ClientSelectionContext,
): ClientStep | undefined {
	switch (id) {
		case 'cancel':
			return stateOnly(askCancel(state, context));
		case 'pause': {
			const row = selectedTransfer(context);
			if (!row) return stateOnly(state);
			return {state, effects: [{type: isHeld(row.state) ? 'resume' : 'pause', transfers: [row.transfer]}]};
		}
		case 'pause-all':
			return pauseAll(state, context);
		case 'retry': {
			const row = selectedTransfer(context);
			return row ? {state, effects: [{type: 'retry', transfer: row.transfer}]} : stateOnly(state);
		}
		case 'sooner':
		case 'later': {
			const row = selectedTransfer(context);
			if (!row) return stateOnly(state);
			// Where nobody had moved the cursor it would stay at the end while the row goes.
			const tied = {...state, transfer: rowKey(row)};
			return {state: tied, effects: [{type: 'move', transfer: row.transfer, step: id === 'sooner' ? -1 : 1}]};
		}
		case 'clear':
			return {state, effects: [{type: 'clear-finished'}]};
		case 'limit': {
			const limit = context.snapshot.limitBytesPerSecond;
			const field = proposeText(limit === undefined ? '' : formatBytes(limit));
			return stateOnly({...state, mode: {mode: 'slowing', field, from: state.mode}});
		}
		case 'sort':
			if (state.pane !== 'transfers') return undefined;
			return stateOnly({...state, transfer: undefined, sorts: nextSort(state.sorts, 'transfers')});
		default:
			return undefined;
	}
}

/** Enter in the field of the limit. */
export function stepSlowing(state: ClientState, mode: Extract<ClientMode, {mode: 'slowing'}>): ClientStep {
	const rate = parseRate(fieldText(mode.field).trim());
	if ('problem' in rate) return stateOnly({...state, notice: rate.problem});
	return {state: {...state, mode: mode.from, notice: limitText(rate)}, effects: [{type: 'limit', ...rate}]};
}

/** What runs is paused; when all of it is paused on purpose, all of it goes on. */
function pauseAll(state: ClientState, {snapshot}: ClientSelectionContext): ClientStep {
	const idsOf = (rows: readonly TransferRow[]): readonly string[] => [...new Set(rows.map(({transfer}) => transfer))];
	const unfinished = snapshot.transfers.filter((row) => isUnfinished(row.state) && row.state.phase !== 'scanning');
	const moving = unfinished.filter((row) => !isHeld(row.state));
	return moving.length > 0
		? {state, effects: [{type: 'pause', transfers: idsOf(moving)}]}
		: {state, effects: [{type: 'resume', transfers: idsOf(unfinished)}]};
}

function askCancel(state: ClientState, context: ClientSelectionContext): ClientState {
	const row = selectedTransfer(context);
	if (!row) return state;
	const preposition = row.direction === 'send' ? 'to' : 'from';
	const question = `Cancel ${row.title} ${preposition} ${row.peerName}? What has come so far is thrown away.`;
	return {
		...state,
		mode: {
			mode: 'confirming',
			question,
			no: 'no, go on',
			yes: 'cancel it',
			effects: [{type: 'cancel', transfer: row.transfer}],
			from: state.mode,
		},
	};
}
