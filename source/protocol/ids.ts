/** Ids on the wire and in JSON are lower-case hex: an identity 64 characters (SHA-256 of its SPKI), a transfer or session 32. */
const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** The 8 base32 characters (RFC 4648, lower case) people see for an identity: its first 40 bits. Never used to decide anything. */
export function toShortId(identityId: string): string {
	let bits = BigInt(`0x${identityId.slice(0, 10)}`);
	let text = '';
	for (let index = 0; index < 8; index++) {
		text = (base32[Number(bits & 31n)] ?? '') + text;
		bits >>= 5n;
	}
	return text;
}

/** Is this an identity id: 64 lower-case hex digits? */
export function isIdentityId(text: string): boolean {
	return /^[0-9a-f]{64}$/.test(text);
}

/** Is this a transfer or session id: 32 lower-case hex digits? */
export function isTransferId(text: string): boolean {
	return /^[0-9a-f]{32}$/.test(text);
}
