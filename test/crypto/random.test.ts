import {describe, expect, it} from 'vitest';
import {createSha256, randomBase64, randomId, sha256} from '../../source/crypto/random.ts';
import {isTransferId} from '../../source/protocol/ids.ts';

describe('randomness', () => {
	it('makes ids as on the wire, another one each time', () => {
		const ids = Array.from({length: 20}, randomId);
		expect(ids.every((id) => isTransferId(id))).toBe(true);
		expect(new Set(ids).size).toBe(20);
	});

	it('makes tickets of the bytes asked for', () => {
		expect(Buffer.from(randomBase64(32), 'base64')).toHaveLength(32);
		expect(randomBase64(32)).not.toBe(randomBase64(32));
	});
});

describe('sha256', () => {
	it('is SHA-256 (FIPS 180-2, B.1)', () => {
		expect(sha256(Buffer.from('abc')).toString('hex')).toBe(
			'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
		);
	});

	it('is the same of what comes bit by bit', () => {
		expect(createSha256().update('a').update(Buffer.from('bc')).digest()).toEqual(sha256(Buffer.from('abc')));
	});
});
