import type {Clock} from '../base/clock.ts';
import {formatDuration} from '../base/time-text.ts';
import type {Client} from '../client/client.ts';
import {FtError, type ErrorCode} from '../protocol/errors.ts';

const withoutTerminalMs = 5 * 60_000;

/**
 * `--wait`: how long a command bears a lost hub, a full disk or a missing answer; each beginning anew when things move again.
 * Without a terminal 5 minutes, on one without end. `expired` rejects with FtError `unreachable`, `disk-full` or `waiting`, at
 * once with a refusal of the hub.
 */
export function startWaiting(
	client: Client,
	waitMs: number | undefined,
	clock: Clock,
): {readonly expired: Promise<never>} {
	const limitMs = toWaitLimitMs(waitMs);
	const {promise, reject} = Promise.withResolvers<never>();
	promise.catch(() => undefined);
	let since: {readonly code: ErrorCode; readonly atMs: number} | undefined;
	const look = (): void => {
		const {connection, transfers} = client.snapshot();
		if (connection.phase === 'refused') {
			reject(new FtError(connection.code, connection.reason));
			return;
		}
		const problem = connection.phase === 'offline' ? 'unreachable' : problemOf(transfers.map((row) => row.state));
		if (problem === undefined) since = undefined;
		else if (since?.code !== problem) since = {code: problem, atMs: clock.monotonicMs()};
		if (since && clock.monotonicMs() - since.atMs >= limitMs) {
			reject(
				new FtError(
					since.code,
					`${texts[since.code] ?? 'nothing moved'} for ${formatDuration(limitMs / 1000)}. ${keptText(transfers)}: the same command goes on`,
				),
			);
			return;
		}
		clock.schedule(250, look);
	};
	look();
	return {expired: promise};
}

/** What `--wait` means when it was not given: on a terminal without end. */
export function toWaitLimitMs(waitMs: number | undefined): number {
	return waitMs ?? (process.stderr.isTTY ? Number.POSITIVE_INFINITY : withoutTerminalMs);
}

const texts: Partial<Record<ErrorCode, string>> = {
	unreachable: 'the hub was not reached',
	'disk-full': 'the disk stayed full',
	waiting: 'there was no answer',
};

/** What a command that only receives leaves for the next is what came. */
function keptText(transfers: readonly {readonly direction: 'send' | 'receive'}[]): string {
	const isReceiving = transfers.length > 0 && transfers.every(({direction}) => direction === 'receive');
	return isReceiving ? 'What came of it is kept' : 'What was offered is kept';
}

type State = ReturnType<Client['snapshot']>['transfers'][number]['state'];

/** The wait that every unfinished transfer is in; undefined while any of them moves. */
function problemOf(states: readonly State[]): ErrorCode | undefined {
	const open = states.filter((state) => !['delivered', 'declined', 'cancelled', 'failed'].includes(state.phase));
	const problems = open.map((state): ErrorCode | undefined => {
		if (state.phase === 'waiting') return 'waiting';
		if (state.phase === 'paused') return state.reason === 'disk-full' ? 'disk-full' : 'waiting';
		return undefined;
	});
	const [first] = problems;
	return first !== undefined && problems.every((problem) => problem !== undefined) ? first : undefined;
}
