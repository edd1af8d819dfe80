import {describe, expect, it} from 'vitest';
import {isLoopbackAddress, toPlainAddress} from '../../source/transport/address.ts';

describe('addresses', () => {
	it.each([
		['::ffff:192.168.1.9', '192.168.1.9'],
		['::FFFF:10.0.0.1', '10.0.0.1'],
		['192.168.1.9', '192.168.1.9'],
		['::1', '::1'],
		['::ffff:1', '::ffff:1'],
		[undefined, ''],
	])('shows %s as %s', (address, plain) => {
		expect(toPlainAddress(address)).toBe(plain);
	});

	it.each([
		['127.0.0.1', true],
		['127.8.9.10', true],
		['::1', true],
		['128.0.0.1', false],
		['127.0.0.1.example.org', false],
		['', false],
	])('knows whether %s is loopback', (address, isLoopback) => {
		expect(isLoopbackAddress(address)).toBe(isLoopback);
	});
});
