import {expect, test} from 'vitest';
import {createCleanup} from '../../source/base/cleanup.ts';

const collect = () => {
	const done: string[] = [];
	const errors: unknown[] = [];
	const cleanup = createCleanup((error) => {
		errors.push(error);
	});
	const push = (name: string): void => {
		cleanup.push(async () => {
			done.push(`${name} begins`);
			await Promise.resolve();
			done.push(`${name} ends`);
		});
	};
	return {cleanup, done, errors, push};
};

test('the last one pushed is undone first, one after the other', async () => {
	const {cleanup, done, push} = collect();
	push('first');
	push('second');
	await cleanup.run();
	expect(done).toEqual(['second begins', 'second ends', 'first begins', 'first ends']);
});

test('two calls at once undo everything once, in order, and both wait for the end', async () => {
	const {cleanup, done, push} = collect();
	push('first');
	push('second');
	const first = cleanup.run();
	await cleanup.run();
	expect(done).toEqual(['second begins', 'second ends', 'first begins', 'first ends']);
	await first;
	expect(done).toHaveLength(4);
});

test('an undo that throws or rejects is told and the others still run', async () => {
	const {cleanup, done, errors, push} = collect();
	push('first');
	cleanup.push(() => Promise.reject(new Error('rejected')));
	cleanup.push(() => {
		throw new Error('thrown');
	});
	await cleanup.run();
	expect(errors).toEqual([new Error('thrown'), new Error('rejected')]);
	expect(done).toEqual(['first begins', 'first ends']);
});

test('what is pushed after a run is undone by the next, even when the run before was one throwing undo', async () => {
	const {cleanup, done, push} = collect();
	cleanup.push(() => {
		throw new Error('thrown');
	});
	await cleanup.run();
	push('late');
	await cleanup.run();
	await cleanup.run();
	expect(done).toEqual(['late begins', 'late ends']);
});

test('what an undo pushes is undone in the same run', async () => {
	const {cleanup, done, push} = collect();
	cleanup.push(() => {
		push('inner');
	});
	await cleanup.run();
	expect(done).toEqual(['inner begins', 'inner ends']);
});
