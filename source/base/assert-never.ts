/** The default branch of a switch over a tagged union: the compiler proves it unreachable, a bug of ours crashes loudly. */
export function assertNever(value: never): never {
	throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
