import {FtError} from '../../source/protocol/errors.ts';

/** The code of the FtError that `action` throws; undefined when it does not throw. Anything else thrown is a bug and goes on. */
export function codeOf(action: () => unknown): string | undefined {
	try {
		action();
	} catch (error) {
		if (error instanceof FtError) return error.code;
		throw error;
	}
	return undefined;
}
