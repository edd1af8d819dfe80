import {expect, test} from 'vitest';
import {isLoopbackHost, parseServerAddress} from '../../source/commands/server-address.ts';
import {codeOf} from '../support/code-of.ts';

test.each([
	['box', 'box', 5011, 'box:5011'],
	['Box', 'Box', 5011, 'box:5011'],
	['box:5012', 'box', 5012, 'box:5012'],
	['192.168.1.9', '192.168.1.9', 5011, '192.168.1.9:5011'],
	['::1', '::1', 5011, '[::1]:5011'],
	['[::1]:5012', '::1', 5012, '[::1]:5012'],
	['fe80::1%eth0', 'fe80::1%eth0', 5011, '[fe80::1%eth0]:5011'],
])('%s is dialled at host %s and port %i, and remembered as %s', (given, host, port, text) => {
	expect(parseServerAddress(given)).toEqual({host, port, text});
});

test.each(['', 'box:', 'box:0', 'box:65536', 'box:port', 'a b', '[::1', 'http://box'])(
	'%s is no address of a hub',
	(given) => {
		expect(codeOf(() => parseServerAddress(given))).toBe('usage');
	},
);

test('only this machine counts as loopback', () => {
	for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1']) expect(isLoopbackHost(host)).toBe(true);
	for (const host of ['box', '192.168.1.9', '::2', '1.127.0.0']) expect(isLoopbackHost(host)).toBe(false);
});
