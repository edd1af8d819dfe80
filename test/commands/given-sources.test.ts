import path from 'node:path';
import {expect, test} from 'vitest';
import {readSources} from '../../source/commands/given-sources.ts';
import {codeOf} from '../support/code-of.ts';

const question = 'what is to be sent? ft send a';

test('paths are absolute, a dash or a name for it is standard input', () => {
	expect(readSources(['a', '/b'], {}, question)).toMatchObject({paths: [path.resolve('a'), '/b'], usesStdin: false});
	expect(readSources(['a', '-'], {}, question)).toMatchObject({paths: [path.resolve('a')], usesStdin: true});
	expect(readSources([], {stdinName: 'x'}, question)).toMatchObject({paths: [], usesStdin: true});
	expect(readSources(['a'], {exclude: ['*.o'], gitignore: true}, question).filter).toEqual({
		exclude: ['*.o'],
		gitignore: true,
	});
});

test.each([
	['nothing', [], {}, 'what is to be sent? ft send a'],
	['an empty path', ['a', ''], {}, 'one of the paths is empty. What is to be sent? ft send a'],
	['standard input in a dry run', ['-'], {dryRun: true}, '--dry-run lists files'],
])('%s is wrong usage', (_what, input, flags, message) => {
	expect(() => readSources(input, flags, question)).toThrow(message);
	expect(codeOf(() => readSources(input, flags, question))).toBe('usage');
});
