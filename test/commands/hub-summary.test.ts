import {expect, test} from 'vitest';
import {summariseHub} from '../../source/commands/hub-summary.ts';
import {hubSnapshot, hubTransferRow} from '../support/snapshots.ts';

const ended = hubSnapshot({startedMs: 0, atMs: 130_000, relayedBytes: 3_800_000_000, dir: '/srv/hub'});

test('after a hub it stands there how long it ran, and what went through it', () => {
	expect(summariseHub({...ended, transfers: [hubTransferRow({state: 'delivered'})]})).toEqual([
		'the hub ran for 2m10s, 3.8 GB went through it',
	]);
});

test('what is unfinished is counted, and how it goes on is said', () => {
	expect(summariseHub({...ended, transfers: [hubTransferRow({state: 'running'})]})[1]).toBe(
		'unfinished: 1 transfer, to go on with the next ft server --dir /srv/hub',
	);
});
