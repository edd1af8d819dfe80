import {expect, test} from 'vitest';
import {createInTurn, createInTurnByKey} from '../../source/base/in-turn.ts';

/** Work that ends when told, and notes when it begins. */
function createWork(begun: string[], name: string) {
	const {promise, resolve, reject} = Promise.withResolvers<string>();
	return {
		end: () => {
			resolve(name);
		},
		fail: () => {
			reject(new Error(name));
		},
		work: async () => {
			begun.push(name);
			return promise;
		},
	};
}

const settle = (): Promise<void> =>
	new Promise((resolve) => {
		setImmediate(resolve);
	});

test('one thing begins when the one before has ended, also when that failed, and each settles as itself', async () => {
	const begun: string[] = [];
	const inTurn = createInTurn();
	const [a, b] = [createWork(begun, 'a'), createWork(begun, 'b')];
	const [first, second] = [inTurn.run(a.work), inTurn.run(b.work)];
	await settle();
	expect(begun).toEqual(['a']);
	a.fail();
	await expect(first).rejects.toThrow('a');
	await settle();
	expect(begun).toEqual(['a', 'b']);
	b.end();
	expect(await second).toBe('b');
});

test('other keys do not wait', async () => {
	const begun: string[] = [];
	const inTurn = createInTurnByKey();
	const works = ['a', 'b', 'c'].map((name) => createWork(begun, name));
	for (const [index, {work}] of works.entries()) void inTurn.run(index === 1 ? 'one' : 'two', work);
	await settle();
	expect(begun).toEqual(['a', 'b']);
	works[0]?.end();
	await settle();
	expect(begun).toEqual(['a', 'b', 'c']);
});

test('it is settled when all that was given has ended, whatever became of it', async () => {
	const inTurn = createInTurn();
	await inTurn.settled();
	const [a, b] = [createWork([], 'a'), createWork([], 'b')];
	void inTurn.run(a.work).catch(() => undefined);
	void inTurn.run(b.work);
	let isSettled = false;
	const settled = inTurn.settled().then(() => {
		isSettled = true;
	});
	a.fail();
	await settle();
	expect(isSettled).toBe(false);
	b.end();
	await settled;
});
