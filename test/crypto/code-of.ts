import {FtError, type ErrorCode} from '../../source/protocol/errors.ts';

/** The code of the FtError that the action throws; undefined when it throws nothing. Anything else thrown goes through. */
export function codeOf(action: () => unknown): ErrorCode | undefined {
	try {
		action();
	} catch (error) {
		if (error instanceof FtError) return error.code;
		throw error;
	}
	return undefined;
}

/** The same for what rejects. */
export async function codeOfRejection(promise: Promise<unknown>): Promise<ErrorCode | undefined> {
	try {
		await promise;
	} catch (error) {
		if (error instanceof FtError) return error.code;
		throw error;
	}
	return undefined;
}
