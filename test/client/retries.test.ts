import {expect, test} from 'vitest';
import {createRetries} from '../../source/client/retries.ts';

test('what was begun here is begun once more, once', () => {
	const retries = createRetries();
	let begun = 0;
	retries.remember('a', () => begun++);
	expect([retries.retry('a'), retries.retry('a'), retries.retry('b'), begun]).toEqual([true, false, false, 1]);
});

test('of very many the oldest is forgotten', () => {
	const retries = createRetries();
	for (let index = 0; index <= 1000; index++) retries.remember(`${index}`, () => undefined);
	expect([retries.retry('0'), retries.retry('1')]).toEqual([false, true]);
});
