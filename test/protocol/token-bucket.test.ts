import {describe, expect, it} from 'vitest';
import {createTokenBucket} from '../../source/protocol/token-bucket.ts';

function takeAll(bucket: ReturnType<typeof createTokenBucket>, nowMs: number): number {
	let taken = 0;
	while (bucket.take(nowMs)) taken++;
	return taken;
}

describe('token bucket', () => {
	it('gives the burst at once and not one more', () => {
		expect(takeAll(createTokenBucket(50, 200, 0), 0)).toBe(200);
	});

	it('gives the next token exactly when it says so', () => {
		const bucket = createTokenBucket(50, 200, 0);
		takeAll(bucket, 0);
		expect(bucket.readyAtMs).toBe(20);
		expect(bucket.take(19.9)).toBe(false);
		expect(bucket.take(20)).toBe(true);
		expect(bucket.take(20)).toBe(false);
	});

	it('saves up no more than the burst', () => {
		const bucket = createTokenBucket(50, 200, 0);
		takeAll(bucket, 0);
		expect(takeAll(bucket, 3_600_000)).toBe(200);
	});

	it('refills at its rate', () => {
		const bucket = createTokenBucket(50, 200, 0);
		takeAll(bucket, 0);
		expect(takeAll(bucket, 1000)).toBe(50);
	});
});
