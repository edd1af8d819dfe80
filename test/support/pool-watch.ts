import crypto from 'node:crypto';
import {syncBuiltinESMExports} from 'node:module';

/** Knows whether the thread pool works: on files, on keys. That is real work, which takes its time whatever a clock moved by hand says. */
export type PoolWatch = {
	isBusy(): boolean;
	/** Leaves `node:crypto` as it was. */
	stop(): void;
};

type Work = (...parts: unknown[]) => unknown;

const {subtle} = crypto.webcrypto;
const subtleNames = ['decrypt', 'deriveBits', 'encrypt', 'exportKey', 'generateKey', 'importKey', 'sign'] as const;

/** Watches it. Node tells which files are being worked on; of keys it says nothing, so that work is counted as it comes and goes. */
export function watchPool(): PoolWatch {
	let working = 0;
	const over = (): void => {
		working--;
	};
	const scrypt = crypto.scrypt as Work;
	const countedScrypt: Work = (...parts) => {
		const done = parts.pop() as Work;
		working++;
		return scrypt(...parts, (...ended: unknown[]) => {
			over();
			done(...ended);
		});
	};
	Object.assign(crypto, {scrypt: countedScrypt});
	for (const name of subtleNames) {
		const work = subtle[name].bind(subtle) as (...parts: unknown[]) => Promise<unknown>;
		const counted: Work = async (...parts) => {
			working++;
			return work(...parts).finally(over);
		};
		Object.defineProperty(subtle, name, {configurable: true, value: counted});
	}
	syncBuiltinESMExports();
	return {
		isBusy: () => working > 0 || process.getActiveResourcesInfo().some((name) => /^(?:FS|Close)Req/.test(name)),
		stop() {
			Object.assign(crypto, {scrypt});
			for (const name of subtleNames) Reflect.deleteProperty(subtle, name);
			syncBuiltinESMExports();
		},
	};
}
