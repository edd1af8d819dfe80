import {expect, test} from 'vitest';
import {createAttempts} from '../../source/transfer/attempts.ts';
import {FtError} from '../../source/protocol/errors.ts';

const stopped = new FtError('cancelled', 'paused');

test('the one before ends, and is waited for, before the next begins', async () => {
	const attempts = createAttempts();
	const log: string[] = [];
	const gate = Promise.withResolvers<void>();
	const first = attempts.start(
		async (signal) => {
			signal.addEventListener('abort', () => log.push('first is stopped'));
			await gate.promise;
			log.push('first has written');
		},
		() => log.push('first failed'),
	);
	await Promise.resolve();
	const second = attempts.start(
		async () => {
			log.push('second begins');
		},
		() => log.push('second failed'),
	);
	await Promise.resolve();
	expect(log).toEqual(['first is stopped']);
	gate.resolve();
	await Promise.all([first, second]);
	expect(log).toEqual(['first is stopped', 'first has written', 'second begins']);
});

test('why it failed is told, unless it was stopped', async () => {
	const attempts = createAttempts();
	const errors: string[] = [];
	const onError = (error: FtError): void => {
		errors.push(error.code);
	};
	await attempts.start(async () => {
		throw new FtError('disk-full', 'full');
	}, onError);
	await attempts.start(async () => {
		throw new Error('a bug');
	}, onError);
	expect(errors).toEqual(['disk-full', 'internal']);
	const running = attempts.start(async (signal) => {
		await new Promise((_, reject) => {
			signal.addEventListener('abort', () => {
				reject(signal.reason as Error);
			});
		});
	}, onError);
	await Promise.resolve();
	attempts.stop(stopped);
	await running;
	expect(errors).toHaveLength(2);
});

test('one that is stopped before its turn never begins', async () => {
	const attempts = createAttempts();
	const gate = Promise.withResolvers<void>();
	void attempts.start(
		() => gate.promise,
		() => undefined,
	);
	let hasBegun = false;
	const second = attempts.start(
		async () => {
			hasBegun = true;
		},
		() => undefined,
	);
	attempts.stop(stopped);
	gate.resolve();
	await second;
	expect(hasBegun).toBe(false);
});

test('it runs until it has ended or was stopped', async () => {
	const attempts = createAttempts();
	expect(attempts.isRunning).toBe(false);
	const gate = Promise.withResolvers<void>();
	const running = attempts.start(
		() => gate.promise,
		() => undefined,
	);
	expect(attempts.isRunning).toBe(true);
	gate.resolve();
	await running;
	expect(attempts.isRunning).toBe(false);
	void attempts.start(
		() => new Promise(() => undefined),
		() => undefined,
	);
	attempts.stop(stopped);
	expect(attempts.isRunning).toBe(false);
});
