import v8 from 'node:v8';
import vm from 'node:vm';

/** Cipher output between two sweeps: small enough for 100 MB processes, large enough that a sweep (0.3 ms) costs nothing. */
const sweepEveryBytes = 16 * 1024 * 1024;

let sinceSweep = 0;
let collect: ((options: {type: 'minor'}) => void) | undefined;

/**
 * Notes that a cipher made `bytes` of output that will soon be garbage. Node has no cipher into a given buffer, so every
 * segment is a fresh 256 KiB outside the heap; V8 answers with a full collection every 16 MiB, which cost more CPU than the
 * cipher itself. A young collection in time frees them for a fraction: 1.6 s of 3.1 CPU seconds per GiB at the receiver, 0.3
 * of 0.8 at the sender (docs/decisions/0005-young-collections.md).
 */
export function noteCipherOutput(bytes: number): void {
	sinceSweep += bytes;
	if (sinceSweep < sweepEveryBytes) return;
	sinceSweep = 0;
	collect ??= findCollector();
	collect({type: 'minor'});
}

/** `gc` exists only under --expose-gc; setting that flag later gives it to new contexts. Where it does not, nothing is done. */
function findCollector(): (options: {type: 'minor'}) => void {
	v8.setFlagsFromString('--expose-gc');
	const found: unknown = vm.runInNewContext('globalThis.gc');
	return typeof found === 'function' ? (found as (options: {type: 'minor'}) => void) : () => undefined;
}
