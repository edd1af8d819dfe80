import {expect, test} from 'vitest';
import {assertNever} from '../../source/base/assert-never.ts';

test('a value that the compiler thought impossible crashes with that value', () => {
	expect(() => assertNever({phase: 'unheard of'} as never)).toThrow('unexpected value: {"phase":"unheard of"}');
});
