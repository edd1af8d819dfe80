import {maxFrameBytes, maxFrameBytesBeforeAdmission, maxLargeFrameBytes} from './limits.ts';

const large = new Set(['offer', 'roster', 'keys', 'say', 'status', 'page', 'found', 'fetch']);

/** The largest frame a message of this type may take, in bytes of JSON. */
export function maxBytesOfType(type: string, isAdmitted: boolean): number {
	if (!isAdmitted) return maxFrameBytesBeforeAdmission;
	return large.has(type) ? maxLargeFrameBytes : maxFrameBytes;
}
