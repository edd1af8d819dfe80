import {expect, test} from 'vitest';
import {createTurns} from '../../source/hub/turns.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {maxListingsWaiting, missPauseMs} from '../../source/protocol/limits.ts';
import {createManualClock} from '../support/manual-clock.ts';

test('of one asker one thing is done after the other, and others do not wait for it', async () => {
	const turns = createTurns<string>(createManualClock());
	const done: string[] = [];
	const first = Promise.withResolvers<void>();
	const asked = [
		turns.take('alice', async () => {
			await first.promise;
			done.push('first');
		}),
		turns.take('alice', async () => void done.push('second')),
	];
	await turns.take('bob', async () => void done.push('of bob'));
	expect(done).toEqual(['of bob']);
	first.resolve();
	await Promise.all(asked);
	expect(done).toEqual(['of bob', 'first', 'second']);
});

test('what fails fails for whoever asked, and the next is done; after a name that is not there the next waits', async () => {
	const clock = createManualClock();
	const turns = createTurns<string>(clock);
	const failing = (code: 'usage' | 'no-such-file') => async (): Promise<void> => {
		throw new FtError(code, 'x');
	};
	await expect(turns.take('alice', failing('usage'))).rejects.toMatchObject({code: 'usage'});
	await turns.take('alice', async () => undefined);
	await expect(turns.take('alice', failing('no-such-file'))).rejects.toMatchObject({code: 'no-such-file'});
	let isDone = false;
	const next = turns.take('alice', async () => {
		isDone = true;
	});
	await clock.settle(missPauseMs - 1);
	expect(isDone).toBe(false);
	clock.advance(1);
	await next;
});

test('so much may wait, one more is refused, and who has left gets nothing done any more', async () => {
	const turns = createTurns<string>(createManualClock());
	const first = Promise.withResolvers<void>();
	let done = 0;
	const signals: AbortSignal[] = [];
	const asked = [
		turns.take('alice', async (signal) => {
			signals.push(signal);
			await first.promise;
		}),
		...Array.from({length: maxListingsWaiting - 1}, async () => turns.take('alice', async () => void done++)),
	];
	await expect(turns.take('alice', async () => undefined)).rejects.toMatchObject({code: 'limit'});
	turns.left('alice');
	expect(signals.map(({aborted}) => aborted)).toEqual([true]);
	first.resolve();
	await Promise.all(asked);
	expect(done).toBe(0);
	await turns.take('alice', async () => void done++);
	expect(done).toBe(1);
});
