import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {wordList} from '../../source/crypto/word-list.ts';

test('is the English list of BIP-39, to the letter', () => {
	const digest = createHash('sha256')
		.update(wordList.map((word) => `${word}\n`).join(''))
		.digest('hex');
	expect(digest).toBe('2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda');
});

test('has 2,048 words that differ in their first four letters', () => {
	expect(wordList).toHaveLength(2048);
	expect(new Set(wordList.map((word) => word.slice(0, 4))).size).toBe(2048);
	expect(wordList.every((word) => /^[a-z]{3,8}$/.test(word))).toBe(true);
});
