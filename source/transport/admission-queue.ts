/** The connections that are not admitted yet, oldest first. */
export type AdmissionQueue = {
	/**
	 * Adds one; over a cap the oldest (of that address, else of all) goes: its `evict` is called. Returns the call that takes
	 * this one out again, idempotent.
	 */
	enter(address: string, evict: () => void): () => void;
	readonly size: number;
};

/** Creates the queue with its caps in connections. */
export function createAdmissionQueue(maxTotal: number, maxPerAddress: number): AdmissionQueue {
	type Entry = {readonly address: string; readonly evict: () => void};
	const entries = new Set<Entry>();
	const evictOldest = (candidates: Iterable<Entry>): void => {
		for (const entry of candidates) {
			entries.delete(entry);
			entry.evict();
			return;
		}
	};
	return {
		enter(address, evict) {
			const ofAddress = [...entries].filter((entry) => entry.address === address);
			if (ofAddress.length >= maxPerAddress) evictOldest(ofAddress);
			else if (entries.size >= maxTotal) evictOldest(entries);
			const entry: Entry = {address, evict};
			entries.add(entry);
			return () => {
				entries.delete(entry);
			};
		},
		get size() {
			return entries.size;
		},
	};
}
