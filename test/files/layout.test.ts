import {expect, test} from 'vitest';
import {createLayoutBuilder, type Layout} from '../../source/files/layout.ts';
import {encodeManifestEntry} from '../../source/protocol/manifest.ts';

const sizes: ReadonlyArray<readonly [path: string, bytes: number | undefined]> = [
	['a', 10],
	['empty', 0],
	['d', undefined],
	['d/e/b', 5],
	['c', 1],
];
const manifest = Buffer.from(
	sizes
		.map(([path, bytes]) =>
			encodeManifestEntry({
				path: path.split('/'),
				kind: bytes === undefined ? 'folder' : 'file',
				bytes: bytes ?? 0,
				modifiedMs: 0,
				isExecutable: false,
			}),
		)
		.join(''),
);

function build(offer: {bytes: number; files: number}, step = manifest.length): Layout {
	const builder = createLayoutBuilder({manifestBytes: 100, tellsCaseApart: false, ...offer});
	for (let at = 0; at < manifest.length; at += step) builder.push(manifest.subarray(at, at + step));
	return builder.end();
}

const layout = build({bytes: 16, files: 5});
const pieces = (from: number, to: number): Array<[string | undefined, number, number]> =>
	[...layout.pieces(from, to)].map(({index, position, bytes}) => [layout.entries.at(index)?.path, position, bytes]);

test('it knows which names are others than the sender gave, the first hundred of them', () => {
	const file = (...path: string[]): string =>
		encodeManifestEntry({path, kind: 'file', bytes: 0, modifiedMs: 0, isExecutable: false});
	const make = (lines: readonly string[]): Layout => {
		const builder = createLayoutBuilder({manifestBytes: 0, tellsCaseApart: true, bytes: 0, files: lines.length});
		builder.push(Buffer.from(lines.join('')));
		return builder.end();
	};
	const few = make([file('fine'), file('d', 'new\nline'), file('d', 'ok'), file('..')]);
	expect(few.renamed.map(({entry}) => few.entries.at(entry)?.path)).toEqual(['d/new_line', '__']);
	expect(few.renamed.map(({from}) => from).join()).not.toContain('\n');
	const folder = encodeManifestEntry({
		...{path: ['a\tb'], kind: 'folder', bytes: 0, modifiedMs: 0, isExecutable: false},
	});
	expect(make([folder, file('a\tb', 'x')]).renamed.map(({entry}) => entry)).toEqual([0]);
	const many = Array.from({length: 150}, (_, number) => file(`${String(number).padStart(3, '0')}\n`));
	expect(make(many).renamed).toHaveLength(100);
});

test('what was not asked for ends it, whatever else comes', () => {
	const builder = createLayoutBuilder({
		...{manifestBytes: 100, tellsCaseApart: false, bytes: 16, files: 5},
		isAsked: (name) => name !== 'd',
	});
	expect(() => {
		builder.push(manifest);
	}).toThrow('d came, which was not asked for; nothing was saved');
});

test('contents lie one after the other behind the manifest', () => {
	const {entries, folders} = build({bytes: 16, files: 5}, 7);
	expect([...entries].map(({path, position}) => [path, position])).toEqual([
		['a', 100],
		['empty', 110],
		['d', 110],
		['d/e/b', 110],
		['c', 115],
	]);
	expect(folders).toEqual(['d', 'd/e']);
});

test('two entries of one path, in order or not, lie at two', () => {
	const lines = ['a', 'b', 'a', 'd', 'd/e', 'd/e/b', 'd'].map((own, index) =>
		encodeManifestEntry({path: own.split('/'), kind: 'file', bytes: index, modifiedMs: 0, isExecutable: false}),
	);
	const builder = createLayoutBuilder({manifestBytes: 100, tellsCaseApart: true, bytes: 21, files: 7});
	builder.push(Buffer.from(lines.join('')));
	expect([...builder.end().entries].map((entry) => entry.path)).toEqual([
		...['a', 'b', 'a (1)', 'd', 'd (1)/e', 'd (1)/e (1)/b', 'd (2)'],
	]);
});

test('pieces are cut where the stretch is cut, and empty entries have none', () => {
	expect(pieces(0, 1000)).toEqual([
		['a', 100, 10],
		['d/e/b', 110, 5],
		['c', 115, 1],
	]);
	expect(pieces(109, 111)).toEqual([
		['a', 109, 1],
		['d/e/b', 110, 1],
	]);
	expect(pieces(110, 115)).toEqual([['d/e/b', 110, 5]]);
	expect(pieces(0, 100)).toEqual([]);
	expect(pieces(116, 200)).toEqual([]);
});

test('a manifest that holds other bytes or more files than the offer said is refused', () => {
	expect(() => build({bytes: 17, files: 5})).toThrow('the offer said 5 files of 17 bytes, the manifest says 4 of 16');
	expect(() => build({bytes: 16, files: 3})).toThrow(expect.objectContaining({code: 'protocol'}));
	expect(build({bytes: 16, files: 4}).entries.length).toBe(5);
});
