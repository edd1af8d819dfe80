/** What is sealed and holds names is made longer, by blanks, to a multiple of this: its length then tells little about them. */
const stepBytes = 256;

/** How many blanks so many bytes need. */
export function paddingOf(bytes: number): number {
	return (stepBytes - (bytes % stepBytes)) % stepBytes;
}
