/** The code of an operating system error (`ECONNREFUSED` …); of the last attempt when several addresses failed as one AggregateError. */
export function systemCodeOf(error: unknown): string | undefined {
	if (error instanceof AggregateError) return systemCodeOf(error.errors.at(-1));
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
