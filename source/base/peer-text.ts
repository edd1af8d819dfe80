declare const brand: unique symbol;

/**
 * Text that somebody at the other end chose. At run time it is a string; to the compiler it is none, and the linter refuses it in
 * template literals. The ways out are `display` (for eyes), `safeName` (for paths) and `rawText` (for comparing, hashing, JSON).
 */
export type PeerText = {readonly [brand]: 'text of a peer'};

/** Marks what came from a peer: done where it is parsed, by the schemas. */
export function toPeerText(text: string): PeerText {
	return text as unknown as PeerText;
}

/** The text as it came, for comparing, hashing and JSON: never on its way to a screen, a line, a log or a path. `test/tidy.test.ts` lists who may. */
export function rawText(text: string | PeerText): string {
	return text as string;
}
