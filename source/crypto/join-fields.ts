/**
 * The bytes that are signed, authenticated or used as HKDF and HPKE info: the label, then the fields, each with its `u32`
 * length before it, so that no two lists of fields give the same bytes. A number stands as its decimal digits.
 * Labels begin with `ft/1 ` and every use has its own: what was signed for one purpose is worth nothing for another.
 */
export function joinFields(label: `ft/1 ${string}`, fields: ReadonlyArray<string | number | Uint8Array>): Buffer {
	const parts: Buffer[] = [];
	for (const field of [label, ...fields]) {
		const bytes = field instanceof Uint8Array ? Buffer.from(field) : Buffer.from(String(field), 'utf8');
		const length = Buffer.alloc(4);
		length.writeUInt32BE(bytes.length);
		parts.push(length, bytes);
	}
	return Buffer.concat(parts);
}
