import {expect, test} from 'vitest';
import {createIdentity} from '../../source/crypto/identity.ts';
import {wordList} from '../../source/crypto/word-list.ts';
import {toSharedWords, toWords} from '../../source/crypto/words.ts';

const [alice, bob, mallory] = [createIdentity(), createIdentity(), createIdentity()];

test('ten words are the same on both sides', async () => {
	const words = await toSharedWords(alice.id, bob.id);
	expect(words).toBe(await toSharedWords(bob.id, alice.id));
	expect(words.split(' ')).toHaveLength(10);
	expect(words.split(' ').filter((word) => !wordList.includes(word))).toEqual([]);
});

test('another identity on either side gives other words', async () => {
	const words = await toSharedWords(alice.id, bob.id);
	expect(await toSharedWords(alice.id, mallory.id)).not.toBe(words);
	expect(await toSharedWords(mallory.id, bob.id)).not.toBe(words);
});

test('an identity alone has ten words of its own, and they never change', async () => {
	expect(toWords('00'.repeat(32))).toBe('absorb sketch digital kiwi dress defense cereal enhance slice thrive');
	expect(await toSharedWords('00'.repeat(32), 'ff'.repeat(32))).toBe(
		'undo link happy glove twenty inflict venture mixture enforce electric',
	);
});
