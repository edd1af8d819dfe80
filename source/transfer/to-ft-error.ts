import {FtError} from '../protocol/errors.ts';
import type {TransferEvent} from './transfer-event.ts';

/** What anything thrown is to those who wait for a transfer: its own code, or `internal` with the first words of what it was. */
export function toFtError(error: unknown): FtError {
	if (error instanceof FtError) return error;
	const what = error instanceof Error ? error.message : String(error);
	return new FtError('internal', `an error of ft itself: ${what.slice(0, 300)}`, {cause: error});
}

/** The same as an event, where nothing ends by it. */
export function toErrorEvent(error: unknown): Extract<TransferEvent, {type: 'error'}> {
	const {code, message} = toFtError(error);
	return {type: 'error', code, message};
}
