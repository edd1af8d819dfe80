import {expect, test} from 'vitest';
import {isHold, toPauseReason} from '../../source/transfer/pause.ts';

test('a pause that somebody asked for is a hold, a lost connection and a full disk are not', () => {
	expect((['you', 'peer', 'limit', 'offline', 'disk-full'] as const).map((reason) => isHold(reason))).toEqual([
		true,
		true,
		true,
		false,
		false,
	]);
});

test("a reason that this version does not know reads as the other side's", () => {
	expect(toPauseReason('disk-full')).toBe('disk-full');
	expect(toPauseReason('moon-phase')).toBe('peer');
});
