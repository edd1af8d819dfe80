/** How what was begun here can be begun once more: a failed transfer has ended for good, its request has not. */
export type Retries = {
	remember(transfer: string, again: () => void): void;
	/** Begins it once more; false when it is not known how. */
	retry(transfer: string): boolean;
};

/** Requests that are kept: a session has no more failed rows to look at. */
const maxRequests = 1000;

/** Creates it with nothing remembered. */
export function createRetries(): Retries {
	const requests = new Map<string, () => void>();
	return {
		remember(transfer, again) {
			requests.set(transfer, again);
			const [oldest] = requests.keys();
			if (requests.size > maxRequests && oldest !== undefined) requests.delete(oldest);
		},
		retry(transfer) {
			const again = requests.get(transfer);
			requests.delete(transfer);
			again?.();
			return again !== undefined;
		},
	};
}
