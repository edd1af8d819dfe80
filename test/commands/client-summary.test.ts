import {expect, test} from 'vitest';
import {summariseClient} from '../../source/commands/client-summary.ts';
import {offerRow, transferRow} from '../support/snapshots.ts';

test('after the end it stands there what was received where, delivered to whom, and how the rest goes on', () => {
	const delivered = {phase: 'delivered', failedFiles: 0} as const;
	const transfers = [
		transferRow('a.iso', {state: delivered}),
		transferRow('b.iso', {direction: 'receive', state: {...delivered, path: '/home/alice/downloads/b.iso'}}),
		transferRow('b.iso and 2 more (4 files)', {
			direction: 'receive',
			files: 4,
			state: {...delivered, path: '/home/alice/downloads/b (1).iso'},
		}),
		transferRow('c.iso', {state: {phase: 'failed', code: 'disk-error', reason: 'no space'}}),
		transferRow('d.iso'),
		transferRow('e.iso', {state: {phase: 'paused', reason: 'you'}}),
	];
	expect(summariseClient({transfers, offers: [offerRow('f.iso')]})).toEqual([
		'delivered to bob: a.iso, 3.8 GB',
		'received from bob: /home/alice/downloads/b.iso',
		'received from bob: b.iso and 2 more (4 files), in /home/alice/downloads',
		'failed: c.iso, 3.8 GB: no space',
		'unfinished, goes on with the next ft client: d.iso, 3.8 GB; e.iso, 3.8 GB',
		'not answered yet, see them with ft offers: f.iso from bob',
	]);
});

test('what went to several says what became of it with each', () => {
	const recipients = [
		{id: '1', name: 'bob', bytes: 1, state: {phase: 'delivered', failedFiles: 0}},
		{id: '2', name: 'carol', bytes: 0, state: {phase: 'declined', reason: ''}},
		{id: '3', name: 'dave', bytes: 0, state: {phase: 'stored', untilMs: undefined}},
	] as const;
	const row = transferRow('a.iso', {
		peerName: 'bob and 2 others',
		recipients,
		state: {phase: 'delivered', failedFiles: 0},
	});
	expect(summariseClient({transfers: [row], offers: []})).toEqual([
		'delivered to bob: a.iso, 3.8 GB',
		'declined by carol: a.iso, 3.8 GB',
		'kept on the hub for dave: a.iso, 3.8 GB',
	]);
});

test('nothing happened: nothing is said', () => {
	expect(summariseClient({transfers: [], offers: []})).toEqual([]);
});
