import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	maxManifestBytes,
	maxManifestEntries,
	maxManifestLineBytes,
	maxPathBytes,
	maxPathLevels,
} from '../../source/protocol/limits.ts';
import type {PeerText} from '../../source/base/peer-text.ts';
import {createManifestParser, encodeManifestEntry, type ManifestEntry} from '../../source/protocol/manifest.ts';
import {codeOf} from '../support/code-of.ts';

const parse = (text: string | Uint8Array): Array<ManifestEntry<PeerText>> => {
	const parser = createManifestParser();
	const entries = parser.push(typeof text === 'string' ? Buffer.from(text) : text);
	parser.end();
	return entries;
};
const file = (path: readonly string[], bytes = 0): ManifestEntry => ({
	path,
	kind: 'file',
	bytes,
	modifiedMs: 0,
	isExecutable: false,
});
const line = (path: readonly string[], bytes: unknown = 0, modified: unknown = 0, flags: unknown = ''): string =>
	`${JSON.stringify([path, bytes, modified, flags])}\n`;

const entry: fc.Arbitrary<ManifestEntry> = fc.record({
	path: fc.array(
		fc.string({unit: 'grapheme', minLength: 1, maxLength: 12}).filter((name) => Buffer.byteLength(name) <= 255),
		{minLength: 1, maxLength: 8},
	),
	kind: fc.constant('file' as const),
	bytes: fc.nat(2 ** 31),
	modifiedMs: fc.integer({min: -1e12, max: 4e12}),
	isExecutable: fc.boolean(),
});

test('an entry is one line of JSON', () => {
	expect(encodeManifestEntry({path: ['a', 'b\n'], kind: 'file', bytes: 5, modifiedMs: 1.9, isExecutable: true})).toBe(
		'[["a","b\\n"],5,1,"x"]\n',
	);
	expect(encodeManifestEntry({path: ['a'], kind: 'folder', bytes: 0, modifiedMs: -5, isExecutable: true})).toBe(
		'[["a"],0,-5,"d"]\n',
	);
});

test('a folder comes back as a folder', () => {
	const folder: ManifestEntry = {path: ['photos'], kind: 'folder', bytes: 0, modifiedMs: 3, isExecutable: false};
	expect(parse(encodeManifestEntry(folder))).toEqual([folder]);
});

test('any entries come back as they were, wherever the stream is cut', () => {
	fc.assert(
		fc.property(fc.array(entry, {maxLength: 10}), fc.integer({min: 1, max: 40}), (entries, pieceBytes) => {
			const whole = Buffer.from(entries.map(encodeManifestEntry).join(''));
			const parser = createManifestParser();
			const parsed: Array<ManifestEntry<PeerText>> = [];
			const reused = Buffer.alloc(pieceBytes);
			for (let at = 0; at < whole.length; at += pieceBytes) {
				const bytes = whole.copy(reused, 0, at, at + pieceBytes);
				parsed.push(...parser.push(reused.subarray(0, bytes)));
				reused.fill(0xee);
			}
			parser.end();
			expect(parsed).toEqual(entries);
			expect(parser.entries).toBe(entries.length);
			expect(parser.contentBytes).toBe(entries.reduce((sum, {bytes}) => sum + bytes, 0));
		}),
	);
});

describe('a peer that does not keep to the form', () => {
	test.each([
		['no JSON', 'hello\n'],
		['an empty line', '\n'],
		['an object', '{"path":["a"]}\n'],
		['a fifth element', '[["a"],0,0,"",1]\n'],
		['no path', line([])],
		['an empty component', line([''])],
		['a path that is text', '["a",0,0,""]\n'],
		['a negative size', line(['a'], -1)],
		['a broken size', line(['a'], 1.5)],
		['a size beyond safe integers', line(['a'], 2 ** 53)],
		['a size that is text', line(['a'], '5')],
		['a time that is no integer', line(['a'], 0, 0.5)],
		['a time that no date can show', line(['a'], 0, 8.64e15 + 1)],
		['unknown flags', line(['a'], 0, 0, 's')],
		['a folder with a size', line(['a'], 1, 0, 'd')],
		['a byte order mark', `\ufeff${line(['a'])}`],
		['an unfinished line', '[["a"],0,0,""]'],
	])('is refused: %s', (_why, text) => {
		expect(codeOf(() => parse(text))).toBe('protocol');
	});

	test.each([
		['in a line', Buffer.from([0x22, 0xff, 0x22, 0x0a])],
		['in the middle of a character at the end', Buffer.from([0x5b, 0xe2, 0x82])],
		['with nothing but half a character', Buffer.from([0xe2])],
	])('is refused for what is not UTF-8 %s', (_why, bytes) => {
		expect(codeOf(() => parse(bytes))).toBe('protocol');
	});
});

describe('limits', () => {
	test('a component may have 255 bytes of UTF-8, not one more', () => {
		expect(parse(line(['語'.repeat(85)]))).toHaveLength(1);
		expect(codeOf(() => parse(line([`${'語'.repeat(85)}a`])))).toBe('protocol');
	});

	test('a path may have 4 KiB of UTF-8, not one more', () => {
		const most = Array.from({length: 15}, () => 'ü'.repeat(127));
		expect(Buffer.byteLength(most.join('/'))).toBe(maxPathBytes - 272);
		expect(parse(line([...most, 'ü'.repeat(127), 'a'.repeat(16)]))).toHaveLength(1);
		expect(codeOf(() => parse(line([...most, 'ü'.repeat(127), 'a'.repeat(17)])))).toBe('limit');
	});

	test('a path may have 128 levels, not one more', () => {
		const levels = Array.from({length: maxPathLevels}, () => 'a');
		expect(parse(line(levels))).toHaveLength(1);
		expect(codeOf(() => parse(line([...levels, 'a'])))).toBe('protocol');
	});

	test.each([1, 5000, 1 << 20])('a line may have 32 KiB, not one more, in pieces of %i bytes', (pieceBytes) => {
		const pushAll = (text: string): void => {
			const parser = createManifestParser();
			const bytes = Buffer.from(text);
			for (let at = 0; at < bytes.length; at += pieceBytes) parser.push(bytes.subarray(at, at + pieceBytes));
			parser.end();
		};
		const padded = (bytes: number): string => `[["a"],0,0,${' '.repeat(bytes - 14)}""]\n`;
		expect(Buffer.byteLength(padded(maxManifestLineBytes))).toBe(maxManifestLineBytes + 1);
		expect(() => pushAll(padded(maxManifestLineBytes))).not.toThrow();
		expect(codeOf(() => pushAll(padded(maxManifestLineBytes + 1)))).toBe('limit');
	});

	test('the longest path in the worst escapes fits into a line', () => {
		const worst = Array.from({length: 16}, () => '\u0001'.repeat(255));
		expect(Buffer.byteLength(worst.join('/'))).toBe(maxPathBytes - 1);
		expect(parse(encodeManifestEntry({...file(worst, 2 ** 53 - 1), modifiedMs: -8.64e15}))).toHaveLength(1);
	});

	test('the sum of all sizes stays exact, one byte beyond is refused', () => {
		const parser = createManifestParser();
		parser.push(Buffer.from(line(['a'], 2 ** 53 - 2) + line(['b'], 1)));
		expect(parser.contentBytes).toBe(2 ** 53 - 1);
		expect(codeOf(() => parser.push(Buffer.from(line(['c'], 1))))).toBe('limit');
	});

	test('256 MiB are refused with the byte after, before anything of it is read', () => {
		const parser = createManifestParser();
		const tooMuch = {length: maxManifestBytes + 1} as Uint8Array;
		expect(codeOf(() => parser.push(tooMuch))).toBe('limit');
	});

	test('a million entries pass, one more does not', {timeout: 20_000}, () => {
		const parser = createManifestParser();
		const thousand = Buffer.from(line(['a']).repeat(1000));
		for (let at = 0; at < maxManifestEntries; at += 1000) parser.push(thousand);
		expect(parser.entries).toBe(maxManifestEntries);
		expect(codeOf(() => parser.push(Buffer.from(line(['a']))))).toBe('limit');
	});
});
