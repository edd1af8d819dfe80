import {expect, test} from 'vitest';
import type {Layout} from '../../source/files/layout.ts';
import type {StagedEntry} from '../../source/files/staged-entries.ts';
import {createTally} from '../../source/files/tally.ts';

const entry = (path: string, position: number, bytes: number): StagedEntry => ({
	path,
	kind: 'file',
	bytes,
	position,
	modifiedMs: 0,
	isExecutable: false,
});
const [first, empty, second] = [entry('a', 10, 10), entry('empty', 20, 0), entry('b', 20, 10)] as const;
const layout: Layout = {
	entries: [first, empty, second],
	files: 3,
	renamed: [],
	folders: [],
	bytesOf: (index) => [10, 0, 10][index] ?? 0,
	*pieces(from, to) {
		for (const [index, entry] of [first, empty, second].entries()) {
			const position = Math.max(from, entry.position);
			const bytes = Math.min(to, entry.position + entry.bytes) - position;
			if (bytes > 0) yield {index, position, bytes};
		}
	},
};

test('a file counts when its last byte came, in whatever order, and no longer when one is taken back', () => {
	const tally = createTally(layout);
	const seen = (): number[] => [tally.bytes, tally.files];
	expect(seen()).toEqual([0, 1]);
	tally.add(15, 25);
	expect(seen()).toEqual([10, 1]);
	tally.add(0, 15);
	expect(seen()).toEqual([15, 2]);
	tally.remove(15, 25);
	expect(seen()).toEqual([5, 1]);
	tally.add(15, 25);
	tally.add(25, 99);
	expect(seen()).toEqual([20, 3]);
});
