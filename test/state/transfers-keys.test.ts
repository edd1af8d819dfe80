import {expect, test} from 'vitest';
import {transfersKeys} from '../../source/state/transfers-keys.ts';

test('each key about transfers is the one that was promised', () => {
	expect(transfersKeys.map(({id, keys}) => [id, keys.join(' ')])).toEqual([
		['pause', 'p'],
		['pause-all', 'P'],
		['cancel', 'x'],
		['retry', 'r'],
		['clear', 'c'],
		['past', 'H'],
		['sooner', 'K'],
		['later', 'J'],
		['limit', 'L'],
	]);
});
