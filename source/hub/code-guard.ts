import {maxWrongCodes, maxWrongCodesPerAddress, wrongCodesMs} from '../protocol/limits.ts';

/** Counts wrong join codes, so that they cannot be tried out. A value: time comes in. Whoever the hub knows needs no code and is never asked for here. */
export type CodeGuard = {
	/** May somebody at this address try a code now? */
	mayTry(address: string, nowMs: number): boolean;
	/** That was a wrong one. */
	noteWrong(address: string, nowMs: number): void;
};

/** Allows 10 wrong codes a minute from one address and 60 in all; it never holds more than those 60. */
export function createCodeGuard(): CodeGuard {
	let wrong: Array<{readonly address: string; readonly atMs: number}> = [];
	const recent = (nowMs: number): typeof wrong => {
		wrong = wrong.filter(({atMs}) => nowMs - atMs < wrongCodesMs);
		return wrong;
	};
	return {
		mayTry(address, nowMs) {
			const all = recent(nowMs);
			return (
				all.length < maxWrongCodes && all.filter((one) => one.address === address).length < maxWrongCodesPerAddress
			);
		},
		noteWrong(address, nowMs) {
			recent(nowMs).push({address, atMs: nowMs});
		},
	};
}
