/** The connections that are not admitted yet, oldest first. */
export type AdmissionQueue = {
	/**
	 * Adds one; over a cap the oldest (of that address, else of all) goes: its `evict` is called. Returns the call that takes
	 * this one out again, idempotent.
	 */
	enter(address: string, evict: () => void): () => void;
	/** The oldest of all goes; false when there is none. */
	evictOldest(): boolean;
	readonly size: number;
};

/** Creates the queue with its caps in connections. */
export function createAdmissionQueue(maxTotal: number, maxPerAddress: number): AdmissionQueue {
	type Entry = {readonly address: string; readonly evict: () => void};
	const entries = new Set<Entry>();
	const evictFirst = ([oldest]: Iterable<Entry>): boolean => {
		if (!oldest) return false;
		entries.delete(oldest);
		oldest.evict();
		return true;
	};
	return {
		enter(address, evict) {
			const ofAddress = [...entries].filter((entry) => entry.address === address);
			if (ofAddress.length >= maxPerAddress) evictFirst(ofAddress);
			else if (entries.size >= maxTotal) evictFirst(entries);
			const entry: Entry = {address, evict};
			entries.add(entry);
			return () => {
				entries.delete(entry);
			};
		},
		evictOldest: () => evictFirst(entries),
		get size() {
			return entries.size;
		},
	};
}
