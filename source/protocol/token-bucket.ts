/** Allows so much per second and saves up unused allowance to a burst. Holds no clock: the caller brings the time. */
export type TokenBucket = {
	/** Takes one if there is one. */
	take(nowMs: number): boolean;
	/** From when on there is one to take. */
	readonly readyAtMs: number;
};

/** A bucket that begins full, with `burst` tokens. */
export function createTokenBucket(perSecond: number, burst: number, startMs: number): TokenBucket {
	const msPerToken = 1000 / perSecond;
	// Kept as the time at which the bucket would be full: no fractions to add up, nothing to refill.
	let fullAtMs = startMs;
	const readyAtMs = (): number => fullAtMs - (burst - 1) * msPerToken;
	return {
		take(nowMs) {
			if (readyAtMs() > nowMs) return false;
			fullAtMs = Math.max(fullAtMs, nowMs) + msPerToken;
			return true;
		},
		get readyAtMs() {
			return readyAtMs();
		},
	};
}
