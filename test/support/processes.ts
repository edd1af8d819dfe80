import {readFileSync, readdirSync} from 'node:fs';

/** Resident memory of a process, in bytes. */
export function memoryOf(pid: number): number {
	return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/** Descriptors that a process has open. */
export function descriptorsOf(pid: number): number {
	return readdirSync(`/proc/${pid}/fd`).length;
}
