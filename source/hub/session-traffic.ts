import {createRateMeter, type RateMeter} from '../base/rate.ts';

/** What one session has sent and got since its welcome, and how fast it goes now. Sealed bytes. */
export type SessionTraffic = {
	inBytes: number;
	outBytes: number;
	readonly inRate: RateMeter;
	readonly outRate: RateMeter;
};

/** A session that nothing has moved for yet; `nowMs` is monotonic. */
export function createSessionTraffic(nowMs: number): SessionTraffic {
	return {inBytes: 0, outBytes: 0, inRate: createRateMeter(nowMs), outRate: createRateMeter(nowMs)};
}
