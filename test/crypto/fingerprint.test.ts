import {describe, expect, it} from 'vitest';
import {formatFingerprint} from '../../source/crypto/fingerprint.ts';
import {createIdentity} from '../../source/crypto/identity.ts';

describe('a fingerprint', () => {
	it('is 13 groups of four, base32', () => {
		expect(formatFingerprint('00'.repeat(32))).toBe(Array.from({length: 13}, () => 'aaaa').join(' '));
		expect(formatFingerprint(`${'00'.repeat(31)}01`)).toBe(`${'aaaa '.repeat(12)}aaaq`);
		expect(formatFingerprint('ff'.repeat(32))).toBe(`${'7777 '.repeat(12)}777q`);
	});

	it('begins with the short id', () => {
		for (let count = 0; count < 10; count++) {
			const {id, shortId} = createIdentity();
			expect(formatFingerprint(id).replace(' ', '').slice(0, 8)).toBe(shortId);
		}
	});

	it('changes with every bit of the id', () => {
		const all = new Set<string>();
		for (let bit = 0; bit < 256; bit++) all.add(formatFingerprint((1n << BigInt(bit)).toString(16).padStart(64, '0')));
		expect(all.size).toBe(256);
	});
});
