/**
 * An identity id as people compare it, aloud or by eye: all 256 bits in base32 (RFC 4648, lower case), 13 groups of four.
 * Its first two groups are the short id seen everywhere else. `id`: 64 hex digits.
 */
export function formatFingerprint(id: string): string {
	// One hex digit more makes 260 bits: 52 characters without a rest.
	const bits = BigInt(`0x${id}0`);
	let text = '';
	for (let shift = 255n; shift >= 0n; shift -= 5n) text += base32[Number((bits >> shift) & 31n)] ?? '';
	return text.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';
