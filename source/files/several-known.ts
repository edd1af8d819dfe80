import type {Hasher} from './source-file.ts';

/** What a recipient knows of a transfer that goes to others as well: each of them has the key and could seal segments for the rest. */
export type SeveralKnown = {
	/** SHA-256, as the signed offer says. */
	readonly manifestHash: Uint8Array;
	/** SHA-256. */
	readonly createHasher: () => Hasher;
	/** Is this the sender's signature over this root? */
	readonly isSigned: (root: Uint8Array, signature: string) => boolean;
};
