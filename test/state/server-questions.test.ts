import {expect, test} from 'vitest';
import {askToEnd, askToQuit, confirm} from '../../source/state/server-questions.ts';
import {createServerState} from '../../source/state/server-state.ts';
import {connectionRow, hubSnapshot, hubTransferRow, storageRow} from '../support/snapshots.ts';

const snapshot = hubSnapshot({onlineUsers: 1, connections: [connectionRow('alice')], transfers: [hubTransferRow()]});
const state = {...createServerState(), session: 'session-alice', transfer: 'transfer-1 bob'};
const context = {snapshot, columns: 80, rows: 24, state};

test('a connection is kicked or banned, a transfer cancelled, after a question that names them', () => {
	expect(askToEnd(state, context).mode).toMatchObject({question: 'End the connection of alice?', no: 'no, go on'});
	expect(askToEnd({...state, pane: 'transfers'}, context).mode).toMatchObject({
		question: 'Cancel the transfer from alice to bob? It ends for both.',
	});
	const several = hubSnapshot({transfers: ['bob', 'carol', 'dave'].map((toName) => hubTransferRow({toName}))});
	expect(askToEnd({...state, pane: 'transfers'}, {...context, snapshot: several}).mode).toMatchObject({
		question: 'Cancel the transfer from alice to bob? It ends for 2 other recipients as well.',
	});
	const upload = hubTransferRow({toName: 'hub', isUpload: true});
	const beingKept = hubSnapshot({transfers: [upload, hubTransferRow({state: 'waiting'})]});
	expect(askToEnd({...state, pane: 'transfers'}, {...context, snapshot: beingKept}).mode).toMatchObject({
		question: 'Cancel the transfer from alice to bob? It ends for both.',
	});
	expect(askToEnd({...state, pane: 'log'}, context).mode.mode).toBe('browsing');
});

test('asked in a sheet, the question leads back to it', () => {
	const mode = {mode: 'details'} as const;
	for (const pane of ['connections', 'transfers'] as const)
		expect(askToEnd({...state, mode, pane}, context).mode).toMatchObject({mode: 'confirming', after: mode});
});

test('what is kept is deleted after a question that names it, which leads back to the list', () => {
	const mode = {mode: 'storage', selected: 'aaaabbbbccccdddd'} as const;
	const asked = askToEnd(
		{...state, mode},
		{...context, snapshot: hubSnapshot({storage: [storageRow()]}), state: {...state, mode}},
	);
	expect(asked.mode).toMatchObject({
		question: 'Delete what alice sent to carol and dave, 3.8 GB? alice is told.',
		answers: [{effect: {request: {type: 'delete-kept', transfer: 'aaaabbbbccccdddd'}}}],
		after: mode,
	});
});

test('no answer but the safe one is without an effect', () => {
	const {mode} = confirm(state, 'Sure?', [{text: 'yes', request: {type: 'clear'}}]);
	expect(mode).toMatchObject({answers: [{text: 'yes', effect: {type: 'ask', request: {type: 'clear'}}}]});
});

test('quitting asks while somebody is connected or something is kept, and offers to leave the hub running', () => {
	expect(askToQuit(state, context).state.mode).toMatchObject({
		question: 'Stop the hub? 1 user connected, 1 transfer open.',
		answers: [{effect: {type: 'leave'}}, {effect: {type: 'quit'}}],
	});
	const kept = hubSnapshot({storage: [storageRow()]});
	expect(askToQuit(state, {...context, snapshot: kept}).state.mode).toMatchObject({
		question: 'Stop the hub? 0 users connected, 1 kept.',
	});
	expect(askToQuit(state, {...context, snapshot: hubSnapshot()}).effects).toEqual([{type: 'quit'}]);
});
