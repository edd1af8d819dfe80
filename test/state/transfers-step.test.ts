import {expect, test} from 'vitest';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, transferRow} from '../support/snapshots.ts';

const running = transferRow('a.iso');
const held = transferRow('b.iso', {state: {phase: 'paused', reason: 'you'}});
const ended = transferRow('c.iso', {state: {phase: 'cancelled'}});

test('what the other side paused, p lets go on as well', () => {
	const byPeer = transferRow('d.iso', {state: {phase: 'paused', reason: 'peer'}});
	const desk = createClientDesk(clientSnapshot({transfers: [byPeer]}));
	desk.press('3', 'p');
	expect(desk.effects).toEqual([{type: 'resume', transfers: ['transfer-d.iso']}]);
});

test('p pauses what is under the cursor, or lets it go on', () => {
	const desk = createClientDesk(clientSnapshot({transfers: [running, held]}));
	desk.press('3', 'p', 'k', 'p');
	expect(desk.effects).toEqual([
		{type: 'resume', transfers: ['transfer-b.iso']},
		{type: 'pause', transfers: ['transfer-a.iso']},
	]);
});

test('P pauses all that is not ended, each once; when all is paused on purpose, all goes on', () => {
	const both = [running, {...running, peerId: 'id-carol'}];
	const desk = createClientDesk(clientSnapshot({transfers: [...both, held, ended]}));
	desk.press('P');
	expect(desk.effects).toEqual([{type: 'pause', transfers: ['transfer-a.iso']}]);
	desk.show(clientSnapshot({transfers: [held, ended]}));
	desk.press('P');
	expect(desk.effects.at(-1)).toEqual({type: 'resume', transfers: ['transfer-b.iso']});
});

test('the limit is typed as a rate, nothing is no limit, and what is no rate stays in the field', () => {
	const desk = createClientDesk(clientSnapshot({limitBytesPerSecond: 2_000_000}));
	desk.press('L');
	expect(desk.state.mode).toMatchObject({mode: 'slowing', field: {before: '2 MB'}});
	desk.press('ctrl+u');
	desk.type('x');
	desk.press('enter');
	expect(desk.state.notice).toMatch(/^x is no rate/);
	desk.press('ctrl+u', 'enter');
	expect(desk.effects).toEqual([{type: 'limit', bytesPerSecond: undefined}]);
	expect(desk.state.mode.mode).toBe('browsing');
});

test('in the details of a transfer it can be paused and cancelled', () => {
	const desk = createClientDesk(clientSnapshot({transfers: [running]}));
	desk.press('3', 'enter', 'p', 'x');
	expect(desk.effects).toEqual([{type: 'pause', transfers: ['transfer-a.iso']}]);
	expect(desk.state.mode).toMatchObject({mode: 'confirming', from: {mode: 'details'}});
});

test('what is listed still can be cancelled, and not paused', () => {
	const desk = createClientDesk(clientSnapshot({transfers: [transferRow('d', {state: {phase: 'scanning'}})]}));
	desk.press('3', 'p');
	expect(desk.state.notice).toBe('p: its files are still being listed');
});

test('r begins a failed send or download once more; what somebody else sent only they can', () => {
	const failed = {state: {phase: 'failed', code: 'failed', reason: 'x'}} as const;
	const received = transferRow('b', {...failed, direction: 'receive'});
	const downloaded = transferRow('c', {...failed, direction: 'receive', peerName: 'shared'});
	const desk = createClientDesk(clientSnapshot({transfers: [transferRow('a', failed), downloaded, received, running]}));
	desk.press('3', 'g', 'r', 'j', 'r');
	expect(desk.effects).toEqual([
		{type: 'retry', transfer: 'transfer-a'},
		{type: 'retry', transfer: 'transfer-c'},
	]);
	desk.press('j', 'r');
	expect(desk.state.notice).toBe('r: only bob can send it again');
	desk.press('j', 'r');
	expect(desk.state.notice).toBe('r: it has not failed');
	expect(desk.effects).toHaveLength(2);
});

test('J and K move what waits for its turn, and say why they do not', () => {
	const queued = {phase: 'queued'} as const;
	const transfers = [transferRow('runs'), transferRow('a', {state: queued}), transferRow('b', {state: queued})];
	const desk = createClientDesk(clientSnapshot({transfers}));
	desk.press('K');
	expect(desk.state.notice).toBe('K: go to the transfers first (3)');
	desk.press('3', 'G', 'K', 'J');
	expect(desk.effects).toEqual([
		{type: 'move', transfer: 'transfer-b', step: -1},
		{type: 'move', transfer: 'transfer-b', step: 1},
	]);
	desk.press('g', 'J');
	expect(desk.state.notice).toBe('J: it does not wait for its turn');
	desk.press('G', 'S');
	expect(desk.state.transfer).toBe('transfer-runs id-bob');
	desk.press('G', 'J');
	expect(desk.state.notice).toBe('J: they are in another order now: S');
	desk.show(clientSnapshot({transfers: transfers.slice(0, 2)}));
	desk.press('S', 'S', 'S', 'S', 'G', 'J');
	expect(desk.state.notice).toBe('J: nothing else waits for its turn');
});
