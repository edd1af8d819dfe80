import {expect, test} from 'vitest';
import {paddingOf} from '../../source/protocol/padding.ts';

test.each([
	[0, 0],
	[1, 255],
	[255, 1],
	[256, 0],
	[257, 255],
])('%i bytes are padded with %i blanks', (bytes, blanks) => {
	expect(paddingOf(bytes)).toBe(blanks);
});
