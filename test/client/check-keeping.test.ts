import {expect, test} from 'vitest';
import {checkKeeping} from '../../source/client/check-keeping.ts';

test.each([
	[true, 500, true],
	[false, 1, false],
])('a hub that can keep (%s) may be asked: %d recipients, to be kept: %s', (canKeep, recipients, store) => {
	expect(() => {
		checkKeeping(canKeep, recipients, store);
	}).not.toThrow();
});

test.each([
	[2, false, 'Send to one after another'],
	[1, true, 'Send without --store'],
])('one that cannot is not: %d recipients, to be kept: %s', (recipients, store, advice) => {
	expect(() => {
		checkKeeping(false, recipients, store);
	}).toThrow(expect.objectContaining({code: 'version', message: expect.stringContaining(advice)}));
});
