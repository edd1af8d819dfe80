import {formatFingerprint} from '../crypto/fingerprint.ts';
import {toWords} from '../crypto/words.ts';
import type {Pins} from './pins.ts';
import type {HubRow} from './snapshot.ts';

/** What a screen may know of the hub's identity; undefined before it was reached. `hubId`: of the hub that was last reached. */
export function toHubRow(hubId: string | undefined, pins: Pick<Pins, 'findHub'>): HubRow | undefined {
	if (hubId === undefined) return undefined;
	const pin = pins.findHub(hubId);
	return {
		fingerprint: formatFingerprint(hubId),
		words: toWords(hubId),
		isVerified: pin?.isVerified ?? false,
		sinceMs: pin?.sinceMs,
	};
}
