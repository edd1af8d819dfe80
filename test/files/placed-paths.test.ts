import {expect, test} from 'vitest';
import {keepBoth, type IfExists} from '../../source/files/choice.ts';
import type {StagedEntry} from '../../source/files/staged-entries.ts';

import {placedPaths} from '../../source/files/placed-paths.ts';
import type {Published} from '../../source/files/publish-intent.ts';

const entries = ['d/', 'd/sub/', 'd/sub/a', 'd/b', 'e'].map((text): StagedEntry => ({
	path: text.replace(/\/$/, ''),
	kind: text.endsWith('/') ? 'folder' : 'file',
	bytes: 0,
	position: 0,
	modifiedMs: 0,
	isExecutable: false,
}));
const placed = (
	published: Partial<Published>,
	ifExists: IfExists = 'rename',
	failed: number[] = [],
	left: number[] = [],
): string[] =>
	[
		...placedPaths({
			root: '/root',
			folder: ['in'],
			staging: {
				choice: {rule: {...keepBoth, ifExists}, made: {left, same: [], overwrite: []}},
				entries,
				trailer: () => ({failed: failed.map((entry) => ({entry, reason: ''}))}),
			},
			published: {paths: [], top: [], skipped: [], renamed: [], ...published},
		}),
	].map((path) => path.join('/'));

test('entries stand in the folder that was asked for, below what their folder was renamed to', () => {
	expect(placed({})).toEqual(['in/d', 'in/d/sub', 'in/d/sub/a', 'in/d/b', 'in/e']);
	const renamed = [
		{from: 'd', to: '/root/in/d (1)'},
		{from: 'e', to: '/root/in/e (2)'},
	];
	expect(placed({renamed})).toEqual(['in/d (1)', 'in/d (1)/sub', 'in/d (1)/sub/a', 'in/d (1)/b', 'in/e (2)']);
});

test('what failed, was skipped or not taken is not there, nor folders that may have been there before', () => {
	expect(placed({skipped: ['/root/in/d/b']}, 'skip', [4])).toEqual(['in/d/sub/a']);
	expect(placed({}, 'rename', [], [2])).toEqual(['in/d', 'in/d/sub', 'in/d/b', 'in/e']);
	expect(placed({renamed: [{from: 'd/b', to: '/root/in/d/b (1)'}]}, 'overwrite')).toEqual([
		'in/d/sub/a',
		'in/d/b (1)',
		'in/e',
	]);
});
