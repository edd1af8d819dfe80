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

const id = 'b'.repeat(51) + 'a';

test('a link is an address, the only hub that is meant there, and a code for it', () => {
	expect(parseServerAddress(`ft://Box:5012/${id}/349P yh2c5jsw`.replace(' ', '-'))).toEqual({
		host: 'Box',
		port: 5012,
		text: 'box:5012',
		hubId: expect.stringMatching(/^[0-9a-f]{64}$/),
		code: '349p-yh2c-5jsw',
	});
	expect(parseServerAddress(`ft://::1:5011/${id}/349p-yh2c-5jsw`)).toMatchObject({host: '::1', text: '[::1]:5011'});
});

test.each([
	`ft://[fe80;:1]:5011/${id}/349p-yh2c-5jsw`,
	`ft://box:5011/${id}/349p-yh2c`,
	`ft://box:5011/${id.slice(1)}/349p-yh2c-5jsw`,
	'ft://box',
	`ft://::1/${id}/349p-yh2c-5jsw`,
])('a damaged link is not dialled, and the error does not repeat it', (link) => {
	expect(codeOf(() => parseServerAddress(link))).toBe('usage');
	expect(() => parseServerAddress(link)).toThrow(/^that link is damaged\. It looks like/);
});

test('only this machine counts as loopback', () => {
	for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1']) expect(isLoopbackHost(host)).toBe(true);
	for (const host of ['box', '192.168.1.9', '::2', '1.127.0.0']) expect(isLoopbackHost(host)).toBe(false);
});

test('a machine may be called ft', () => {
	expect(parseServerAddress('ft').text).toBe('ft:5011');
	expect(parseServerAddress('ft:5012')).toEqual({host: 'ft', port: 5012, text: 'ft:5012'});
});
