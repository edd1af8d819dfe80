import {sleep, systemClock, type Clock} from '../base/clock.ts';
import {formatDuration} from '../base/time-text.ts';
import type {Client} from '../client/client.ts';
import {FtError} from '../protocol/errors.ts';
import {untilEnded} from './ended.ts';
import {untilRefused} from './until-refused.ts';

/** A hub needs milliseconds to say who is there: no `--wait` makes it less than the first, none is worth more than the second. */
const leastMs = 10_000;
const mostMs = 5 * 60_000;

/**
 * Connects and waits until everybody on the hub is known: for as long as `waitMs` (`--wait`) says, within 10 s and 5 minutes. Rejects
 * with FtError when it cannot be reached, refuses, also right after its welcome, or does not say in time who is there
 * (`unreachable`), or with the signal's reason.
 */
export async function joinHub(
	client: Client,
	signal: AbortSignal,
	waitMs = mostMs,
	clock: Clock = systemClock,
): Promise<void> {
	await untilEnded(client.connect(), signal);
	const joined = new AbortController();
	const limitMs = Math.min(mostMs, Math.max(leastMs, waitMs));
	const tooLate = async (): Promise<never> => {
		await sleep(clock, limitMs, joined.signal);
		const {server} = client.snapshot();
		throw new FtError(
			'unreachable',
			`the hub at ${server} did not say within ${formatDuration(limitMs / 1000)} who is there: it is stuck, or no hub. Try again, or ask its operator`,
		);
	};
	try {
		await untilEnded(Promise.race([client.people.known, untilRefused(client), tooLate()]), signal);
	} finally {
		joined.abort();
	}
}
