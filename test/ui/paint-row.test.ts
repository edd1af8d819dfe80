import headless from '@xterm/headless';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {paintRow} from '../../source/ui/paint-row.ts';
import {freshPen, setStyle} from '../../source/ui/pen.ts';

const columns = 40;

/** What is written so that the second row of a terminal shows another text. */
function painted(before: string, after: string): string {
	return setStyle(paintRow(freshPen, before, after, 1, columns), '').written;
}

/** What the columns of a row show: text and looks, of a blank only those that show. */
async function shownBy(written: string): Promise<readonly string[]> {
	const terminal = new headless.Terminal({cols: columns, rows: 3, allowProposedApi: true});
	await new Promise<void>((resolve) => {
		terminal.write(`\u001b[?7l${written}`, resolve);
	});
	const line = terminal.buffer.active.getLine(1);
	const cells = Array.from({length: columns}, (_, column) => line?.getCell(column));
	return cells.map((cell) => {
		const text = cell?.getChars() || ' ';
		const color = cell?.isFgDefault() ? '' : cell?.getFgColor();
		const isInverse = Boolean(cell?.isInverse());
		return text === ' ' && !isInverse ? text : [text, cell?.isBold(), cell?.isDim(), isInverse, color].join();
	});
}

const atRow = '\u001b[2H';

const word = fc.constantFrom(
	'bob',
	' ',
	'          ',
	'52 %',
	'──────',
	'│',
	'漢字',
	'é',
	'e\u0301',
	'…',
	'12.5 MB/s',
	'שלום',
);
const styled = fc.tuple(fc.constantFrom('', '1', '2', '7', '31', '36'), word).map(([style, text]) => {
	const ends: Readonly<Record<string, number>> = {1: 22, 2: 22, 7: 27, 31: 39, 36: 39};
	return style === '' ? text : `\u001b[${style}m${text}\u001b[${ends[style]}m`;
});
const row = fc.array(styled, {maxLength: 6}).map((parts) => parts.join(''));

test('whatever a row shows, afterwards it shows the next one, and nothing else was written over', async () => {
	await fc.assert(
		fc.asyncProperty(row, row, async (before, after) => {
			expect(await shownBy(atRow + before + painted(before, after))).toEqual(await shownBy(atRow + after));
		}),
		{numRuns: 300},
	);
});

test.each([
	['one digit', `│ ${'x'.repeat(30)} 51 % │`, `│ ${'x'.repeat(30)} 52 % │`, '\u001b[2;35H2'],
	['two near ones', 'a 12 b', 'a 93 b', '\u001b[2;3H93'],
	['two that are near, by way of what is between them', '1 - 3', '2 - 4', '\u001b[2H2 - 4'],
	['two that are not', `1${'-'.repeat(30)}1`, `2${'-'.repeat(30)}2`, '\u001b[2H2\u001b[32G2'],
	['the end', 'bob          offline', 'bob', '\u001b[2;14H\u001b[K'],
	['the looks', '\u001b[1mbob\u001b[22m', 'bob', '\u001b[2Hbob'],
	['blanks, erased where that is shorter', `│${'x'.repeat(20)}│ y`, `│${' '.repeat(20)}│ y`, '\u001b[2;2H\u001b[20X'],
	['blanks that look the same in every style', '\u001b[2mbob     \u001b[22m1', '\u001b[2mbob\u001b[22m     1', ''],
	[
		'a style for all that has it',
		'a - b',
		'\u001b[1mx\u001b[22m - \u001b[1my\u001b[22m',
		'\u001b[2H\u001b[1mx\u001b[5Gy\u001b[m',
	],
	['nothing', 'bob', 'bob', ''],
])('what changes is written, and no more: %s', (_, before, after, written) => {
	expect(painted(before, after)).toBe(written);
});

test('where terminals may not agree on a width, all from there on is written again, and the columns behind it are said', () => {
	expect(painted('a 漢 b   │', 'a 字 b   │')).toBe('\u001b[2Ha\u001b[K 字\u001b[5G b   │');
	expect(painted('a 漢 b', 'x 漢 b')).toBe('\u001b[2Hx');
});

test('a row that is too long ends in its last character, as it would without wrap-around', () => {
	expect(painted('', `${'x'.repeat(columns)}│`)).toBe(`\u001b[2H${'x'.repeat(columns - 1)}│`);
});

test('a row with anything but text and looks in it is written whole', () => {
	expect(painted('a', 'b\u001b[9m')).toBe('\u001b[2H\u001b[Kb\u001b[9m\u001b[m');
});
