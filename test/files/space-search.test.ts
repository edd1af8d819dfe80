import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {searchSpace, type SearchPage} from '../../source/files/space-search.ts';
import type {SpaceEntry} from '../../source/files/space.ts';
import {maxPathBytes, maxPathLevels, maxSearched} from '../../source/protocol/limits.ts';
import {alice, openToldSpace, placedAt, type ToldSpace} from './told-space.ts';

const tree = {
	'Invoice 1.pdf': '',
	a: {'invoice-2.pdf': '', invoices: {'3.txt': '', 'an INVOICE': ''}, other: ''},
	b: {c: {d: {'my invoice': ''}}},
	'b.invoice': '',
	é: {},
};
const all = [
	'Invoice 1.pdf',
	'a/invoice-2.pdf',
	'a/invoices',
	'a/invoices/an INVOICE',
	'b/c/d/my invoice',
	'b.invoice',
];

async function searchAll(
	{space}: ToldSpace,
	limit: number,
	maxLooked = 1000,
	text = 'invoice',
): Promise<{paths: string[]; pages: number}> {
	const paths: string[] = [];
	let pages = 0;
	for (let after: SearchPage['after'], isFirst = true; isFirst || after; isFirst = false) {
		const page = await searchSpace(space, {text, after, limit, maxLooked}, () => new Map());
		expect(page.found.length).toBeLessThanOrEqual(limit);
		paths.push(...page.found.map((each) => each.path.join('/')));
		after = page.after;
		pages++;
	}
	return {paths, pages};
}

test('every name with the text is found once, in whatever case, however long the pages are', async () => {
	const told = openToldSpace(tree);
	for (const limit of [1, 2, 3, 6, 500]) expect((await searchAll(told, limit)).paths).toEqual(all);
	expect((await searchAll(told, 5, 1000, 'E\u0301')).paths).toEqual(['é']);
	expect((await searchAll(told, 5, 1000, 'nothing')).paths).toEqual([]);
});

test('a page looks at a bounded number of entries, and may be empty without being the last', async () => {
	const told = openToldSpace(tree);
	const {paths, pages} = await searchAll(told, 500, 2);
	expect([paths, pages]).toEqual([all, 7]);
	expect(await searchSpace(told.space, {text: 'my', limit: 5, maxLooked: 1}, () => new Map())).toEqual({
		found: [],
		after: ['Invoice 1.pdf'],
	});
});

test('one request looks at as many entries as the limit, one more is for the next', async () => {
	const [entry] = await openToldSpace({file: ''}).space.list([]);
	const name = (number: number): string => String(number).padStart(6, '0');
	for (const [count, after] of [
		[maxSearched, undefined],
		[maxSearched + 1, [name(maxSearched - 1)]],
	] as const) {
		const entries = Array.from({length: count}, (_, number) => ({...(entry as SpaceEntry), name: name(number)}));
		const page = await searchSpace({list: async () => entries}, {text: 'x', limit: 1}, () => new Map());
		expect(page).toEqual({found: [], after});
	}
});

test('it goes on where it was when that is gone', async () => {
	const told = openToldSpace(tree);
	const request = {text: 'invoice', limit: 5, after: ['a', 'invoices', 'gone']};
	const {found} = await searchSpace(told.space, request, () => new Map());
	expect(found.map((each) => each.path.join('/'))).toEqual(['b/c/d/my invoice', 'b.invoice']);
});

test('what is found is told with whose it is; what a link leads to is found where it lies', async () => {
	const told = openToldSpace({a: {invoice: 'x'}});
	fs.symlinkSync('.', path.join(told.root, 'loop'));
	fs.symlinkSync('a/invoice', path.join(told.root, 'z-invoice'));
	told.uploads.record('shared', await placedAt(told.space, 'a/invoice'), alice);
	const {found} = await searchSpace(told.space, {text: 'invoice', limit: 9}, (folder, entries) =>
		told.uploads.find('shared', folder, entries),
	);
	expect(found.map(({path: at, row}) => [at.join('/'), row.upload?.userName])).toEqual([
		['a/invoice', 'alice'],
		['z-invoice', undefined],
	]);
});

test('a signal ends it', async () => {
	const {space} = openToldSpace(tree);
	const signal = AbortSignal.abort(new Error('enough'));
	await expect(searchSpace(space, {text: 'x', limit: 1, signal}, () => new Map())).rejects.toThrow('enough');
});

test.each([
	['levels', 'x', maxPathLevels],
	['bytes', 'x'.repeat(250), 16],
])('nothing is found below a path that is as long as paths may be in %s', async (_what, name, depth) => {
	const endless: SpaceEntry = {name, kind: 'folder', isLink: false, bytes: 0, modifiedMs: 0, stamp: '', id: ''};
	const {found, after} = await searchSpace({list: async () => [endless]}, {text: 'x', limit: 500}, () => new Map());
	expect([found.length, after]).toEqual([depth, undefined]);
	expect(found.filter(({path}) => Buffer.byteLength(path.join('/')) > maxPathBytes)).toEqual([]);
});
