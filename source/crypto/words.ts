import {createHash, scrypt} from 'node:crypto';
import {joinFields} from './join-fields.ts';
import {wordList} from './word-list.ts';

/** One identity in ten words: its fingerprint for the ear. `id`: 64 hex digits. */
export function toWords(id: string): string {
	return spell(
		createHash('sha256')
			.update(joinFields('ft/1 words', [id]))
			.digest(),
	);
}

/**
 * The ten words that two people read to each other: the same on both sides, whoever asks. A hub in the middle has to find two keys
 * of its own whose words agree, one for each side, out of 110 bits: 2^55 tries. Each of them costs scrypt here (N 2^15, r 8, p 1:
 * 80 ms and 32 MiB; decision 14).
 */
export async function toSharedWords(idA: string, idB: string): Promise<string> {
	const ids = [idA, idB].toSorted();
	return await new Promise((resolve, reject) => {
		scrypt(joinFields('ft/1 shared words', ids), '', 32, scryptCost, (error, bytes) => {
			if (error) reject(error);
			else resolve(spell(bytes));
		});
	});
}

const words = 10;
const bitsPerWord = 11;
const scryptCost = {N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024};

/** The first 110 bits, eleven for each word. */
function spell(bytes: Uint8Array): string {
	const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
	return Array.from({length: words}, (_, index) => {
		const position = index * bitsPerWord;
		return wordList[Number.parseInt(bits.slice(position, position + bitsPerWord), 2)] ?? '';
	}).join(' ');
}
