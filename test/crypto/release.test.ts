import {expect, test} from 'vitest';
import {createFloeHeader, openFloe} from '../../source/crypto/floe.ts';
import {releaseBuffers} from '../../source/crypto/release.ts';

test('a buffer of its own is empty afterwards, and releasing it again does nothing', () => {
	const buffer = Buffer.allocUnsafeSlow(1000);
	releaseBuffers([buffer]);
	expect(buffer.length).toBe(0);
	releaseBuffers([buffer]);
	expect(buffer.length).toBe(0);
});

test('a view of a larger buffer keeps its bytes, and so does the larger one', () => {
	const larger = Buffer.alloc(1000, 7);
	releaseBuffers([larger.subarray(0, 999), larger.subarray(1)]);
	expect(larger).toEqual(Buffer.alloc(1000, 7));
});

test('what a cipher puts out is a buffer of its own, sealed as well as opened, so that releasing it frees it', () => {
	const key = Buffer.alloc(32, 1);
	const aad = Buffer.from('aad');
	const floe = openFloe({key, header: createFloeHeader({key, aad}), aad});
	const plaintext = Buffer.alloc(floe.plainBytes, 2);
	const {parts} = floe.seal(0, plaintext, false);
	const [prefix = Buffer.of(), ciphertext = Buffer.of(), tag = Buffer.of()] = parts;
	const opening = floe.startOpen(0, prefix);
	const opened = opening.update(ciphertext);
	opening.final(tag);
	expect(opened).toEqual(plaintext);
	releaseBuffers([ciphertext, opened]);
	expect([ciphertext.length, opened.length]).toEqual([0, 0]);
	expect(plaintext).toHaveLength(floe.plainBytes);
});
