import {expect, test} from 'vitest';
import {describeClientEvent, type ClientEvent} from '../../source/client/events.ts';

const about = {transfer: 'aa', user: 'bob'} as const;

test.each<[ClientEvent, string, string]>([
	[
		{type: 'offered', transfer: 'aa', to: ['bob', 'carol'], files: 1, bytes: 12_000},
		'offered 1 file, 12 kB, to bob, carol',
		'offered a.iso, 12 kB, to bob, carol',
	],
	[{type: 'accepted', ...about}, 'bob accepted', 'bob accepted a.iso'],
	[{type: 'declined', ...about, reason: 'no room'}, 'bob declined: no room', 'bob declined a.iso: no room'],
	[{type: 'paused', ...about, reason: 'disk-full'}, 'paused: disk full', 'paused a.iso to bob: disk full'],
	[
		{type: 'paused', ...about, reason: 'disk-full', message: 'cannot save a.iso: 1 GB free, 3 GB needed'},
		'paused: cannot save a.iso: 1 GB free, 3 GB needed',
		'paused a.iso to bob: cannot save a.iso: 1 GB free, 3 GB needed',
	],
	[{type: 'resumed', ...about}, 'going on with bob', 'going on with a.iso to bob'],
	[{type: 'resumed', ...about, user: 'hub'}, 'going on with hub', 'going on with a.iso to the hub'],
	[{type: 'stored', ...about, until: undefined}, 'kept on the hub for bob', 'kept on the hub for bob: a.iso'],
	[{type: 'delivered', ...about, same: 0, left: 0, numbered: 0}, 'delivered to bob', 'delivered to bob: a.iso'],
	[
		{type: 'failed', ...about, code: 'disk-error', reason: 'cannot write'},
		'failed: cannot write',
		'failed a.iso to bob: cannot write',
	],
	[
		{type: 'cancelled', ...about, code: 'cancelled', reason: 'by you'},
		'cancelled: by you',
		'cancelled a.iso to bob: by you',
	],
	[{type: 'expired', ...about, code: 'failed', reason: ''}, 'expired', 'expired a.iso to bob'],
])('where several transfers go on, %j says which one and with whom', (event, plain, titled) => {
	expect(describeClientEvent(event)).toBe(plain);
	expect(describeClientEvent(event, {title: 'a.iso', direction: 'send'})).toBe(titled);
});

test('who paused it is named, and what came says from whom', () => {
	const row = {title: 'a.iso', direction: 'receive'} as const;
	expect(describeClientEvent({type: 'paused', ...about, reason: 'peer'}, row)).toBe('paused a.iso from bob: by bob');
});

test('what was received says its name before its place, of several the folder', () => {
	const row = {title: 'a.iso', direction: 'receive'} as const;
	const received = {type: 'received', transfer: 'aa', from: 'bob', bytes: 1, same: 0, left: 0, numbered: 0} as const;
	const lineOf = (paths: readonly string[]): string | undefined => describeClientEvent({...received, paths}, row);
	expect(lineOf(['/in/a.iso'])).toBe('a.iso from bob saved as /in/a.iso');
	expect(lineOf(['/in/a.iso', '/in/b.iso'])).toBe('a.iso from bob saved in /in');
});

test("what goes into the hub's folders is an upload, and nobody there has to accept it", () => {
	const row = {title: 'a.iso', direction: 'send', peerId: 'hub'} as const;
	const offered = {type: 'offered', transfer: 'aa', to: ['shared'], files: 1, bytes: 12_000} as const;
	expect(describeClientEvent(offered, row, 'hub')).toBe('uploading a.iso, 12 kB, to shared');
	expect(describeClientEvent({type: 'accepted', transfer: 'aa', user: 'shared'}, row, 'hub')).toBeUndefined();
	expect(describeClientEvent(offered, row, 'other')).toBe('offered a.iso, 12 kB, to shared');
});
