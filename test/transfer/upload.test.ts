import {expect, test} from 'vitest';
import type {HubMessageOf} from '../../source/protocol/messages.ts';
import type {TransferEvent} from '../../source/transfer/transfer-event.ts';
import {createUpload} from '../../source/transfer/upload.ts';
import {createManualClock} from '../support/manual-clock.ts';

const [transfer, hubId] = ['a'.repeat(32), 'f'.repeat(64)];
const state = (word: HubMessageOf<'state'>['state'], reason?: string): HubMessageOf<'state'> =>
	({type: 'state', transfer, user: hubId, state: word, reason}) as HubMessageOf<'state'>;
const progress = (bytes: number): HubMessageOf<'progress'> => ({
	...{type: 'progress', transfer, user: hubId, attempt: 1, segments: 1, bytes, files: 0},
});

function scene() {
	const events: TransferEvent[] = [];
	const about = {transfer, title: 'x', files: 1, totalBytes: 1000};
	const clock = createManualClock();
	const upload = createUpload({clock, about, hubId, manifestBytes: 100, onEvent: (event) => events.push(event)});
	return {upload, events, clock};
}

test('it is shown from its first byte until the hub has all', () => {
	const {upload} = scene();
	expect(upload.row).toBeUndefined();
	upload.run(true);
	expect(upload.row).toMatchObject({bytes: 0, state: {phase: 'running'}});
	upload.follow(state('stored'));
	expect(upload.row).toBeUndefined();
});

test('the manifest is taken off what the hub has, and no more than the contents is shown', () => {
	const {upload, events} = scene();
	upload.run(true);
	for (const [held, shown] of [
		[50, 0],
		[100, 0],
		[600, 500],
		[1100, 1000],
		[9999, 1000],
	] as const) {
		upload.follow(progress(held));
		expect(upload.row?.bytes).toBe(shown);
	}
	expect(events[0]).toMatchObject({type: 'progress', user: 'hub', direction: 'send', total: 1000});
});

test('a full disk at the hub is told, also before anything was asked for, and over when bytes move again', () => {
	const {upload, events} = scene();
	upload.follow(state('paused', 'disk-full'));
	expect(upload.row?.state).toEqual({phase: 'paused', reason: 'disk-full'});
	upload.follow(state('running'));
	expect(upload.row?.state).toEqual({phase: 'paused', reason: 'disk-full'});
	upload.follow(progress(600));
	expect(upload.row?.state.phase).toBe('running');
	expect(events.filter(({type}) => type !== 'progress')).toMatchObject([
		...[{type: 'paused', user: 'hub', reason: 'disk-full'}, {type: 'resumed'}],
	]);
});

test('a lost connection pauses what runs, and nothing else', () => {
	const {upload} = scene();
	upload.pauseFor('offline');
	expect(upload.row).toBeUndefined();
	upload.run(true);
	upload.pauseFor('offline');
	expect(upload.row?.state).toEqual({phase: 'paused', reason: 'offline'});
});
