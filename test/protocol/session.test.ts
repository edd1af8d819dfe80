import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {encodeFrame} from '../../source/protocol/frames.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {
	admissionBytes,
	admissionMs,
	deadAfterMs,
	maxFrameBytes,
	maxFrameBytesBeforeAdmission,
	maxLargeFrameBytes,
	messageBurst,
	pingAfterMs,
	progressBurst,
	progressPerSecond,
} from '../../source/protocol/limits.ts';
import type {ClientMessage} from '../../source/protocol/messages.ts';
import {createSession} from '../../source/protocol/session.ts';

const id = 'ab'.repeat(32);
const transfer = 'cd'.repeat(16);
const welcome = {
	type: 'welcome' as const,
	version: 1,
	capabilities: [],
	title: 'lab',
	you: {id, name: 'alice', online: true, since: 1},
};
const cancel: ClientMessage = {type: 'cancel', transfer};
const progress: ClientMessage = {type: 'progress', transfer, attempt: 1, segments: 1, bytes: 1, files: 0};

function frame(value: unknown): Uint8Array {
	return encodeFrame(new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)));
}

/** A frame of an unknown type whose payload has exactly so many bytes. */
function paddedFrame(type: string, payloadBytes: number): Uint8Array {
	const empty = JSON.stringify({type, pad: ''}).length;
	return frame({type, pad: 'x'.repeat(payloadBytes - empty)});
}

function join(parts: readonly Uint8Array[]): Uint8Array {
	return Buffer.concat(parts);
}

function parse(frames: readonly Uint8Array[]): unknown[] {
	return frames.map((bytes) => JSON.parse(Buffer.from(bytes.subarray(4)).toString()));
}

function admittedHub(nowMs = 0) {
	const session = createSession({mine: 'hub', nowMs});
	session.admit();
	return session;
}

describe('session', () => {
	it('carries what one side sends to the other', () => {
		const client = createSession({mine: 'client', nowMs: 0});
		const hub = createSession({mine: 'hub', nowMs: 0});
		client.send(cancel);
		expect(hub.receive(join(client.takeOutput()), 1)).toEqual([cancel]);
		expect(client.takeOutput()).toEqual([]);
	});

	it('gives the same messages however the bytes are split', () => {
		const large = {type: 'roster', users: Array.from({length: 300}, () => welcome.you), more: false};
		const stream = join([
			frame(welcome),
			frame(large),
			frame({type: 'later', x: 1}),
			frame({type: 'bye'}),
			frame(welcome),
		]);
		const expected = [welcome, large];
		fc.assert(
			fc.property(fc.array(fc.integer({min: 1, max: 20_000}), {maxLength: 60}), (sizes) => {
				const session = createSession({mine: 'client', nowMs: 0});
				const taken: unknown[] = [];
				let at = 0;
				for (const size of [...sizes, stream.length]) {
					taken.push(...session.receive(stream.subarray(at, at + size), 1));
					at += size;
				}
				expect(taken).toEqual(expected);
				expect(session.unknownMessages).toBe(1);
				expect(session.ended).toEqual({error: undefined, isFinal: false});
			}),
		);
	});

	it('gives the same messages byte by byte', () => {
		const session = createSession({mine: 'client', nowMs: 0});
		const taken = [...join([frame(welcome), frame(welcome)])].flatMap((byte) =>
			session.receive(Uint8Array.of(byte), 1),
		);
		expect(taken).toEqual([welcome, welcome]);
	});

	it('ends, and never throws, on any garbage', () => {
		fc.assert(
			fc.property(fc.uint8Array({minLength: 5, maxLength: 200}), (bytes) => {
				for (const mine of ['client', 'hub'] as const) {
					const session = createSession({mine, nowMs: 0});
					session.receive(bytes, 1);
					expect(session.receive(frame(welcome), 1)).toEqual([]);
				}
			}),
		);
	});

	it('returns the messages before a mistake, then ends and tells the peer why', () => {
		const hub = admittedHub();
		expect(hub.receive(join([frame(cancel), frame('{not json'), frame(cancel)]), 1)).toEqual([cancel]);
		expect(hub.ended?.error?.code).toBe('protocol');
		expect(parse(hub.takeOutput())).toMatchObject([{type: 'bye', code: 'protocol'}]);
		expect(hub.receive(frame(cancel), 2)).toEqual([]);
		expect(hub.nextDeadlineMs).toBeUndefined();
	});

	it('counts what it does not know and goes on', () => {
		const hub = admittedHub();
		expect(hub.receive(join([frame({type: 'tomorrow'}), frame(cancel)]), 1)).toEqual([cancel]);
		expect(hub.unknownMessages).toBe(1);
	});

	it('refuses to send what breaks our own schema', () => {
		const client = createSession({mine: 'client', nowMs: 0});
		expect(() => {
			client.send({...cancel, transfer: 'short'});
		}).toThrow(FtError);
		expect(client.takeOutput()).toEqual([]);
	});

	it('drops what is sent after the end', () => {
		const hub = admittedHub();
		hub.close();
		hub.send({type: 'receipt-seen', transfer});
		expect(parse(hub.takeOutput())).toEqual([{type: 'bye'}]);
	});
});

describe('session limits', () => {
	it('takes a frame at the limit before admission and none above', () => {
		const exact = createSession({mine: 'hub', nowMs: 0});
		exact.receive(paddedFrame('later', maxFrameBytesBeforeAdmission), 1);
		expect(exact.unknownMessages).toBe(1);
		const above = createSession({mine: 'hub', nowMs: 0});
		above.receive(paddedFrame('later', maxFrameBytesBeforeAdmission + 1).subarray(0, 4), 1);
		expect(above.ended?.error?.code).toBe('protocol');
	});

	it.each([
		['later', maxFrameBytes],
		['offer', maxLargeFrameBytes],
	])('takes a %s of %i bytes after admission and none above', (type, maxBytes) => {
		const exact = admittedHub();
		exact.receive(paddedFrame(type, maxBytes), 1);
		expect(exact.ended?.error?.message ?? '').not.toContain('allowed');
		const above = admittedHub();
		above.receive(paddedFrame(type, maxBytes + 1), 1);
		expect(above.ended?.error?.message).toContain(`at most ${maxBytes} are allowed`);
	});

	it('takes the bytes of admission and not one more', () => {
		const bytes = join(Array.from({length: 5}, () => paddedFrame('later', 4000)));
		const hub = createSession({mine: 'hub', nowMs: 0});
		hub.receive(bytes.subarray(0, admissionBytes), 1);
		expect(hub.ended).toBeUndefined();
		hub.receive(bytes.subarray(admissionBytes, admissionBytes + 1), 1);
		expect(hub.ended?.error?.code).toBe('limit');
	});

	it('ends an unadmitted session exactly at the deadline, whatever it says meanwhile', () => {
		const hub = createSession({mine: 'hub', nowMs: 500});
		hub.receive(frame({type: 'ping', sent: 1}), 500 + admissionMs - 1);
		hub.tick(500 + admissionMs - 1);
		expect(hub.ended).toBeUndefined();
		hub.tick(500 + admissionMs);
		expect(hub.ended?.error?.code).toBe('limit');
	});

	it('has no deadline of admission once admitted', () => {
		const client = createSession({mine: 'client', nowMs: 0});
		client.receive(frame(welcome), 10_000);
		expect(client.isAdmitted).toBe(true);
		client.tick(admissionMs);
		expect(client.ended).toBeUndefined();
	});

	it('holds back what a client sends beyond the burst until its time has come', () => {
		const hub = admittedHub();
		hub.tick(0);
		const flood = join(Array.from({length: messageBurst + 2}, () => frame(cancel)));
		expect(hub.receive(flood, 0)).toHaveLength(messageBurst);
		expect(hub.isThrottled).toBe(true);
		expect(hub.nextDeadlineMs).toBe(20);
		expect(hub.tick(19)).toHaveLength(0);
		expect(hub.tick(20)).toHaveLength(1);
		expect(hub.tick(40)).toHaveLength(1);
		expect(hub.isThrottled).toBe(false);
	});

	it('counts progress apart', () => {
		const hub = admittedHub();
		hub.receive(join(Array.from({length: messageBurst}, () => frame(cancel))), 0);
		const flood = join(Array.from({length: progressBurst + 1}, () => frame(progress)));
		expect(hub.receive(flood, 0)).toHaveLength(progressBurst);
		expect(hub.isThrottled).toBe(true);
		expect(hub.tick(1000 / progressPerSecond - 0.01)).toHaveLength(0);
		expect(hub.tick(1000 / progressPerSecond + 0.01)).toHaveLength(1);
	});

	it('does not limit what the hub sends', () => {
		const client = createSession({mine: 'client', nowMs: 0});
		const flood = join(Array.from({length: messageBurst + 50}, () => frame({type: 'receipt-seen', transfer})));
		client.receive(frame(welcome), 0);
		expect(client.receive(flood, 0)).toHaveLength(messageBurst + 50);
	});
});

describe('session liveness', () => {
	it('pings at admission, then every 15 s, and measures the round trip', () => {
		const hub = admittedHub();
		const client = createSession({mine: 'client', nowMs: 0});
		hub.tick(1);
		hub.takeOutput();
		expect(hub.nextDeadlineMs).toBe(1 + pingAfterMs);
		hub.tick(pingAfterMs);
		expect(hub.takeOutput()).toEqual([]);
		hub.tick(1 + pingAfterMs);
		client.receive(join(hub.takeOutput()), pingAfterMs + 10);
		expect(hub.receive(join(client.takeOutput()), pingAfterMs + 25)).toEqual([]);
		expect(hub.roundTripMs).toBe(24);
	});

	it('tells the least round trip of the last four pings, so that a busy moment does not show', () => {
		const hub = admittedHub();
		const client = createSession({mine: 'client', nowMs: 0});
		let now = 1;
		const told = [90, 5, 40, 40, 40, 40].map((roundTripMs) => {
			hub.tick(now);
			client.receive(join(hub.takeOutput()), now);
			hub.receive(join(client.takeOutput()), now + roundTripMs);
			now += pingAfterMs;
			return hub.roundTripMs;
		});
		expect(told).toEqual([90, 5, 5, 5, 5, 40]);
	});

	it('pings nobody before admission', () => {
		const hub = createSession({mine: 'hub', nowMs: 0});
		hub.tick(pingAfterMs);
		expect(hub.takeOutput()).toEqual([]);
		expect(hub.nextDeadlineMs).toBe(admissionMs);
	});

	it('takes no round trip from a pong it did not ask for', () => {
		const hub = admittedHub();
		hub.receive(frame({type: 'pong', sent: 0}), 5);
		expect(hub.roundTripMs).toBeUndefined();
	});

	it('takes a silent peer for dead exactly at the deadline', () => {
		const hub = admittedHub();
		hub.receive(frame(cancel), 100);
		for (let at = 100; at < 100 + deadAfterMs; at += 500) hub.tick(at);
		hub.tick(100 + deadAfterMs - 1);
		expect(hub.ended).toBeUndefined();
		expect(hub.nextDeadlineMs).toBe(100 + deadAfterMs);
		hub.tick(100 + deadAfterMs);
		expect(hub.ended?.error?.code).toBe('unreachable');
	});

	it('never takes a peer for dead that waits for us', () => {
		const hub = admittedHub();
		hub.receive(join(Array.from({length: messageBurst + 10_000}, () => frame(cancel))), 0);
		for (let at = hub.nextDeadlineMs ?? 0; at < 2 * deadAfterMs; at = hub.nextDeadlineMs ?? Infinity) hub.tick(at);
		expect(hub.ended).toBeUndefined();
	});

	it('tells a bye with a code as final, cleaned for the screen', () => {
		const hub = createSession({mine: 'hub', nowMs: 0});
		const client = createSession({mine: 'client', nowMs: 0});
		hub.close(new FtError('replaced', 'another\u001b[2Jwindow'));
		client.receive(join(hub.takeOutput()), 1);
		expect(client.ended).toMatchObject({isFinal: true, error: {code: 'replaced', message: 'another�[2Jwindow'}});
	});

	it('says even the longest error in a bye that fits before admission', () => {
		const hub = createSession({mine: 'hub', nowMs: 0});
		const client = createSession({mine: 'client', nowMs: 0});
		hub.close(new FtError('failed', '𝒳'.repeat(5000)));
		client.receive(join(hub.takeOutput()), 1);
		expect(client.ended?.error?.code).toBe('failed');
	});
});
