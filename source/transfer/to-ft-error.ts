import {FtError} from '../protocol/errors.ts';

/** What anything thrown is to those who wait for a transfer: its own code, or `internal` with the first words of what it was. */
export function toFtError(error: unknown): FtError {
	if (error instanceof FtError) return error;
	const what = error instanceof Error ? error.message : String(error);
	return new FtError('internal', `an error of ft itself: ${what.slice(0, 300)}`, {cause: error});
}
