const seconds = 60;

/** The bytes of the last minute, a bucket a second. */
export type Throughput = {
	add(bytes: number, nowMs: number): void;
	/** Bytes of each of the last 60 whole seconds, oldest first; the newest is the last full second. */
	history(nowMs: number): number[];
};

/** Creates an empty minute. `startMs` is monotonic. */
export function createThroughput(startMs: number): Throughput {
	const buckets = new Float64Array(seconds + 1);
	let last = Math.floor(startMs / 1000);
	const advance = (nowMs: number): number => {
		const second = Math.floor(nowMs / 1000);
		for (let at = Math.max(last + 1, second - seconds); at <= second; at++) buckets[at % buckets.length] = 0;
		last = Math.max(last, second);
		return last;
	};
	return {
		add(bytes, nowMs) {
			const index = advance(nowMs) % buckets.length;
			buckets[index] = (buckets[index] ?? 0) + bytes;
		},
		history(nowMs) {
			const now = advance(nowMs);
			return Array.from({length: seconds}, (_, index) => {
				const second = now - seconds + index;
				return second < 0 ? 0 : (buckets[second % buckets.length] ?? 0);
			});
		},
	};
}
