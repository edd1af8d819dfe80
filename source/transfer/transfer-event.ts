import type {ErrorCode} from '../protocol/errors.ts';
import type {PauseReason} from '../protocol/messages.ts';

/** What happens to a transfer at one of its ends, word for word as `--json` prints it. Names of people are ours, all other text is a peer's. */
export type TransferEvent =
	| {
			readonly type: 'offered';
			readonly transfer: string;
			readonly to: readonly string[];
			readonly files: number;
			readonly bytes: number;
	  }
	| {readonly type: 'accepted'; readonly transfer: string; readonly user: string}
	| {readonly type: 'declined'; readonly transfer: string; readonly user: string; readonly reason: string}
	| {
			readonly type: 'progress';
			readonly transfer: string;
			readonly user: string;
			readonly direction: 'send' | 'receive';
			readonly bytes: number;
			readonly total: number;
			readonly files: number;
			readonly bytesPerSecond: number;
			readonly etaSeconds: number | undefined;
	  }
	/** `message`: of our own full disk, how much room there is and how much is needed. */
	| {
			readonly type: 'paused';
			readonly transfer: string;
			readonly user: string;
			readonly reason: PauseReason;
			readonly message?: string | undefined;
	  }
	| {readonly type: 'resumed'; readonly transfer: string; readonly user: string}
	/** All of it is on the hub for this user, by the hub's word; `until` as ISO 8601, where the hub says it. */
	| {readonly type: 'stored'; readonly transfer: string; readonly user: string; readonly until: string | undefined}
	/** `same`: files that were there already; `left`: files that the recipient did not take; `numbered`: of an upload, as below. */
	| {
			readonly type: 'delivered';
			readonly transfer: string;
			readonly user: string;
			readonly same: number;
			readonly left: number;
			readonly numbered: number;
	  }
	| {
			readonly type: 'received';
			readonly transfer: string;
			readonly from: string;
			readonly paths: readonly string[];
			readonly bytes: number;
			/** Files that were there already, and those that we did not take. */
			readonly same: number;
			readonly left: number;
			/** Files and folders that got a number, because their names were taken. */
			readonly numbered: number;
	  }
	| {
			readonly type: 'cancelled' | 'failed' | 'expired';
			readonly transfer: string;
			readonly user: string;
			readonly code: ErrorCode;
			readonly reason: string;
	  }
	/** `failed`: it could not be read, or would not arrive as it is; `same`: it was there already. */
	| {
			readonly type: 'skipped';
			readonly transfer: string;
			readonly path: string;
			readonly cause: 'failed' | 'same';
			readonly reason: string;
	  }
	/** Its name, `from`, cannot be here, or is `taken`; `path` has the one it was given, from the top of the transfer. Of each the first hundred are told. */
	| {
			readonly type: 'renamed';
			readonly transfer: string;
			readonly cause: 'name' | 'taken';
			readonly path: string;
			readonly from: string;
	  }
	| {readonly type: 'error'; readonly code: ErrorCode; readonly message: string};
