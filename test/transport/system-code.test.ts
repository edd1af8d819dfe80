import {describe, expect, it} from 'vitest';
import {systemCodeOf} from '../../source/transport/system-code.ts';

const failure = (code: unknown): Error => Object.assign(new Error('x'), {code});

describe('system code', () => {
	it('is the code of an error of the system, or of the last of several', () => {
		expect(systemCodeOf(failure('EPIPE'))).toBe('EPIPE');
		expect(systemCodeOf(new AggregateError([failure('A'), failure('B')]))).toBe('B');
	});

	it('is undefined for anything else', () => {
		for (const thing of [undefined, 'EPIPE', {code: 'EPIPE'}, new Error('x'), failure(5), new AggregateError([])]) {
			expect(systemCodeOf(thing)).toBeUndefined();
		}
	});
});
