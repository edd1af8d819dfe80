import {formatBytes} from '../base/size-text.ts';
import type {Trust, UserRow} from '../client/snapshot.ts';

/** The mark beside a name, one column wide; a word stands with it wherever there is room. */
export const trustMarks: Readonly<Record<Trust, string>> = {new: '?', known: ' ', verified: '+', changed: '!'};

/** What an identity is to us, in words: `verified, always up to 1 GB`. */
export function trustText({trust, alwaysBytes}: Pick<UserRow, 'trust' | 'alwaysBytes'>): string {
	return `${trust}${alwaysBytes === undefined ? '' : `, ${alwaysText(alwaysBytes)}`}`;
}

/** What is taken unasked; `bytes` is Infinity for any size. */
export function alwaysText(bytes: number): string {
	return bytes === Number.POSITIVE_INFINITY ? 'always' : `always up to ${formatBytes(bytes)}`;
}
