import {expect, test} from 'vitest';
import {minWindowBytes, plainSegmentBytes} from '../../source/protocol/limits.ts';
import {createWindow} from '../../source/transfer/window.ts';

const segment = plainSegmentBytes;
const fill = (window: ReturnType<typeof createWindow>, nowMs: number): number => {
	let sent = 0;
	while (window.hasRoom) {
		window.sent(segment, nowMs);
		sent++;
	}
	return sent;
};

test('a new window has room until 6 MiB are on their way', () => {
	const window = createWindow();
	const sent = fill(window, 0);
	expect((sent - 1) * segment).toBeLessThan(minWindowBytes);
	expect(sent * segment).toBeGreaterThanOrEqual(minWindowBytes);
	expect(window.openBytes).toBe(sent * segment);
});

test('what is confirmed makes room for as much', () => {
	const window = createWindow();
	fill(window, 0);
	window.confirmed(1, 1);
	expect(window.hasRoom).toBe(true);
	window.sent(segment, 1);
	expect(window.hasRoom).toBe(false);
});

test('a number that went back, and one beyond what was sent, change nothing', () => {
	const window = createWindow();
	const sent = fill(window, 0);
	window.confirmed(2, 1);
	const {openBytes} = window;
	for (const lie of [0, 1, 2, sent + 1, 1e15]) {
		window.confirmed(lie, 2);
		expect(window.openBytes).toBe(openBytes);
	}
	window.confirmed(sent, 3);
	expect(window.openBytes).toBe(0);
});

test('on a long fat line it grows to twice rate times round trip, and not beyond', () => {
	const window = createWindow();
	const sentMs: number[] = [];
	let confirmed = 0;
	// At most one segment a millisecond, 250 MiB/s, each confirmed 100 ms after it was sent.
	for (let nowMs = 0; nowMs < 12_000; nowMs++) {
		while ((sentMs[confirmed] ?? nowMs) <= nowMs - 100) confirmed++;
		window.confirmed(confirmed, nowMs);
		if (!window.hasRoom) continue;
		window.sent(segment, nowMs);
		sentMs.push(nowMs);
	}
	expect(sentMs.filter((atMs) => atMs >= 11_000)).toHaveLength(1000);
	fill(window, 12_000);
	expect(window.openBytes).toBeGreaterThan(1.8 * 100 * segment);
	expect(window.openBytes).toBeLessThan(2.2 * 100 * segment);
});

test('a fast line that is told of in large pieces is kept full', () => {
	const window = createWindow();
	const sentMs: number[] = [];
	let confirmed = 0;
	// At most one segment a millisecond, confirmed 5 ms after it was sent, but only every 40 ms.
	for (let nowMs = 0; nowMs < 2000; nowMs++) {
		while ((sentMs[confirmed] ?? nowMs) <= nowMs - 5) confirmed++;
		if (nowMs % 40 === 0) window.confirmed(confirmed, nowMs);
		if (!window.hasRoom) continue;
		window.sent(segment, nowMs);
		sentMs.push(nowMs);
	}
	expect(sentMs.filter((atMs) => atMs >= 1000)).toHaveLength(1000);
});

test('two reports close together do not close what a line needs that is told of unevenly', () => {
	const window = createWindow();
	const sentMs: number[] = [];
	let confirmed = 0;
	// As above, but of each two reports the second follows 4 ms after the first.
	for (let nowMs = 0; nowMs < 2000; nowMs++) {
		while ((sentMs[confirmed] ?? nowMs) <= nowMs - 5) confirmed++;
		if (nowMs % 40 === 0 || nowMs % 40 === 4) window.confirmed(confirmed, nowMs);
		if (!window.hasRoom) continue;
		window.sent(segment, nowMs);
		sentMs.push(nowMs);
	}
	expect(sentMs.filter((atMs) => atMs >= 1000)).toHaveLength(1000);
});

test('when the line becomes slow it shrinks again, to the least', () => {
	const window = createWindow();
	let nowMs = 0;
	for (let at = 0; at < 2000; at++) {
		window.sent(segment, at);
		window.confirmed(at + 1, at + 50);
		nowMs = at + 50;
	}
	for (let at = 0; at < 20; at++) {
		window.sent(segment, nowMs);
		nowMs += 1000;
		window.confirmed(2001 + at, nowMs);
	}
	expect(fill(window, nowMs) * segment).toBeLessThan(2 * minWindowBytes);
});
