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

/** All 256 bits of an identity id as 52 base32 characters (RFC 4648, lower case, no padding). */
export function toBase32(identityId: string): string {
	// One hex digit more makes 260 bits: 52 characters without a rest.
	const bits = BigInt(`0x${identityId}0`);
	let text = '';
	for (let shift = 255n; shift >= 0n; shift -= 5n) text += base32[Number((bits >> shift) & 31n)] ?? '';
	return text;
}

/** The identity id that `toBase32` wrote so; undefined for any other text. */
export function idOfBase32(text: string): string | undefined {
	if (!/^[a-z2-7]{52}$/.test(text)) return undefined;
	let bits = 0n;
	for (const symbol of text) bits = (bits << 5n) | BigInt(base32.indexOf(symbol));
	const id = (bits >> 4n).toString(16).padStart(64, '0');
	return toBase32(id) === text ? id : undefined;
}

/** Is this a transfer or session id: 32 lower-case hex digits? */
export function isTransferId(text: string): boolean {
	return /^[0-9a-f]{32}$/.test(text);
}
