import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isHarmful} from '../../source/base/display.ts';
import {maxComponentBytes} from '../../source/protocol/limits.ts';
import {isOurName, numberedName, safeName} from '../../source/protocol/safe-name.ts';

const device = /^(?:con|prn|aux|nul|com\d|lpt\d) *(?:\.|$)/i;
/** Every rule of a component that is fine on Linux, macOS and Windows, said once more in other words. */
const problems = (name: string): string[] => {
	const found: string[] = [];
	if (name === '' || name === '.' || name === '..') found.push('empty or dots');
	if (/[/\\:*?"<>|]/.test(name)) found.push('special character');
	if ([...name].some((character) => isHarmful(character.codePointAt(0) ?? 0))) found.push('harmful character');
	if (/[. ]$/.test(name)) found.push('dot or blank at the end');
	if (device.test(name)) found.push('device');
	if (
		name
			.replaceAll(/[\u200c\u200d]/g, '')
			.toLowerCase()
			.startsWith('.ft-')
	)
		found.push('ours');
	if (Buffer.byteLength(name) > maxComponentBytes) found.push('too long');
	if (name !== name.normalize('NFC')) found.push('not NFC');
	return found;
};

const awkward = fc.constantFrom(
	'.',
	'..',
	' ',
	'/',
	'\\',
	'\0',
	'\n',
	'con',
	'COM1',
	'nul',
	'.ft-',
	'.txt',
	'é',
	'e\u0301',
	'\u202e',
	'\ud800',
	'💾',
	'語',
	'a'.repeat(100),
	'_',
	':',
	'\u200c',
);
const hostileName = fc.oneof(
	fc.string({unit: 'binary', maxLength: 300}),
	fc.array(awkward, {maxLength: 12}).map((parts) => parts.join('')),
);

test('whatever comes, a legal component comes out, and doing it twice changes nothing', () => {
	fc.assert(
		fc.property(hostileName, (name) => {
			const safe = safeName(name, 'portable');
			expect(problems(safe)).toEqual([]);
			expect(safeName(safe, 'portable')).toBe(safe);
		}),
		{numRuns: 500},
	);
});

test('a name without any problem comes back unchanged', () => {
	fc.assert(
		fc.property(hostileName, (name) => {
			fc.pre(problems(name).length === 0);
			expect(safeName(name, 'portable')).toBe(name);
		}),
	);
});

test('for a POSIX disk whatever comes becomes a component of its own, doing it twice changes nothing, and only what harms is changed', () => {
	fc.assert(
		fc.property(hostileName, (name) => {
			const safe = safeName(name, 'posix');
			expect(safe).not.toMatch(/^$|^\.{1,2}$|\/|^\.ft-/i);
			expect([...safe].some((character) => isHarmful(character.codePointAt(0) ?? 0))).toBe(false);
			expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(maxComponentBytes);
			expect(safeName(safe, 'posix')).toBe(safe);
		}),
		{numRuns: 500},
	);
});

test.each(['Algorithm::Diff.3pm.gz', 'CON', 'aux.h', 'dots...', 'what?', 'a\\b', '-rf', 'e\u0301'])(
	'%s arrives on a POSIX disk as it is',
	(name) => {
		expect(safeName(name, 'posix')).toBe(name);
	},
);

test.each([
	'report.pdf',
	'.bashrc',
	'a b',
	'...x',
	'Ünïcödé',
	'日本語.txt',
	'console',
	'com',
	'com10',
	'nullable.ts',
	'.ftp',
	'.ft',
	'-rf',
	'~',
	'$HOME',
	"it's",
	'👩‍👩‍👧.png',
	'می‌خواهم',
])('%s stays as it is', (name) => {
	expect(safeName(name, 'portable')).toBe(name);
});

describe('hostile names', () => {
	test.each([
		['nothing', '', '_'],
		['the folder itself', '.', '_'],
		['the folder above', '..', '__'],
		['a path upwards', '../../etc/passwd', '.._.._etc_passwd'],
		['a Windows path', 'C:\\Windows', 'C__Windows'],
		['NUL in the middle', 'a.txt\0.exe', 'a.txt_.exe'],
		['a line end', 'a\nb', 'a_b'],
		['an escape sequence', '\u001b[2J', '_[2J'],
		['a bidi override', 'gnp.\u202etxt', 'gnp._txt'],
		['an alternate stream', 'a.txt::$DATA', 'a.txt__$DATA'],
		['wildcards', '*?"<>|', '______'],
		['dots and blanks at the end', 'a. . ', 'a____'],
		['a device', 'CON', '_CON'],
		['a device with an ending', 'nul.tar.gz', '_nul.tar.gz'],
		['a device with blanks', 'aux  .txt', '_aux  .txt'],
		['a device with a small digit', 'com¹', '_com¹'],
		['a device behind a dot', 'con.', 'con_'],
		['our own prefix', '.ft-partial', '_.ft-partial'],
		['our own prefix in capitals', '.FT-partial', '_.FT-partial'],
		['our own prefix with a joiner in it', '.f\u200ct-x', '_.f\u200ct-x'],
		['a decomposed letter', 'e\u0301', 'é'],
		['a lone surrogate', 'a\ud800b', 'a_b'],
	])('%s', (_why, name, safe) => {
		expect(safeName(name, 'portable')).toBe(safe);
	});
});

describe('255 bytes', () => {
	test('pass, one more is cut, and the ending stays', () => {
		expect(safeName('a'.repeat(255), 'portable')).toBe('a'.repeat(255));
		expect(safeName('a'.repeat(256), 'portable')).toBe('a'.repeat(255));
		expect(safeName(`${'a'.repeat(251)}.txt`, 'portable')).toBe(`${'a'.repeat(251)}.txt`);
		expect(safeName(`${'a'.repeat(252)}.txt`, 'portable')).toBe(`${'a'.repeat(251)}.txt`);
	});

	test('are counted in UTF-8 and never cut a character', () => {
		expect(safeName('語'.repeat(86), 'portable')).toBe('語'.repeat(85));
		expect(safeName(`a${'💾'.repeat(64)}`, 'portable')).toBe(`a${'💾'.repeat(63)}`);
	});

	test('that end in a blank only because of the cut still end well', () => {
		expect(safeName(`${'a'.repeat(254)} b`, 'portable')).toBe(`${'a'.repeat(254)}_`);
	});
});

describe('a numbered name', () => {
	test.each([
		['report.pdf', 1, 'report (1).pdf'],
		['archive.tar.gz', 2, 'archive.tar (2).gz'],
		['.bashrc', 1, '.bashrc (1)'],
		['photos', 10, 'photos (10)'],
		['a.this-is-not-an-ending-at-all', 1, 'a.this-is-not-an-ending-at-all (1)'],
	])('%s, %i', (name, number, numbered) => {
		expect(numberedName(name, number)).toBe(numbered);
	});

	test('of a name at the limit is legal too, and differs for each number', () => {
		fc.assert(
			fc.property(hostileName, fc.integer({min: 1, max: 1_000_000}), (name, number) => {
				const safe = safeName(name, 'portable');
				const numbered = numberedName(safe, number);
				expect(problems(numbered)).toEqual([]);
				expect(numbered).toContain(`(${number})`);
				expect(numbered).not.toBe(safe);
			}),
		);
	});
});

test('names of ours are known in whatever case, and with joiners that some disks do not see', () => {
	for (const name of ['.ft-partial', '.FT-x', '.f\u200Dt-partial', '.ft-']) expect(isOurName(name)).toBe(true);
	for (const name of ['.ft', 'x.ft-partial', '.ftp-x', '_.ft-partial']) expect(isOurName(name)).toBe(false);
});
