import {describe, expect, test} from 'vitest';
import {bothScreens, brokenRows} from '../support/both-screens.ts';

const sizes = [
	[60, 15],
	[80, 24],
	[100, 30],
	[120, 40],
	[200, 50],
] as const;

/** Sizes as a window gives them while it is dragged, too small ones as well; the same ones for a seed. */
function* storm(seed: number, count: number): Generator<readonly [columns: number, rows: number]> {
	let state = seed;
	const next = (from: number, to: number): number => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return from + (state % (to - from + 1));
	};
	for (let index = 0; index < count; index++) yield [next(1, 210), next(1, 60)];
}

describe.each(bothScreens)('the $name', ({open}) => {
	test.each(sizes.flatMap((size) => (['empty', 'full', 'hostile'] as const).map((load) => [...size, load] as const)))(
		'is whole at %ix%i with a snapshot that is %s',
		async (columns, rows, load) => {
			const fake = await open(load, {columns, rows});
			await fake.settle();
			expect(brokenRows(fake)).toEqual([]);
		},
	);

	test.each(sizes)(
		'is whole at %ix%i after a storm of other sizes, keys between them',
		async (columns, rows) => {
			const fake = await open('hostile');
			for (const [index, size] of [...storm(columns, 40)].entries()) {
				fake.resize(...size);
				if (index % 5 === 0) fake.send('\tj');
				// Some are drawn, some are over before.
				if (index % 7 === 0) await fake.settle();
			}
			fake.resize(columns, rows);
			await fake.settle();
			expect(brokenRows(fake)).toEqual([]);
		},
		30_000,
	);

	test('says so while the window is too small, draws nothing beyond it, and comes back', async () => {
		const fake = await open('full');
		fake.resize(59, 24);
		await fake.waitFor('60x15');
		fake.resize(3, 1);
		await fake.settle();
		expect(fake.screen().length).toBeLessThanOrEqual(3);
		fake.resize(80, 24);
		await fake.settle();
		expect(brokenRows(fake)).toEqual([]);
	});
});

test.each(sizes)(
	'the client is whole at %ix%i with the history, and with the field for a folder over an offer',
	async (columns, rows) => {
		const fake = await bothScreens[0]?.open('hostile', {columns, rows});
		if (!fake) throw new Error('no screen');
		for (const keys of ['HGj', '\u001boc']) {
			fake.send(keys);
			await fake.settle();
			expect(brokenRows(fake)).toEqual([]);
		}
		await fake.waitFor('in which folder?');
	},
);
