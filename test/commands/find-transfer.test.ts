import {expect, test} from 'vitest';
import {findTransfer} from '../../source/commands/find-transfer.ts';
import {codeOf} from '../support/code-of.ts';

const ids = ['abc0', 'abd1', 'ffff'];

test('the first digits are enough when they name one transfer, in either case', () => {
	expect(findTransfer(ids, 'abd', 'ft offers')).toBe('abd1');
	expect(findTransfer(ids, 'F', 'ft offers')).toBe('ffff');
});

test('digits of several, of none, and no digits at all name no transfer', () => {
	expect(codeOf(() => findTransfer(ids, 'ab', 'ft offers'))).toBe('usage');
	expect(codeOf(() => findTransfer(ids, '0', 'ft offers'))).toBe('no-such-transfer');
	expect(codeOf(() => findTransfer(ids, '', 'ft offers'))).toBe('usage');
});
