import {readFileSync, writeFileSync} from 'node:fs';
import {sleep, systemClock} from '../source/base/clock.ts';

/** USER_HZ: what /proc counts in, the same on every Linux. */
const ticksPerSecond = 100;
const watchEveryMs = 50;

/** CPU seconds of a process so far, user and system, with the children it has waited for. NaN where there is no /proc. */
export function cpuSecondsOf(pid: number): number {
	const [utime, stime, cutime, cstime] = timesOf(pid);
	return (utime + stime + cutime + cstime) / ticksPerSecond;
}

/** CPU seconds of all children of this process that have ended so far. NaN where there is no /proc. */
export function endedChildrenCpuSeconds(): number {
	const [, , cutime, cstime] = timesOf(process.pid);
	return (cutime + cstime) / ticksPerSecond;
}

/** Bytes that a process has handed to write calls so far, to sockets as to files (proc_pid_io(5)). NaN where there is no /proc. */
export function writtenBytesOf(pid: number): number {
	return Number(/^wchar: (\d+)$/m.exec(readProc(pid, 'io'))?.[1] ?? Number.NaN);
}

/** Peaks of memory are counted from now on (proc_pid_clear_refs(5)): what the start of a server took is over. */
export function forgetPeak(pid: number): void {
	try {
		writeFileSync(`/proc/${pid}/clear_refs`, '5');
	} catch {
		// Then the peak is that of its whole life.
	}
}

/** Waits until a server has no children left, so that its times hold theirs; 2 s at most. */
export async function untilChildless(pid: number): Promise<void> {
	for (let attempt = 0; attempt < 100 && childrenOf(pid).length > 0; attempt++) await sleep(systemClock, 20);
}

/** Watches the peak memory (VmHWM) of a process and all below it until the returned function is called: the sum of their peaks, in bytes. */
export function watchPeakBytes(root: number): () => number {
	const peaks = new Map<number, number>();
	let unschedule = (): void => undefined;
	const look = (): void => {
		for (const pid of treeOf(root)) peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakBytesOf(pid)));
	};
	const tick = (): void => {
		look();
		unschedule = systemClock.schedule(watchEveryMs, tick);
	};
	tick();
	return () => {
		unschedule();
		look();
		return [...peaks.values()].reduce((sum, bytes) => sum + bytes, 0);
	};
}

/** proc_pid_stat(5): fields 14 to 17, counted from behind the name, which may hold anything. */
function timesOf(pid: number): [number, number, number, number] {
	const stat = readProc(pid, 'stat');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const at = (index: number): number => Number(fields[index] ?? Number.NaN);
	return [at(11), at(12), at(13), at(14)];
}

function peakBytesOf(pid: number): number {
	const match = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(pid, 'status'));
	return match ? Number(match[1]) * 1024 : 0;
}

function treeOf(pid: number): number[] {
	return [pid, ...childrenOf(pid).flatMap((child) => (isForkedOnly(child, pid) ? [] : treeOf(child)))];
}

/** Has Node just forked it, and it is not yet the program that it is to be? Its pages are its parent's, and were counted there. */
function isForkedOnly(child: number, parent: number): boolean {
	const command = readProc(child, 'cmdline');
	return command.startsWith(process.execPath) && command === readProc(parent, 'cmdline');
}

function childrenOf(pid: number): number[] {
	return readProc(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

function readProc(pid: number, file: string): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch {
		return '';
	}
}
