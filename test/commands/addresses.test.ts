import os from 'node:os';
import {expect, onTestFinished, test, vi} from 'vitest';
import {listAddresses} from '../../source/commands/addresses.ts';

function withInterfaces(
	entries: Readonly<Record<string, ReadonlyArray<readonly [address: string, family: string]>>>,
): void {
	const interfaces = Object.entries(entries).map(([name, addresses]) => [
		name,
		addresses.map(([address, family]) => ({address, family, internal: name === 'lo'})),
	]);
	const spy = vi.spyOn(os, 'networkInterfaces').mockReturnValue(Object.fromEntries(interfaces));
	onTestFinished(() => {
		spy.mockRestore();
	});
}

test('a hub on every address names those that others may dial, the one of the SSH session first, bridges last', () => {
	withInterfaces({
		lo: [['127.0.0.1', 'IPv4']],
		docker0: [['172.17.0.1', 'IPv4']],
		eth0: [
			['fd00::2', 'IPv6'],
			['fe80::1', 'IPv6'],
			['192.0.2.2', 'IPv4'],
		],
	});
	expect(listAddresses('::', undefined)).toEqual(['192.0.2.2', 'fd00::2', '172.17.0.1']);
	expect(listAddresses('::', '198.51.100.1 50000 fd00::2 22')).toEqual(['fd00::2', '192.0.2.2', '172.17.0.1']);
	expect(listAddresses('0.0.0.0', undefined)).toEqual(['192.0.2.2', '172.17.0.1']);
});

test('a hub that listens on one address names that and no other', () => {
	withInterfaces({eth0: [['192.0.2.2', 'IPv4']]});
	expect(listAddresses('127.0.0.1', undefined)).toEqual(['127.0.0.1']);
	expect(listAddresses('fd00::2', '198.51.100.1 50000 192.0.2.2 22')).toEqual(['fd00::2']);
});
