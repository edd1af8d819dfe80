/**
 * The closed table of what can go wrong. `wire` is the number a data connection answers with, `exit` the exit code of a
 * command, `retry` whether trying again by itself can help. Code branches on `code`, people read the message.
 */
export const errorTable = {
	internal: {wire: 1, exit: 1, retry: false},
	failed: {wire: 2, exit: 1, retry: false},
	usage: {wire: 3, exit: 2, retry: false},
	'unknown-identity': {wire: 4, exit: 3, retry: false},
	'changed-identity': {wire: 5, exit: 3, retry: false},
	unreachable: {wire: 6, exit: 4, retry: true},
	'code-needed': {wire: 7, exit: 5, retry: false},
	'wrong-code': {wire: 8, exit: 5, retry: false},
	'name-taken': {wire: 9, exit: 5, retry: false},
	'hub-full': {wire: 10, exit: 5, retry: true},
	declined: {wire: 11, exit: 6, retry: false},
	'no-such-user': {wire: 12, exit: 7, retry: false},
	'no-such-file': {wire: 13, exit: 7, retry: false},
	'no-such-transfer': {wire: 14, exit: 7, retry: false},
	'disk-full': {wire: 15, exit: 8, retry: true},
	'disk-error': {wire: 16, exit: 8, retry: false},
	version: {wire: 17, exit: 9, retry: false},
	partial: {wire: 18, exit: 10, retry: false},
	waiting: {wire: 19, exit: 11, retry: false},
	'in-use': {wire: 20, exit: 12, retry: false},
	protocol: {wire: 21, exit: 1, retry: false},
	limit: {wire: 22, exit: 1, retry: false},
	tampered: {wire: 23, exit: 1, retry: false},
	'source-changed': {wire: 24, exit: 1, retry: false},
	cancelled: {wire: 25, exit: 1, retry: false},
	'bad-ticket': {wire: 26, exit: 1, retry: true},
	replaced: {wire: 27, exit: 1, retry: false},
	'approval-needed': {wire: 28, exit: 5, retry: true},
	denied: {wire: 29, exit: 5, retry: false},
	banned: {wire: 30, exit: 5, retry: false},
	'not-allowed': {wire: 31, exit: 1, retry: false},
} as const;

export type ErrorCode = keyof typeof errorTable;
/** Every code, for schemas. */
export const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]];

/** The one error class. `message`: what was attempted, what is wrong, what to do; `cause` goes to the log only. */
export class FtError extends Error {
	readonly code: ErrorCode;
	constructor(code: ErrorCode, message: string, options?: {cause?: unknown}) {
		super(message, options);
		this.name = 'FtError';
		this.code = code;
	}
}

/** The exit code that belongs to anything thrown: 1 for what is not ours. */
export function exitCodeOf(error: unknown): number {
	return error instanceof FtError ? errorTable[error.code].exit : 1;
}

/** The code behind a wire number; `failed` for a number of a later version. */
export function codeOfWire(wire: number): ErrorCode {
	return errorCodes.find((code) => errorTable[code].wire === wire) ?? 'failed';
}

/** Why something failed, as one end tells the other: up to 500 characters, so that a message holds it whatever they take. */
export function toToldReason({message}: Pick<FtError, 'message'>): string {
	return message.slice(0, maxToldCharacters);
}

/** The same between people: the hub passes it on, and learns no name of a file or folder from it. */
export function toSealedReason({code, message}: Pick<FtError, 'code' | 'message'>): string {
	return code === 'tampered' ? toToldReason({message}) : (namelessReasons[code] ?? code);
}

const maxToldCharacters = 500;
/** As the other end reads them. What is said of `tampered` holds numbers only. */
const namelessReasons: Partial<Record<ErrorCode, string>> = {
	'source-changed': 'what was being sent has changed, or cannot be read any more',
	'disk-error': 'a disk error at the other end',
	internal: 'an error of ft itself at the other end',
	protocol: 'the other end could not make sense of what came',
	limit: 'it is more than the other end takes',
	'changed-identity': 'the key is not the one that the other end knows',
};
