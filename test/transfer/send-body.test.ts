import {expect, test} from 'vitest';
import {createSegmentStream} from '../../source/crypto/segment-stream.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {minWindowBytes, plainSegmentBytes, sealedSegmentBytes} from '../../source/protocol/limits.ts';
import {nextSegment, type Range} from '../../source/protocol/ranges.ts';
import {createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {sendBody, type Sending} from '../../source/transfer/send-body.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {openTestFloe, plaintextOf, sourceOf} from './body-fixture.ts';

const everything: readonly Range[] = [[0, null]];

/** Reads the far end: the plaintext by segment, and what has come so far. */
function receiveAll(
	connection: ReturnType<typeof createMemoryDataPair>[1],
	ranges: readonly Range[],
	onSegment: (count: number) => void,
) {
	const segments = new Map<number, Buffer>();
	let last = -1;
	const state = {bytes: 0};
	const stream = createSegmentStream({
		floe: openTestFloe(),
		next() {
			last = nextSegment(ranges, last) ?? last;
			return last;
		},
		onSegment(segment) {
			segments.set(segment.number, Buffer.concat(segment.parts));
			onSegment(segments.size);
		},
	});
	connection.read((view, done) => {
		state.bytes += view.length;
		stream.push(view);
		done();
	});
	void connection.ended.then(() => {
		connection.end();
	});
	return {segments, state};
}

function begin(options: {plaintext: Buffer; ranges?: readonly Range[]; failAt?: number; confirms?: boolean}) {
	const [one, other, faults] = createMemoryDataPair();
	const ranges = options.ranges ?? everything;
	const body = sourceOf(options.plaintext, options.failAt);
	const clock = createManualClock();
	const sending: Sending = sendBody({connection: one, body, floe: openTestFloe(), ranges, clock});
	const received = receiveAll(other, ranges, (count) => {
		if (options.confirms !== false) sending.confirm(count);
	});
	return {sending, body, clock, other, faults, ...received};
}

test('all segments arrive sealed, in order, and both directions end', async () => {
	const plaintext = plaintextOf(3);
	const {sending, segments} = begin({plaintext});
	await sending.done;
	expect(Buffer.concat([...segments.values()]).equals(plaintext)).toBe(true);
	expect([...segments.keys()]).toEqual([0, 1, 2, 3]);
});

test('only the segments that were asked for are read and sent', async () => {
	const {sending, segments, body} = begin({
		plaintext: plaintextOf(5),
		ranges: [
			[1, 2],
			[4, null],
		],
	});
	await sending.done;
	expect([...segments.keys()]).toEqual([1, 4, 5]);
	expect(body.reads).toEqual([1, 4, 5]);
});

test('without a confirmation no more than the window is on its way, and it goes on when one comes', async () => {
	const segmentsInWindow = Math.ceil(minWindowBytes / plainSegmentBytes);
	const plaintext = plaintextOf(segmentsInWindow + 5);
	const {sending, state, clock, segments} = begin({plaintext, confirms: false});
	for (let turn = 0; turn < 20; turn++) await clock.settle();
	expect(state.bytes).toBe(segmentsInWindow * sealedSegmentBytes);
	sending.confirm(segmentsInWindow);
	await sending.done;
	expect(segments.size).toBe(segmentsInWindow + 6);
});

test('a receiver that does not read stops the reading of the source', async () => {
	const plaintext = plaintextOf(12);
	const [one] = createMemoryDataPair();
	const body = sourceOf(plaintext);
	const clock = createManualClock();
	const sending = sendBody({connection: one, body, floe: openTestFloe(), ranges: everything, clock});
	for (let turn = 0; turn < 20; turn++) await clock.settle();
	expect(body.reads.length).toBeLessThanOrEqual(5);
	sending.stop(new FtError('cancelled', 'enough'));
	await expect(sending.done).rejects.toMatchObject({code: 'cancelled'});
});

test('a source that cannot be read ends it with its error, and the receiver sees no end in order', async () => {
	const {sending, other} = begin({plaintext: plaintextOf(5), failAt: 3});
	await expect(sending.done).rejects.toMatchObject({code: 'disk-error'});
	expect(await other.closed).toBeInstanceOf(FtError);
});

test('a connection that breaks ends it, whatever it waits for', async () => {
	const beyondWindow = Math.ceil(minWindowBytes / plainSegmentBytes) + 1;
	const {sending, faults, clock} = begin({plaintext: plaintextOf(beyondWindow), confirms: false});
	for (let turn = 0; turn < 20; turn++) await clock.settle();
	faults.drop();
	await expect(sending.done).rejects.toMatchObject({code: 'unreachable'});
});
