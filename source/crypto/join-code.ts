import {randomBytes, scrypt} from 'node:crypto';
import {FtError} from '../protocol/errors.ts';
import {joinFields} from './join-fields.ts';

/** A new code of 60 random bits as people type it: `349p-yh2c-5jsw`. */
export function generateCode(): string {
	const symbols = Array.from(randomBytes(codeCharacters), (byte) => alphabet.charAt(byte % alphabet.length));
	return group(symbols.join(''));
}

/** A typed code in its one form; capitals, spaces and missing or extra dashes are forgiven. Undefined when it cannot be a code. */
export function normaliseCode(text: string): string | undefined {
	const symbols = text.toLowerCase().replaceAll(/[\s\p{Dash}]/gu, '');
	if (symbols.length !== codeCharacters) return undefined;
	for (const symbol of symbols) if (!alphabet.includes(symbol)) return undefined;
	return group(symbols);
}

/**
 * The key that both sides of a join proof make from the code: scrypt (RFC 7914; N 2^15, r 8, p 1: about 80 ms and 32 MiB),
 * salted with the hub's id, so that work spent on one hub is worth nothing on another. The hub keeps it per code.
 * Throws FtError `wrong-code` for text that cannot be a code.
 */
export async function deriveCodeKey(code: string, hubId: string): Promise<Buffer> {
	const normal = normaliseCode(code);
	if (normal === undefined) {
		throw new FtError(
			'wrong-code',
			'a code has 12 letters and digits like 349p-yh2c-5jsw; ask whoever runs the hub for it',
		);
	}
	return await new Promise((resolve, reject) => {
		scrypt(normal, joinFields('ft/1 code', [hubId]), keyBytes, scryptCost, (error, key) => {
			if (error) reject(error);
			else resolve(key);
		});
	});
}

/** 32 symbols, five bits each; without 0, 1, l and o, which look like others. */
const alphabet = '23456789abcdefghijkmnpqrstuvwxyz';
const codeCharacters = 12;
const keyBytes = 32;
// This cost needs exactly Node's default limit of 32 MiB and a little more.
const scryptCost = {N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024};

function group(symbols: string): string {
	return `${symbols.slice(0, 4)}-${symbols.slice(4, 8)}-${symbols.slice(8)}`;
}
