import {expect, test} from 'vitest';
import type {Staging} from '../../source/files/staging.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {createStagingHolder} from '../../source/transfer/staging-holder.ts';

const stagingThat = (steps: string[], discard?: Error): Staging =>
	({
		async close() {
			steps.push('close');
		},
		async discard() {
			steps.push('discard');
			if (discard) throw discard;
		},
	}) as unknown as Staging;

test('it is opened once, and again after that failed', async () => {
	let calls = 0;
	const staging = stagingThat([]);
	const holder = createStagingHolder(
		async () => {
			if (++calls === 1) throw new FtError('disk-full', 'no room');
			return staging;
		},
		() => undefined,
	);
	await expect(holder.open()).rejects.toMatchObject({code: 'disk-full'});
	expect(await Promise.all([holder.open(), holder.open()])).toEqual([staging, staging]);
	expect(calls).toBe(2);
});

test('what was never opened need not be left, and a disk that refuses is told', async () => {
	const [steps, errors]: [string[], unknown[]] = [[], []];
	const problem = new FtError('disk-error', 'no');
	const holder = createStagingHolder(
		async () => stagingThat(steps, problem),
		(error) => errors.push(error),
	);
	await holder.leave('discard');
	expect(steps).toEqual([]);
	await holder.open();
	await holder.leave('discard');
	await holder.leave('close');
	expect(steps).toEqual(['discard', 'close']);
	expect(errors).toEqual([problem]);
});
