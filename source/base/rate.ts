const windowMs = 5000;
const etaAfterMs = 2000;
const etaAfterBytes = 65_536;

/** How fast bytes move, as a screen may show it. */
export type RateMeter = {
	/** Notes that `bytes` more moved at `nowMs` (monotonic). */
	add(bytes: number, nowMs: number): void;
	/** Time-weighted bytes per second over about the last 5 s; 0 when nothing moved for that long. */
	bytesPerSecond(nowMs: number): number;
	/** Seconds left for `remainingBytes`; undefined until 2 s and 64 KiB were seen, or when nothing moves. */
	etaSeconds(remainingBytes: number, nowMs: number): number | undefined;
};

/** A rate over a ring of half-second buckets: constant memory, no timer, idle falls to zero by itself. */
export function createRateMeter(startMs: number): RateMeter {
	const bucketMs = 500;
	const buckets = new Float64Array(windowMs / bucketMs + 1);
	let lastBucket = Math.floor(startMs / bucketMs);
	let totalBytes = 0;
	const advance = (nowMs: number): number => {
		const bucket = Math.floor(nowMs / bucketMs);
		const steps = Math.min(bucket - lastBucket, buckets.length);
		for (let step = 1; step <= steps; step++) buckets[(lastBucket + step) % buckets.length] = 0;
		if (bucket > lastBucket) lastBucket = bucket;
		return bucket;
	};
	const rate = (nowMs: number): number => {
		advance(nowMs);
		let sum = 0;
		for (const bytes of buckets) sum += bytes;
		const spanMs = Math.min(Math.max(nowMs - startMs, 250), windowMs + (nowMs % bucketMs));
		return (sum * 1000) / spanMs;
	};
	return {
		add(bytes, nowMs) {
			const index = advance(nowMs) % buckets.length;
			buckets[index] = (buckets[index] ?? 0) + bytes;
			totalBytes += bytes;
		},
		bytesPerSecond: rate,
		etaSeconds(remainingBytes, nowMs) {
			if (nowMs - startMs < etaAfterMs || totalBytes < etaAfterBytes) return undefined;
			const bytesPerSecond = rate(nowMs);
			return bytesPerSecond > 0 ? remainingBytes / bytesPerSecond : undefined;
		},
	};
}
