import fc from 'fast-check';

type Op = {readonly kind: (typeof kinds)[number]; readonly at: number; readonly length: number; readonly fill: number};

const kinds = ['flip', 'insert', 'delete', 'duplicate', 'swap', 'truncate', 'length'] as const;

/** What can happen to bytes on their way, one to four times: a bit flipped; some put in, left out, said twice, swapped with the next; the end cut off; a length that is not so. */
export const mutations: fc.Arbitrary<readonly Op[]> = fc.array(
	fc.record({
		kind: fc.constantFrom(...kinds),
		at: fc.nat(),
		length: fc.oneof(fc.integer({min: 1, max: 8}), fc.integer({min: 1, max: 600})),
		fill: fc.integer({min: 0, max: 255}),
	}),
	{minLength: 1, maxLength: 4},
);

/** The bytes after that; the original stays as it was. */
export function mutate(original: Uint8Array, ops: readonly Op[]): Buffer {
	let bytes = Buffer.from(original);
	for (const {kind, at, length, fill} of ops) {
		if (bytes.length === 0) break;
		const from = at % bytes.length;
		const [head, part, rest] = [
			bytes.subarray(0, from),
			bytes.subarray(from, from + length),
			bytes.subarray(from + length),
		];
		if (kind === 'flip') bytes[from] = (bytes[from] ?? 0) ^ (1 << (fill & 7));
		else if (kind === 'insert') bytes = Buffer.concat([head, Buffer.alloc(length, fill), part, rest]);
		else if (kind === 'delete') bytes = Buffer.concat([head, rest]);
		else if (kind === 'duplicate') bytes = Buffer.concat([head, part, part, rest]);
		else if (kind === 'swap') bytes = Buffer.concat([head, rest.subarray(0, length), part, rest.subarray(length)]);
		else if (kind === 'truncate') bytes = Buffer.from(head);
		else if (bytes.length >= 4) bytes.writeUInt32BE(fill * 0x01_01_01_01, at % (bytes.length - 3));
	}
	return bytes;
}

/** Sizes of the pieces that bytes come in. */
export const pieceSizes: fc.Arbitrary<readonly number[]> = fc.array(
	fc.oneof(fc.integer({min: 1, max: 9}), fc.integer({min: 1, max: 70_000})),
	{minLength: 1, maxLength: 8},
);

/** Of long streams pieces are larger: byte by byte teaches no more there. */
const maxPieces = 2000;

/** The bytes in pieces of these sizes, over and over; each is a copy that is overwritten when the next is taken, as a socket's buffer is. */
export function* pieces(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
	for (let at = 0, turn = 0; at < bytes.length; turn++) {
		const size = Math.max(sizes[turn % sizes.length] ?? 1, Math.ceil(bytes.length / maxPieces));
		const piece = Uint8Array.from(bytes.subarray(at, at + size));
		yield piece;
		piece.fill(0xdd);
		at += size;
	}
}
