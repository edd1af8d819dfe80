import {expect, test} from 'vitest';
import {settingText} from '../../source/state/setting-text.ts';

test.each([
	[{type: 'limit', bytesPerSecond: 2_000_000}, 'limit: 2 MB/s for all transfers together'],
	[{type: 'limit', bytesPerSecond: undefined}, 'no limit'],
	[{type: 'accept-rule', mode: 'ask', maxBytes: undefined}, 'you are asked about each offer'],
	[
		{type: 'accept-rule', mode: 'trusted', maxBytes: 1_000_000_000},
		'saved unasked: offers of those you always accept, up to 1 GB each',
	],
	[{type: 'accept-rule', mode: 'all', maxBytes: undefined}, 'saved unasked: all offers'],
] as const)('%o is told as %j', (setting, text) => {
	expect(settingText(setting)).toBe(text);
});
