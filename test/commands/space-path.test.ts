import {describe, expect, test} from 'vitest';
import {parseSpacePath} from '../../source/commands/space-path.ts';
import {FtError} from '../../source/protocol/errors.ts';

const problemOf = (text: string, otherwise?: 'public'): string => {
	try {
		parseSpacePath(text, otherwise);
	} catch (error) {
		if (error instanceof FtError && error.code === 'usage') return error.message;
		throw error;
	}
	return '';
};

test.each([
	['public', 'public', [], false],
	['shared:', 'shared', [], false],
	['shared:photos', 'shared', ['photos'], false],
	['shared:photos/', 'shared', ['photos'], true],
	['private:a//b/./c.txt', 'private', ['a', 'b', 'c.txt'], false],
	['shared:-rf', 'shared', ['-rf'], false],
	['shared:12:30.txt', 'shared', ['12:30.txt'], false],
	['public:public', 'public', ['public'], false],
	['shared:...', 'shared', ['...'], false],
	['shared:a\\b', 'shared', ['a\\b'], false],
	['shared: ', 'shared', [' '], false],
] as const)('%s is understood', (text, space, path, isFolder) => {
	expect(parseSpacePath(text)).toEqual({space, path, isFolder});
});

describe('without a space', () => {
	test.each([
		['report.pdf', ['report.pdf']],
		['12:30.txt', ['12:30.txt']],
		['photos/a:b', ['photos', 'a:b']],
		['-x', ['-x']],
	])('%s is in the one that is meant then', (text, path) => {
		expect(parseSpacePath(text, 'public')).toEqual({space: 'public', path, isFolder: false});
	});

	test('it is refused where none is meant, with the folders there are', () => {
		expect(problemOf('photos')).toBe(
			'there is no photos on a hub. Its folders are public, shared and private: shared:photos',
		);
	});
});

test('a space that does not exist is refused, with the one that may have been meant', () => {
	const folders = 'Its folders are public, shared and private: shared:photos/a.jpg';
	expect(problemOf('sharde:x', 'public')).toBe(`there is no sharde on a hub (did you mean shared?). ${folders}`);
	expect(problemOf('Public:x', 'public')).toContain('did you mean public?');
	expect(problemOf('bob:x')).toBe(`there is no bob on a hub. ${folders}`);
	expect(problemOf(':x')).toBe(`there is no space without a name on a hub. ${folders}`);
	expect(problemOf('photos:', 'public')).toBe(`there is no photos on a hub. ${folders}`);
});

test.each([
	['shared:../x', 'shared:../x is no path on a hub: .. leads nowhere there'],
	['shared:a/..', 'shared:a/.. is no path on a hub: .. leads nowhere there'],
	[
		'shared:/etc/passwd',
		'shared:/etc/passwd is no path on a hub: a path begins at the top of shared without a slash: shared:etc/passwd',
	],
	[`shared:${'x'.repeat(256)}`, 'one of its names is longer than 255 bytes'],
	[`shared:${'ü'.repeat(128)}`, 'one of its names is longer than 255 bytes'],
	[`shared:${'x/'.repeat(129)}`, 'at most 128 folders deep and 4096 bytes'],
	[`shared:${`${'x'.repeat(250)}/`.repeat(17)}`, 'at most 128 folders deep and 4096 bytes'],
	['shared:a\0b', 'a name holds no null character'],
])('%s is refused', (text, problem) => {
	expect(problemOf(text)).toContain(problem);
});

test('an absolute path without a space is one of this machine, and refused', () => {
	expect(problemOf('/etc/passwd', 'public')).toContain(
		'a path begins at the top of public without a slash: public:etc/passwd',
	);
});

test('what was typed commands no terminal', () => {
	expect(problemOf('\u001b[2J:x')).not.toContain('\u001b');
	expect(problemOf('shared:\u001b[2J/..')).not.toContain('\u001b');
});
