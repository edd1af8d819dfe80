import {expect, test} from 'vitest';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {lineWidth, plainText} from '../../source/state/line.ts';
import {serverHeader} from '../../source/state/server-header.ts';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import {connectionRow, fullHubSnapshot, hostileHubSnapshot, hubSnapshot, requestRow} from '../support/snapshots.ts';

const look = {glyphs: unicodeGlyphs};
const header = (snapshot: HubSnapshot, columns: number): string => plainText(serverHeader(snapshot, columns, look));

test('the header tells where the hub is and how it is', () => {
	const snapshot = {...fullHubSnapshot(), ...hubSnapshot(), transfers: fullHubSnapshot().transfers};
	const connections = ['alice', 'bob', 'carol'].map((name) => connectionRow(name));
	const busy = {...snapshot, connections, onlineUsers: 3, received: [48e6], sent: [40e6]};
	expect(header(busy, 120)).toMatch(
		/^ ft server lab-hub {2}192\.168\.1\.9 port 5011 {2}since \d\d:\d\d +3 users {2}1 transfer +↓48 MB\/s ↑40 MB\/s +120 GB free $/,
	);
	expect(header(busy, 80)).toMatch(/^ ft lab-hub {2}192\.168\.1\.9:5011 +3 users +↓48 ↑40 MB\/s +120 GB free $/);
	expect(header(busy, 86)).toMatch(
		/^ ft lab-hub {2}192\.168\.1\.9:5011 {2}since \d\d:\d\d +3 users +↓48 ↑40 MB\/s +120 GB free $/,
	);
	expect(header(busy, 66)).toMatch(/^ ft {2}192\.168\.1\.9:5011 +3 users +↓48 ↑40 MB\/s +120 GB free$/);
	expect(header({...busy, sent: [0]}, 80)).toContain('  ↓48 MB/s   120 GB');
	expect(header(busy, 60)).toContain('192.168.1.9:5011');
});

test('what the hub is called stays while numbers change, and a long title leaves room for them', () => {
	const titles = [0, 1, 9, 99].map((count) => {
		const connections = Array.from({length: count}, (_, index) => connectionRow(`user-${index}`));
		return header(hubSnapshot({connections, onlineUsers: 0, received: [count * 1e6], sent: [count * 1e6]}), 80);
	});
	for (const title of titles) expect(title).toMatch(/^ ft (?:server )?lab-hub {2}/);
	expect(header(hubSnapshot({title: 'x'.repeat(80)}), 120)).toContain(`ft server ${'x'.repeat(27)}…  192`);
});

test.each([60, 80, 120, 200])('at %i columns nothing moves while rates and free space change', (columns) => {
	const connections = [connectionRow('alice')];
	const at = (into: number, out: number, freeBytes: number): string =>
		header(hubSnapshot({connections, onlineUsers: 1, received: [into], sent: [out], freeBytes}), columns);
	const shown = [at(5e6, 3e6, 59e9), at(19.9e6, 20e6, 58.2e9), at(804e6, 100e6, 120e9)];
	expect(new Set(shown.map((line) => line.indexOf('1 user'))).size).toBe(1);
	expect(new Set(shown.map((line) => line.indexOf(' free'))).size).toBe(1);
	expect(new Set(shown.map((line) => line.slice(0, 20))).size).toBe(1);
});

test('all who are connected are counted, whoever takes offers', () => {
	const connections = [connectionRow('alice'), connectionRow('alice', {session: 'other'}), connectionRow('bob')];
	expect(header(hubSnapshot({connections, onlineUsers: 1}), 120)).toContain('  2 users, 1 takes offers  ');
	expect(header(hubSnapshot({connections, onlineUsers: 2}), 120)).toContain('  2 users  ');
});

test.each([60, 80, 100, 120])('at %i columns requests, a paused intake and who gets in are said', (columns) => {
	const open = header(hubSnapshot({mode: 'open', isIntakeOn: false}), columns);
	expect(open).toContain('OPEN to anyone');
	expect(open).toContain('intake off');
	expect(header(hubSnapshot({mode: 'approve'}), columns)).toMatch(/ {2}approve /);
	const asked = header(fullHubSnapshot(), columns);
	expect(asked).toContain('2 requests: o');
	expect(asked).toContain('intake off');
	expect(asked).toMatch(/192\.168\.1\.9(?: port |:)5011/);
	expect(header(hubSnapshot({requests: [requestRow('dora')]}), columns)).toContain('1 request: o');
	for (const snapshot of [fullHubSnapshot(), hostileHubSnapshot()])
		expect(lineWidth(serverHeader(snapshot, columns, look))).toBe(columns);
});

test('an open hub is said in red, and a hub of the usual kind says nothing of all this', () => {
	const spans = serverHeader(hubSnapshot({mode: 'open'}), 80, look);
	expect(spans.find(({text}) => text.includes('OPEN'))?.tone).toBe('bad');
	expect(header(hubSnapshot(), 120)).not.toMatch(/OPEN|approve|request|intake|limit/);
	expect(header(hubSnapshot({limitBytesPerSecond: 10e6}), 120)).toContain('limit 10 MB/s');
});

test('little space is said in red', () => {
	const tone = (freeBytes: number) =>
		serverHeader(hubSnapshot({freeBytes}), 120, look).find(({text}) => text.includes('free'))?.tone;
	expect([tone(120e9), tone(1e9)]).toEqual(['plain', 'bad']);
});
