import {expect, test} from 'vitest';
import {maxNeedleBytes, maxPageEntries, maxPathBytes, maxPathLevels} from '../../source/protocol/limits.ts';
import {parseMessage} from '../../source/protocol/messages.ts';
import {codeOf} from '../support/code-of.ts';

const list = {type: 'list', request: 1, space: 'shared', folder: [], sort: 'name', limit: 1};
const isTaken = (message: unknown): boolean => codeOf(() => parseMessage('client', message)) === undefined;

test('a page is asked for with at least one row and at most as many as it has room for', () => {
	const taken = [0, 1, maxPageEntries, maxPageEntries + 1].map((limit) => isTaken({...list, limit}));
	expect(taken).toEqual([false, true, true, false]);
});

test('a path has bounded names, levels and bytes, whatever it holds', () => {
	const isPath = (folder: unknown): boolean => isTaken({...list, folder});
	for (const name of ['..', '.', '.ft', '/', '-x', 'CON', '\u001b[31m', 'x'.repeat(255)])
		expect(isPath([name])).toBe(true);
	expect([isPath(['']), isPath(['x'.repeat(256)]), isPath(['ü'.repeat(128)]), isPath('x')]).toEqual(
		Array.from({length: 4}, () => false),
	);
	const levels = (count: number): string[] => Array.from({length: count}, () => 'x');
	expect([maxPathLevels, maxPathLevels + 1].map((count) => isPath(levels(count)))).toEqual([true, false]);
	const ofBytes = (bytes: number): string[] => [
		...Array.from({length: 16}, () => 'x'.repeat(254)),
		'x'.repeat(bytes - 16 * 255),
	];
	expect([maxPathBytes, maxPathBytes + 1].map((bytes) => isPath(ofBytes(bytes)))).toEqual([true, false]);
});

test('a whole space is not deleted, and nothing is looked for with no text', () => {
	expect(isTaken({type: 'remove', request: 1, space: 'private', path: []})).toBe(false);
	const search = {type: 'search', request: 1, space: 'shared', limit: 1};
	const taken = ['', 'x', 'x'.repeat(maxNeedleBytes), 'x'.repeat(maxNeedleBytes + 1)];
	expect(taken.map((text) => isTaken({...search, text}))).toEqual([false, true, true, false]);
	expect(taken.map((filter) => isTaken({...list, filter}))).toEqual([false, true, true, false]);
});

test('a space has one of three names', () => {
	for (const space of ['Public', 'private/bob', '', 'uploads', '__proto__'])
		expect(isTaken({...list, space})).toBe(false);
});
