import {expect, test} from 'vitest';
import {movingMsOf, settleClient, settleHub, steadyRoundTrip} from '../../source/state/settle.ts';
import {
	clientSnapshot,
	connectionRow,
	fileRow,
	filesView,
	fullClientSnapshot,
	fullHubSnapshot,
	hubSnapshot,
	transferRow,
} from '../support/snapshots.ts';

test.each([
	[undefined, 12, 12],
	[12, undefined, undefined],
	[100, 124, 100],
	[100, 125, 125],
	[1, 5.9, 1],
	[1, 6, 6],
	[6, 1, 1],
	[100, 76, 100],
	[100, 75, 75],
])('a round trip of %s that becomes %s is shown as %s', (previous, next, shown) => {
	expect(steadyRoundTrip(previous, next)).toBe(shown);
});

test('an equal snapshot made later is the one before, even when every object is new', () => {
	const first = {...fullClientSnapshot(), transfers: []};
	expect(settleClient(first, {...structuredClone(first), atMs: first.atMs + 60_000})).toBe(first);
	const hub = fullHubSnapshot();
	expect(settleHub(hub, {...structuredClone(hub), atMs: hub.atMs + 60_000})).toBe(hub);
});

test('the free space of the hub is redrawn when it moved by a hundredth, and a folder read again when a row is another', () => {
	const rows = [fileRow('a'), fileRow('b')];
	const at = (freeBytes: number, names = rows) => clientSnapshot({files: filesView(names, {freeBytes})});
	const first = at(1000);
	expect(settleClient(first, {...at(991), atMs: 2_000_000})).toBe(first);
	expect(settleClient(first, {...at(990), atMs: 2_000_000})).not.toBe(first);
	expect(settleClient(first, at(1000, structuredClone(rows)))).toBe(first);
	expect(settleClient(first, at(1000, [fileRow('a'), fileRow('c')]))).not.toBe(first);
	expect(settleClient(clientSnapshot(), first)).toEqual(first);
});

test('numbers that move are published after 250 ms, not before', () => {
	const at = (atMs: number, bytes: number) => clientSnapshot({atMs, transfers: [transferRow('a', {bytes})]});
	const first = at(0, 1);
	expect(settleClient(first, at(249, 2))).toBe(first);
	expect(settleClient(first, at(250, 2))).not.toBe(first);
});

test('a change that is no moving number is published at once', () => {
	const first = clientSnapshot({transfers: [transferRow('a')]});
	const ended = clientSnapshot({transfers: [transferRow('a', {state: {phase: 'delivered', failedFiles: 0}})]});
	expect(settleClient(first, ended)).not.toBe(first);
	expect(settleClient(first, {...first, transfers: [...first.transfers, transferRow('b')]})).not.toBe(first);
	expect(settleClient(first, {...first, log: [{id: 0, atMs: 1, level: 'info', text: 'x'}]})).not.toBe(first);
});

test('a countdown and a waiting offer are redrawn once a second', () => {
	const offline = (atMs: number) =>
		clientSnapshot({
			atMs,
			connection: {phase: 'offline', attempt: 1, retryAtMs: 9000, code: 'unreachable', reason: 'gone'},
		});
	const first = offline(1000);
	expect(settleClient(first, offline(1999))).toBe(first);
	expect(settleClient(first, offline(2000))).not.toBe(first);
	const waiting = (atMs: number) =>
		clientSnapshot({atMs, transfers: [transferRow('a', {state: {phase: 'waiting', sinceMs: 0}})]});
	const asked = waiting(1000);
	expect(settleClient(asked, waiting(1999))).toBe(asked);
	expect(settleClient(asked, waiting(2000))).not.toBe(asked);
});

test('the round trip of the connection keeps its old value below a quarter', () => {
	const first = clientSnapshot({connection: {phase: 'online', roundTripMs: 100}});
	expect(settleClient(first, clientSnapshot({connection: {phase: 'online', roundTripMs: 110}}))).toBe(first);
	expect(settleClient(first, clientSnapshot({connection: {phase: 'online', roundTripMs: 200}})).connection).toEqual({
		phase: 'online',
		roundTripMs: 200,
	});
});

test('each connection of a hub keeps its own round trip steady', () => {
	const first = hubSnapshot({connections: [connectionRow('a', {roundTripMs: 100})]});
	expect(settleHub(first, hubSnapshot({connections: [connectionRow('a', {roundTripMs: 90})]}))).toBe(first);
	expect(settleHub(first, hubSnapshot({connections: [connectionRow('a', {roundTripMs: 10})]}))).not.toBe(first);
});

test('the free space keeps its old value below a hundredth', () => {
	const first = hubSnapshot({freeBytes: 78_950_000_000});
	expect(settleHub(first, hubSnapshot({freeBytes: 78_949_000_000, atMs: first.atMs + 10_000}))).toBe(first);
	const later = hubSnapshot({freeBytes: 78_000_000_000, atMs: first.atMs + 20_000});
	expect(settleHub(first, later).freeBytes).toBe(78_000_000_000);
});

test('a screen that is read out hears of moving numbers every 15 s, of everything else at once', () => {
	const movingMs = movingMsOf({isScreenReader: true});
	const at = (atMs: number, changes: Parameters<typeof hubSnapshot>[0] = {}) =>
		hubSnapshot({atMs, received: [atMs], relayedBytes: atMs, ...changes});
	const first = at(0);
	expect(settleHub(first, at(14_999), movingMs)).toBe(first);
	expect(settleHub(first, at(15_000), movingMs)).not.toBe(first);
	expect(settleHub(first, at(1, {onlineUsers: 5}), movingMs)).not.toBe(first);
	expect(movingMsOf({isScreenReader: false})).toBe(250);
});
