import {expect, test} from 'vitest';
import {parseRetryJson, toRetryJson, type RetryRequest} from '../../source/files/retry-request.ts';

test.each<RetryRequest>([
	{kind: 'send', paths: ['/a'], to: ['b'.repeat(64)], note: '', filter: {exclude: ['*.o'], gitignore: true}},
	{
		kind: 'send',
		paths: ['/a'],
		to: [],
		note: '',
		into: {space: 'shared', folder: ['x'], ifExists: 'skip', quick: true},
	},
	{kind: 'get', space: 'public', paths: [['a', 'b']], out: '/in'},
])('%j is kept as it was asked for', (request) => {
	expect(parseRetryJson(toRetryJson(request))).toEqual(request);
});

test.each(['', '{}', '{"kind":"get","space":"elsewhere","paths":[],"out":"/"}', '{"kind":"send","paths":"/a"}'])(
	'%j is no request',
	(json) => {
		expect(parseRetryJson(json)).toBeUndefined();
	},
);
