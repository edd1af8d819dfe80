import {toBase32} from '../protocol/ids.ts';

/**
 * An identity id as people compare it, aloud or by eye: all 256 bits in base32 (RFC 4648, lower case), 13 groups of four.
 * Its first two groups are the short id seen everywhere else. `id`: 64 hex digits.
 */
export function formatFingerprint(id: string): string {
	return toBase32(id).replaceAll(/(.{4})(?=.)/g, '$1 ');
}
