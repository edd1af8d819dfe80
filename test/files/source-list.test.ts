import {expect, test} from 'vitest';
import {createSourceList} from '../../source/files/source-list.ts';

const file = {kind: 'file', isExecutable: false, ino: 7, size: 5, mtimeMs: 1000.25, ctimeMs: 2000.5} as const;
const folder = {...file, kind: 'folder', size: 4096} as const;

function makeList(): ReturnType<typeof createSourceList> {
	const list = createSourceList();
	const top = list.add({...folder, parent: -1, name: 'logs', at: '/var/log'});
	const below = list.add({...folder, parent: top, name: 'a'});
	list.add({...file, parent: below, name: 'b.log', isExecutable: true});
	list.add({...file, parent: top, name: 'link', at: '/var/log/a/real'});
	return list;
}

test('an entry comes back as the manifest, the disk and its identity see it', () => {
	const list = makeList();
	expect(list.at(2)).toEqual({
		entry: {path: ['logs', 'a', 'b.log'], kind: 'file', bytes: 5, modifiedMs: 1000, isExecutable: true},
		absolutePath: '/var/log/a/b.log',
		identity: {ino: 7, size: 5, mtimeMs: 1000.25, ctimeMs: 2000.5},
	});
	expect(list.entry(1)).toEqual({path: ['logs', 'a'], kind: 'folder', bytes: 0, modifiedMs: 1000, isExecutable: false});
	expect(list.absolutePath(3)).toBe('/var/log/a/real');
	expect([...list].map(({absolutePath}) => absolutePath)).toEqual([
		'/var/log',
		'/var/log/a',
		'/var/log/a/b.log',
		'/var/log/a/real',
	]);
});

test('only files count and weigh', () => {
	const list = makeList();
	expect([list.length, list.files, list.contentBytes]).toEqual([4, 2, 10]);
	expect([0, 1, 2].map((number) => list.isTop(number))).toEqual([true, false, false]);
});

test('what was added can be written down and added again', () => {
	const list = makeList();
	const copy = createSourceList();
	for (let number = 0; number < list.length; number++) copy.add(list.addition(number));
	expect([...copy]).toEqual([...list]);
});

test('a list grows beyond its first room and keeps every value', () => {
	const list = createSourceList();
	const top = list.add({...folder, parent: -1, name: 't', at: '/'});
	for (let number = 1; number < 1000; number++)
		list.add({...file, parent: top, name: `n${number}`, size: number, ino: 2 ** 40 + number});
	expect(list.at(999)).toMatchObject({absolutePath: '/n999', identity: {size: 999, ino: 2 ** 40 + 999}});
	expect(list.contentBytes).toBe((999 * 1000) / 2);
});

test('a number that is not there is a bug of the caller', () => {
	expect(() => makeList().at(4)).toThrow(RangeError);
});
